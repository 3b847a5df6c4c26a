import { afterAll, beforeAll, expect, test } from 'vitest'
import { sweep } from '../../system/maintenance.ts'
import { startTestServer, type TestPerson, type TestServer } from '../../testing.ts'

let server: TestServer
let ada: TestPerson
let grace: TestPerson
let outsider: TestPerson
let chapterId: string

const ask = (text: string, values: unknown[] = []) =>
  server.database.withOwner('test', async client => (await client.query(text, values)).rows)
const be = (person: TestPerson | undefined, line: number | null) =>
  server.request(person, 'PUT', `/v1/chapters/${chapterId}/presence`, { line })

beforeAll(async () => {
  server = await startTestServer()
  ada = await server.signUp('Ada Lovelace')
  grace = await server.signUp('Grace Hopper')
  outsider = await server.signUp('Outsider')
  const { body: book } = await server.request(ada, 'POST', '/v1/books', { title: 'Engines' })
  await ask(`insert into library.collaborators (book_id, user_id, role) values ($1, $2, 'viewer')`, [
    book.id,
    grace.userId,
  ])
  const chapter = await server.request(ada, 'POST', `/v1/books/${book.id}/chapters`, { title: 'One', content: 'One.' })
  chapterId = chapter.body.id
})
afterAll(() => server?.close())

test('who has a chapter open sees the others there, by name and line', async () => {
  expect((await be(ada, 3)).body).toEqual({ version: 1, others: [] })
  expect((await be(grace, null)).body).toMatchObject({
    version: 1,
    others: [{ userId: ada.userId, name: 'Ada Lovelace', line: 3 }],
  })
  expect((await be(ada, 4)).body).toMatchObject({ others: [{ name: 'Grace Hopper', line: null }] })
  expect((await be(grace, 1)).body).toMatchObject({ others: [{ name: 'Ada Lovelace', line: 4 }] })
  expect((await be(ada, 0)).status).toBe(422)
})

test('the answer tells which version the chapter is at', async () => {
  await server.request(ada, 'PUT', `/v1/chapters/${chapterId}`, { content: 'Two.' }, { 'if-match': '"v1"' })
  expect((await be(grace, 1)).body.version).toBe(2)
})

test('an outsider is told nothing and is nowhere', async () => {
  expect((await be(outsider, 1)).body.code).toBe('not_found')
  expect((await be(undefined, 1)).status).toBe(401)
  expect(await ask('select from library.presence where user_id = $1', [outsider.userId])).toEqual([])
})

test('who is not heard of is gone, and swept after an hour', async () => {
  await ask('alter table library.presence disable trigger touch')
  const age = (interval: string) =>
    ask(`update library.presence set updated_at = now() - $2::interval where user_id = $1`, [ada.userId, interval])
  await age('21 seconds')
  expect((await be(grace, 1)).body.others).toEqual([])
  expect(await sweep(server.octavo)).toMatchObject({ presence: 0 })
  await age('61 minutes')
  expect(await sweep(server.octavo)).toMatchObject({ presence: 1 })
})
