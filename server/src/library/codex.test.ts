import type { CodexEntry } from '@octavo/manuscript'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, type TestPerson, type TestServer } from '../testing.ts'
import { saveCodex } from './codex.ts'

let server: TestServer
let ann: TestPerson
beforeAll(async () => {
  server = await startTestServer()
  ann = await server.signUp('Ann')
})
afterAll(() => server?.close())

const newBook = async () => (await server.request(ann, 'POST', '/v1/books', { title: 'Codex' })).body.id as string
const list = async (bookId: string, query = '') =>
  (await server.request(ann, 'GET', `/v1/books/${bookId}/codex?${query}`)).body.items
const save = (bookId: string, ...entries: (Partial<CodexEntry> & { name: string })[]) =>
  server.octavo.database.asService('find as a job does', tx =>
    saveCodex(
      tx,
      bookId,
      entries.map(entry => ({ kind: 'person', aliases: [], description: '', evidence: [], ...entry })),
    ),
  )

test('entries are added, found, corrected and deleted', async () => {
  const book = await newBook()
  const path = `/v1/books/${book}/codex`
  const ada = await server.request(ann, 'POST', path, { kind: 'person', name: 'Ada', aliases: ['Countess'] })
  expect(ada).toMatchObject({ status: 201, body: { corrected: true, passages: [] } })
  await server.request(ann, 'POST', path, { kind: 'term', name: 'Queue', description: 'A list of jobs' })
  expect((await server.request(ann, 'POST', path, { kind: 'person', name: 'ADA' })).body.code).toBe('conflict')
  const foreign = { kind: 'term', name: 'X', evidence: [crypto.randomUUID()] }
  expect((await server.request(ann, 'POST', path, foreign)).status).toBe(422)
  expect(await list(book, 'q=countess')).toMatchObject([{ name: 'Ada' }])
  expect(await list(book, 'q=jobs+list')).toMatchObject([{ name: 'Queue' }])
  expect(await list(book, 'kind=term')).toMatchObject([{ name: 'Queue' }])
  const page = await server.request(ann, 'GET', `${path}?limit=1`)
  const next = await server.request(ann, 'GET', `${path}?limit=1&cursor=${page.body.next}`)
  expect([page.body.items[0].name, next.body.items[0].name, next.body.next]).toEqual(['Ada', 'Queue', null])
  const changed = await server.request(ann, 'PATCH', `/v1/codex/${ada.body.id}`, { description: 'Wrote notes.' })
  expect(changed.body).toMatchObject({ name: 'Ada', description: 'Wrote notes.', corrected: true })
  expect((await server.request(ann, 'DELETE', `/v1/codex/${ada.body.id}`)).status).toBe(204)
  expect(await list(book)).toMatchObject([{ name: 'Queue' }])
})

describe('what a job found', () => {
  test('adds up by kind and name, with its evidence', async () => {
    const book = await newBook()
    const source = await server.request(ann, 'POST', `/v1/books/${book}/sources`, {
      origin: 'a.md',
      text: 'Ada wrote.\n\nAda read.',
    })
    const passages = (await server.request(ann, 'GET', `/v1/sources/${source.body.id}/passages`)).body.items
    const [first, second] = passages.map((passage: { id: string }) => passage.id)
    expect(
      await save(
        book,
        { name: 'Ada', aliases: ['A.'], description: 'First.', evidence: [first] },
        { name: 'ada', evidence: [second, first, crypto.randomUUID()] },
      ),
    ).toBe(1)
    expect(
      await save(book, { name: 'ADA', aliases: ['Countess', 'A.'], description: '' }, { name: 'Ada', kind: 'term' }),
    ).toBe(2)
    const entries = await list(book)
    expect(entries).toMatchObject([
      {
        kind: 'person',
        name: 'Ada',
        aliases: ['A.', 'Countess'],
        description: 'First.',
        evidence: 2,
        corrected: false,
      },
      { kind: 'term', name: 'Ada' },
    ])
    const { body } = await server.request(ann, 'GET', `/v1/codex/${entries[0].id}`)
    expect(body.passages).toMatchObject([
      { text: 'Ada wrote.', startLine: 1, source: { origin: 'a.md' } },
      { text: 'Ada read.', startLine: 3 },
    ])
  })

  test('leaves corrected entries alone, whatever name they are found under', async () => {
    const book = await newBook()
    await save(book, { name: 'Ada', description: 'Wrong.' })
    const [entry] = await list(book)
    const correction = { name: 'Ada Lovelace', aliases: ['Ada'], description: 'Right.' }
    await server.request(ann, 'PATCH', `/v1/codex/${entry.id}`, correction)
    expect(
      await save(book, { name: 'ada lovelace', description: 'X' }, { name: 'ADA', description: 'X' }, { name: 'Bo' }),
    ).toBe(1)
    expect(await list(book)).toMatchObject([{ ...correction, corrected: true }, { name: 'Bo' }])
  })

  test('of two thousand entries is saved in one go', async () => {
    const book = await newBook()
    const entries = Array.from({ length: 2_000 }, (_, index) => ({ name: `Person ${index}`, description: 'Somebody.' }))
    expect(await save(book, ...entries)).toBe(2_000)
  })
})
