import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, type TestPerson, type TestServer } from '../testing.ts'
import { addSource } from './add-source.ts'
import { epub } from './imports/books.fixture.ts'

let server: TestServer
let ann: TestPerson
beforeAll(async () => {
  server = await startTestServer()
  ann = await server.signUp('Ann')
})
afterAll(() => server?.close())

const newBook = async () => (await server.request(ann, 'POST', '/v1/books', { title: 'Sources' })).body.id as string
const add = (bookId: string, source: object) => server.request(ann, 'POST', `/v1/books/${bookId}/sources`, source)
const passagesOf = async (sourceId: string) =>
  (await server.request(ann, 'GET', `/v1/sources/${sourceId}/passages?limit=200`)).body.items
const upload = (bookId: string, files: Record<string, string | Uint8Array<ArrayBuffer>>) => {
  const form = new FormData()
  for (const [name, content] of Object.entries(files)) form.append('files', new File([content], name))
  return server.request(ann, 'POST', `/v1/books/${bookId}/sources/files`, form)
}

describe('a text', () => {
  test('is kept with its passages, each at its exact place', async () => {
    const book = await newBook()
    const text = '# Queues\r\n\r\nA *queue* is a list of jobs.\r\n\r\n- first\r\n- second\r\n'
    const added = await add(book, { origin: 'notes/q.md', text })
    expect(added).toMatchObject({
      status: 201,
      body: { title: 'notes/q.md', format: 'markdown', bytes: text.length, words: 10, position: 0, outcome: 'added' },
    })
    const { body } = await server.request(ann, 'GET', `/v1/sources/${added.body.id}`)
    expect(body.text).toBe(text)
    const passages = await passagesOf(added.body.id)
    expect(passages.map((passage: { kind: string }) => passage.kind)).toEqual(['heading', 'definition', 'list'])
    for (const { text: passage, start, end } of passages) expect(text.slice(start.offset, end.offset)).toBe(passage)
    expect(passages[1]).toMatchObject({ headings: ['Queues'], start: { line: 3, column: 1 } })
  })

  test('given again changes only when it differs; what stays keeps its id and its evidence', async () => {
    const book = await newBook()
    const first = (
      await add(book, { origin: 'q.md', title: 'Queues', text: 'One stays.\n\nTwo goes.\n\nThree stays.' })
    ).body
    const [one, two, three] = await passagesOf(first.id)
    const evidence = [one.id, two.id, three.id]
    const entry = await server.request(ann, 'POST', `/v1/books/${book}/codex`, { kind: 'term', name: 'Stay', evidence })
    expect((await add(book, { origin: 'q.md', text: 'One stays.\n\nTwo goes.\n\nThree stays.' })).body).toMatchObject({
      id: first.id,
      outcome: 'unchanged',
      updatedAt: first.updatedAt,
    })
    const text = 'New.\n\nThree stays.\n\nOne stays.\n\nOne stays.'
    const second = await add(book, { origin: 'q.md', text })
    expect(second.body).toMatchObject({ id: first.id, outcome: 'changed', title: 'Queues', position: 0 })
    const passages = await passagesOf(first.id)
    expect(passages.map((passage: { text: string }) => passage.text).join('|')).toBe(
      'New.|Three stays.|One stays.|One stays.',
    )
    expect(passages[1].id).toBe(three.id)
    expect(passages[2].id).toBe(one.id)
    for (const { text: passage, start, end } of passages) expect(text.slice(start.offset, end.offset)).toBe(passage)
    const kept = await server.request(ann, 'GET', `/v1/codex/${entry.body.id}`)
    expect(kept.body.passages.map((passage: { passageId: string }) => passage.passageId)).toEqual([three.id, one.id])
  })

  test('that is empty, binary or no text is refused', async () => {
    const book = await newBook()
    expect((await add(book, { origin: 'a.md', text: ' \n' })).body.code).toBe('source_empty')
    expect((await add(book, { origin: 'a.md', text: 'a\0b' })).body.code).toBe('source_unreadable')
    expect((await add(book, { origin: 'a.md' })).status).toBe(422)
    expect((await add(book, { origin: 'a.md', text: 'x'.repeat(10 * 1024 * 1024 + 1) })).body.code).toBe(
      'source_too_large',
    )
    const huge = await add(book, { origin: 'a.md', text: 'x'.repeat(13 * 1024 * 1024) })
    expect(huge).toMatchObject({ status: 413, body: { code: 'request_too_large' } })
    expect((await server.request(ann, 'GET', `/v1/books/${book}/sources`)).body.items).toEqual([])
  })

  test('with half a surrogate pair is stored well-formed', async () => {
    const book = await newBook()
    const raw = '{"origin":"a.md","text":"broken \\ud83d here"}'
    const answer = await server.request(ann, 'POST', `/v1/books/${book}/sources`, raw, {
      'content-type': 'application/json',
    })
    expect(answer.status).toBe(201)
    expect((await server.request(ann, 'GET', `/v1/sources/${answer.body.id}`)).body.text).toBe('broken \ufffd here')
  })

  test('of a megabyte is read in one go', async () => {
    const book = await newBook()
    const text = Array.from({ length: 6_000 }, (_, index) => `Paragraph ${index} ${'word '.repeat(30)}`).join('\n\n')
    const answer = await add(book, { origin: 'long.txt', format: 'text', text })
    expect(answer.status).toBe(201)
    const { total } = await server.octavo.database.asUser(ann, tx =>
      tx
        .selectFrom('library.passages')
        .select(eb => eb.fn.countAll().as('total'))
        .where('source_id', '=', answer.body.id)
        .executeTakeFirstOrThrow(),
    )
    expect(Number(total)).toBe(6_000)
  })
})

describe('files', () => {
  test('are added in order, several at once', async () => {
    const book = await newBook()
    const answer = await upload(book, { 'b.md': '# B', 'a.txt': new Uint8Array(Buffer.from('\uFEFFGrüße', 'utf16le')) })
    expect(answer).toMatchObject({
      status: 201,
      body: {
        items: [
          { origin: 'b.md', position: 0 },
          { origin: 'a.txt', format: 'text', position: 1 },
        ],
      },
    })
    expect((await server.request(ann, 'GET', `/v1/sources/${answer.body.items[1].id}`)).body.text).toBe('Grüße')
    expect((await upload(book, { 'c.md': 'C' })).body.items).toMatchObject([{ position: 2 }])
  })

  test('that are documents give their text as Markdown, and are kept as they were', async () => {
    const book = await newBook()
    const page =
      '<!doctype html><title>Bees</title><h1>Bees</h1><p>A <em>drone</em> has no sting.</p><p hidden>Old.</p>'
    const answer = await upload(book, { 'weir.epub': epub(), 'bees.html': page, 'as-it-is.md': page })
    expect(answer.status, JSON.stringify(answer.body)).toBe(201)
    expect(answer.body.items).toMatchObject([
      {
        title: 'weir.epub',
        format: 'markdown',
        mediaType: 'application/epub+zip',
        warnings: ['Left out: 1 × picture.'],
      },
      {
        title: 'bees.html',
        format: 'markdown',
        mediaType: 'text/html',
        warnings: ['Left out: 1 × hidden text.'],
      },
      { title: 'as-it-is.md', format: 'markdown', mediaType: 'text/markdown' },
    ])
    const texts = []
    for (const { id } of answer.body.items) {
      texts.push((await server.request(ann, 'GET', `/v1/sources/${id}`)).body.text)
    }
    expect(texts[0]).toContain('# The Flood\n\nThe water rose.\n')
    expect(texts.slice(1)).toEqual(['# Bees\n\nA *drone* has no sting.\n', page])
    const files = (await server.request(ann, 'GET', `/v1/books/${book}/files?kind=original`)).body.items
    expect(files).toHaveLength(3)
  }, 120_000)

  test('are refused together, each that is at fault named', async () => {
    const book = await newBook()
    const answer = await upload(book, { 'good.md': 'fine', 'x.pdf': '%PDF-1.4 x', 'empty.md': '' })
    expect(answer).toMatchObject({
      status: 422,
      body: { code: 'source_unreadable', problems: [{ path: 'x.pdf' }, { path: 'empty.md' }] },
    })
    expect((await server.request(ann, 'GET', `/v1/books/${book}/sources`)).body.items).toEqual([])
    expect((await upload(book, {})).status).toBe(422)
    expect((await server.request(ann, 'POST', `/v1/books/${book}/sources/files`, { files: 'x' })).status).toBe(415)
  })
})

describe('a page', () => {
  test('is fetched, and fetched again into the same source', async () => {
    let edition = 1
    const web = createServer((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' })
      response.end(`<title>A page</title><h1>Hello</h1><p>Edition ${edition}, which says enough to be read.</p>`)
    })
    await new Promise<void>(resolve => web.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(web.address() as AddressInfo).port}/page`
    const book = await newBook()
    const fetch = () => addSource(server.octavo, ann, book, { url }, { isAllowedAddress: () => true })
    try {
      const first = await fetch()
      expect(first).toMatchObject({
        title: 'A page',
        origin: url,
        format: 'markdown',
        mediaType: 'text/html',
        outcome: 'added',
      })
      expect(first.fetchedAt).not.toBeNull()
      expect(await fetch()).toMatchObject({ id: first.id, outcome: 'unchanged' })
      edition = 2
      expect(await fetch()).toMatchObject({ id: first.id, outcome: 'changed' })
    } finally {
      web.close()
    }
  })

  test('inside the network is refused', async () => {
    const answer = await add(await newBook(), { url: 'http://169.254.169.254/latest/meta-data/' })
    expect(answer).toMatchObject({ status: 422, body: { code: 'address_refused' } })
  })
})

test('sources are renamed, ordered and deleted', async () => {
  const book = await newBook()
  const ids: string[] = []
  for (const origin of ['a.md', 'b.md', 'c.md']) ids.push((await add(book, { origin, text: origin })).body.id)
  const [a, b, c] = ids as [string, string, string]
  const order = (list: string[]) => server.request(ann, 'PUT', `/v1/books/${book}/sources/order`, { ids: list })
  expect((await order([c, a, b])).body.items.map((source: { id: string }) => source.id)).toEqual([c, a, b])
  for (const wrong of [
    [a, b],
    [a, b, b],
    [a, b, crypto.randomUUID()],
  ])
    expect((await order(wrong)).status).toBe(422)
  expect((await server.request(ann, 'PATCH', `/v1/sources/${a}`, { title: 'Renamed' })).body.title).toBe('Renamed')
  expect((await server.request(ann, 'DELETE', `/v1/sources/${c}`)).status).toBe(204)
  expect((await server.request(ann, 'GET', `/v1/sources/${c}`)).status).toBe(404)
  const listed = await server.request(ann, 'GET', `/v1/books/${book}/sources`)
  expect(listed.body.items.map((source: { title: string }) => source.title)).toEqual(['Renamed', 'b.md'])
})

test('passages come in pages', async () => {
  const book = await newBook()
  const { body } = await add(book, { origin: 'a.md', text: 'one\n\ntwo\n\nthree' })
  const first = await server.request(ann, 'GET', `/v1/sources/${body.id}/passages?limit=2`)
  const second = await server.request(ann, 'GET', `/v1/sources/${body.id}/passages?limit=2&cursor=${first.body.next}`)
  expect([...first.body.items, ...second.body.items].map(passage => passage.text)).toEqual(['one', 'two', 'three'])
  expect(second.body.next).toBeNull()
})
