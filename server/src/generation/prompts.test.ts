import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestPerson, type TestServer } from '../testing.ts'
import { builtInPrompts } from './built-in-prompts.ts'
import { syncCatalogue } from './catalogue.ts'
import { fill, findPrompt, variablesOf } from './prompts.ts'

let server: TestServer
let author: TestPerson

beforeAll(async () => {
  server = await startTestServer()
  await syncCatalogue(server.octavo)
  author = await server.signUp('Ada')
})
afterAll(() => server?.close())

const add = (person: TestPerson, body: object) =>
  server.request(person, 'POST', `/v1/organizations/${author.organizationId}/prompts`, body)
const ownPrompt = {
  name: 'codex',
  title: 'Ours',
  template: 'Look at {{brief}} and {{passages}}.',
  variables: ['brief', 'passages'],
}

test('the built-in prompts declare exactly what they use', () => {
  for (const prompt of builtInPrompts)
    expect([...variablesOf(prompt.template)].sort()).toEqual([...prompt.variables].sort())
})

test('a template is filled, and a missing value is named', () => {
  expect(fill('Dear {{name}}, {{name}}!', { name: '{{other}} $& $1' })).toBe('Dear {{other}} $& $1, {{other}} $& $1!')
  expect(() => fill('{{name}} and {{place}}', { name: 'x' })).toThrow(/\{\{place\}\}/)
})

test('starting again stores no prompt twice', async () => {
  const before = (await server.request(author, 'GET', '/v1/prompts')).body.items
  await syncCatalogue(server.octavo)
  expect((await server.request(author, 'GET', '/v1/prompts')).body.items).toEqual(before)
  expect(before.map((prompt: { name: string }) => prompt.name).sort()).toEqual(
    builtInPrompts.map(prompt => prompt.name).sort(),
  )
})

test('the narrowest, newest prompt is used', async () => {
  const book = await server.octavo.database.asUser(author, tx =>
    tx
      .insertInto('library.books')
      .values({ organization_id: author.organizationId, created_by: author.userId, title: 'B', slug: 'b' })
      .returning('id')
      .executeTakeFirstOrThrow(),
  )
  const used = () =>
    server.octavo.database.asService('look at the prompt of a test', tx =>
      findPrompt(tx, 'codex', { id: book.id, organizationId: author.organizationId }),
    )
  expect((await used()).version).toBe(1)
  expect((await add(author, ownPrompt)).body).toMatchObject({ version: 1, uses: 0, meanRating: null })
  expect((await used()).template).toBe(ownPrompt.template)
  const newer = await add(author, { ...ownPrompt, template: 'Newer: {{brief}} {{passages}}' })
  expect(newer.body.version).toBe(2)
  expect((await used()).template).toContain('Newer')
  await add(author, { ...ownPrompt, template: 'This book: {{brief}} {{passages}}', bookId: book.id })
  expect((await used()).template).toContain('This book')
  expect((await server.request(author, 'DELETE', `/v1/prompts/${newer.body.id}`)).status).toBe(204)
})

test('a prompt that could not be filled is refused', async () => {
  const undeclared = await add(author, { ...ownPrompt, variables: ['brief'] })
  expect(undeclared.body).toMatchObject({ code: 'prompt_invalid', problems: [{ path: 'body.variables' }] })
  const unknown = await add(author, {
    ...ownPrompt,
    template: '{{brief}} {{weather}}',
    variables: ['brief', 'weather'],
  })
  expect(unknown.body.problems[0].message).toContain('{{weather}} is not given')
})

test('others see a prompt only when it is shared, and never change it', async () => {
  const stranger = await server.signUp('Eve')
  const { body: prompt } = await add(author, {
    ...ownPrompt,
    name: 'section',
    template: '{{brief}}',
    variables: ['brief'],
  })
  const seen = async () =>
    (await server.request(stranger, 'GET', '/v1/prompts')).body.items.some(
      (item: { id: string }) => item.id === prompt.id,
    )
  expect(await seen()).toBe(false)
  expect((await add(stranger, ownPrompt)).status).toBe(404)
  expect((await server.request(stranger, 'DELETE', `/v1/prompts/${prompt.id}`)).status).toBe(404)
  await server.request(author, 'PATCH', `/v1/prompts/${prompt.id}`, { isPublic: true })
  expect(await seen()).toBe(true)
  expect((await server.request(stranger, 'DELETE', `/v1/prompts/${prompt.id}`)).status).toBe(403)
  expect((await server.request(stranger, 'PATCH', `/v1/prompts/${prompt.id}`, { isPublic: false })).status).toBe(403)
})
