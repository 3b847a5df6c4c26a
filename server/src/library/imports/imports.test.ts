import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { onFailurePoint } from '../../generation/failure-point.ts'
import { startWorker, type Worker } from '../../generation/worker.ts'
import { startTestServer, type TestPerson, type TestServer } from '../../testing.ts'
import { importFrom } from './begin-import.ts'
import { bees, epub, pixel, zip } from './books.fixture.ts'
import { importer, outcomes, titles } from './importer.fixture.ts'

let server: TestServer
let worker: Worker | undefined
let ann: TestPerson
let eve: TestPerson
const { ask, send, read, given, confirm, outline, text } = importer(() => ({ server, owner: ann }))

beforeAll(async () => {
  server = await startTestServer()
  worker = await startWorker(server.octavo)
  ann = await server.signUp('Ann')
  eve = await server.signUp('Eve')
})
afterEach(() => onFailurePoint(undefined))
afterAll(async () => {
  await worker?.close()
  await server?.close()
})

test('an EPUB is read, corrected and confirmed; before that there is no chapter', async () => {
  const { status, body } = await send('the_weir.epub', epub())
  expect(status).toBe(201)
  expect(body).toMatchObject({ name: 'the_weir.epub', state: 'reading', items: [], version: 1 })
  const proposed = await read(body.id)
  expect(proposed, JSON.stringify(proposed.error)).toMatchObject({
    state: 'proposed',
    format: 'epub',
    method: 'toc',
    metadata: { title: 'The Weir', authors: ['Ada Brook'], language: 'en-GB' },
    images: 1,
  })
  expect(proposed.items.map((item: { kind: string; title: string }) => [item.kind, item.title])).toEqual([
    ['front', 'Dedication'],
    ['chapter', 'The Mill'],
    ['chapter', 'The Flood'],
  ])
  const { total, ...parts } = proposed.characters
  expect(Object.values(parts as Record<string, number>).reduce((sum, one) => sum + one, 0)).toBe(total)
  expect(await outline(body.bookId)).toEqual([])
  expect((await ask('GET', `/books/${body.bookId}`)).body.title).toBe('the weir')
  const job = (await ask('GET', `/jobs/${body.jobId}`)).body
  expect(job).toMatchObject({ kind: 'import', state: 'completed', progress: 100, result: { structureId: body.id } })

  const [dedication, mill, flood] = proposed.items
  const blocks = (await ask('GET', `/structures/${body.id}/blocks?from=${mill.start}&to=${mill.end}`)).body
  const rain = blocks.items.find((block: { text: string }) => block.text === 'Then it rained.').block
  const operations = [
    { do: 'rename', item: flood.id, title: 'High Water' },
    { do: 'split', item: mill.id, block: rain, title: 'Rain' },
    { do: 'set-kind', item: dedication.id, kind: 'excluded' },
  ]
  const edit = (what: object[], version: number) =>
    ask('PATCH', `/structures/${body.id}`, { operations: what }, ann, { 'if-match': `"v${version}"` })
  const edited = await edit(operations, 1)
  expect(edited.body).toMatchObject({ version: 2 })
  expect(edited.headers.get('etag')).toBe('"v2"')
  expect((await edit(operations, 1)).body.code).toBe('version_conflict')
  const refused = await edit(
    [
      { do: 'rename', item: mill.id, title: 'No' },
      { do: 'merge', item: 'b99', with: 'next' },
    ],
    2,
  )
  expect(refused).toMatchObject({ status: 422, body: { code: 'structure_refused' } })
  expect(refused.body.detail).toContain('There is no item b99')
  expect((await read(body.id)).items[1].title).toBe('The Mill')

  expect((await confirm(body.id, {}, { 'if-match': '"v1"' })).body.code).toBe('version_conflict')
  const confirmed = await confirm(body.id, {}, { 'if-match': '"v2"' })
  expect(confirmed.status, JSON.stringify(confirmed.body)).toBe(200)
  expect(outcomes(confirmed)).toEqual({ 'The Mill': 'added', Rain: 'added', 'High Water': 'added' })
  const items = await outline(body.bookId)
  expect(titles(items)).toEqual(['The Mill', 'Rain', 'High Water'])
  expect(await text(items[0].chapter.id)).toBe(
    '# The Mill\n\nThe mill stood still.\n\n![A weir](images/weir.png)\n\nNobody came.\n',
  )
  expect(await text(items[1].chapter.id)).toBe('# Rain\n\nThen it rained.\n')
  const versions = (await ask('GET', `/chapters/${items[0].chapter.id}/versions`)).body.items
  expect(versions).toMatchObject([{ number: 1, changeType: 'imported' }])
  const files = (await ask('GET', `/books/${body.bookId}/files`)).body.items
  expect(files.map((file: { kind: string; name: string }) => `${file.kind} ${file.name}`).sort()).toEqual([
    'cover images/weir.png',
    'image images/weir.png',
    `original imports/${body.id}/the_weir.epub`,
  ])
  expect((await ask('GET', `/books/${body.bookId}`)).body).toMatchObject({
    title: 'The Weir',
    authors: ['Ada Brook'],
    language: 'en-GB',
  })
  expect((await confirm(body.id)).body.code).toBe('structure_confirmed')
  expect((await edit(operations, 3)).body.code).toBe('structure_confirmed')
})

const damaged = (bytes: Uint8Array, at: number, value: number) => {
  const changed = new Uint8Array(bytes)
  // In the central directory (APPNOTE 6.3.10 §4.3.12): bit 0 of the flags says that an entry is encrypted.
  changed[Buffer.from(bytes).lastIndexOf('PK\u0001\u0002') + at] = value
  return changed
}

test.each([
  ['a bomb', 'bomb.zip', () => zip({ 'a.md': new Uint8Array(64 * 1024 ** 2) }), /64 MB unpacked/],
  ['what is locked', 'locked.zip', () => damaged(zip({ 'a.md': '# A' }), 8, 1), /password|without one/],
  ['what is cut off', 'cut.epub', () => epub().slice(0, 900), /whole zip archive/],
  ['what has no words', 'blank.md', () => ' \n', /no text/],
  ['a picture', 'scan.pdf', () => new Uint8Array(pixel), /PNG/],
])('%s fails with words, and leaves no chapter', async (_, name, bytes, words) => {
  const failed = await given(name, bytes())
  expect(failed).toMatchObject({
    state: 'failed',
    error: { code: 'import_failed', message: expect.stringMatching(words) },
  })
  expect(failed.items).toEqual([])
  const confirmed = await confirm(failed.id)
  expect(confirmed.body).toMatchObject({ code: 'structure_unread', detail: expect.stringMatching(words) })
  expect(await outline(failed.bookId)).toEqual([])
})

test('an empty file is refused at once, and its book is in the trash', async () => {
  expect((await send('nothing.md', '')).body.code).toBe('file_empty')
  const { items } = (await ask('GET', '/books?limit=200')).body
  expect(items.map((one: { title: string }) => one.title)).not.toContain('nothing')
})

test('what is called otherwise than it is, is read all the same, and told', async () => {
  const proposed = await given('../weir.pdf', epub())
  expect(proposed).toMatchObject({ state: 'proposed', format: 'epub', name: 'weir.pdf' })
  expect(proposed.warnings).toEqual([expect.stringMatching(/EPUB by its content/)])
})

test('confirmed by two at the same moment, its chapters are made once', async () => {
  const { id, bookId } = await given('bees.md', '# Hive\n\nA queen.\n\n# Swarm\n\nMay.\n')
  const answers = await Promise.all([confirm(id), confirm(id), confirm(id)])
  const codes = answers.map(({ status, body }) => (status === 200 ? 'made' : body.code))
  expect(codes.sort()).toEqual(['made', 'structure_confirmed', 'structure_confirmed'])
  expect(titles(await outline(bookId))).toEqual(['Hive', 'Swarm'])
})

test('what is at an address is read, under the name it has there', async () => {
  const site = createServer((request, response) => {
    if (request.url !== '/books/the%20weir') response.writeHead(404)
    response.end(epub())
  }).listen(0, '127.0.0.1')
  await once(site, 'listening')
  const at = (path: string) =>
    importFrom(
      server.octavo,
      ann,
      { url: `http://127.0.0.1:${(site.address() as AddressInfo).port}${path}` },
      { isAllowedAddress: () => true },
    )
  try {
    const { id, name } = await at('/books/the%20weir')
    expect(name).toBe('the weir')
    expect(await read(id)).toMatchObject({ state: 'proposed', format: 'epub' })
    await expect(at('/none')).rejects.toMatchObject({ code: 'address_unreachable' })
  } finally {
    site.close()
  }
  expect((await ask('POST', '/imports/address', { url: 'http://127.0.0.1/' })).body.code).toBe('address_refused')
})

test('one that is canceled while it is read stays so, and can be read again', async () => {
  const reached = Promise.withResolvers<void>()
  const go = Promise.withResolvers<void>()
  onFailurePoint(point => {
    if (point !== 'import-read') return
    reached.resolve()
    return go.promise
  })
  const { body } = await send('bees.zip', zip(bees))
  await reached.promise
  expect((await ask('POST', `/jobs/${body.jobId}/cancel`)).status).toBe(200)
  go.resolve()
  expect(await read(body.id)).toMatchObject({ state: 'canceled', items: [], error: null })
  expect((await confirm(body.id)).body.code).toBe('structure_unread')
  onFailurePoint(undefined)
  expect((await ask('POST', `/jobs/${body.jobId}/resume`)).status).toBe(200)
  expect(await read(body.id)).toMatchObject({ state: 'proposed', method: 'toc' })
})

test('one that is forgotten while it is read leaves its original and nothing else', async () => {
  const reached = Promise.withResolvers<void>()
  const go = Promise.withResolvers<void>()
  onFailurePoint(point => {
    if (point !== 'import-read') return
    reached.resolve()
    return go.promise
  })
  const { body } = await send('bees.zip', zip(bees))
  await reached.promise
  expect((await ask('DELETE', `/structures/${body.id}`)).status).toBe(204)
  go.resolve()
  expect((await ask('GET', `/structures/${body.id}`)).status).toBe(404)
  expect((await ask('GET', `/books/${body.bookId}/files`)).body.items).toMatchObject([{ kind: 'original' }])
})

test('is for those who write the book', async () => {
  const { id, bookId } = await given('bees.zip', zip(bees))
  const tries = [
    ['GET', `/books/${bookId}/structures`],
    ['GET', `/structures/${id}`],
    ['GET', `/structures/${id}/blocks`],
    ['PATCH', `/structures/${id}`, { operations: [{ do: 'remove-part', item: 'b1' }] }],
    ['POST', `/structures/${id}/confirm`, {}],
    ['DELETE', `/structures/${id}`],
    ['POST', `/books/${bookId}/imports/address`, { url: 'http://127.0.0.1/secret' }],
  ] as const
  const statuses = async () =>
    Promise.all(
      tries.map(async ([method, path, body]) => (await ask(method, path, body, eve, { 'if-match': '"v1"' })).status),
    )
  expect(await statuses()).toEqual(tries.map(() => 404))
  expect((await send('mine.md', '# Mine', bookId, eve)).status).toBe(404)
  await server.database.asService('test', tx =>
    tx.insertInto('library.collaborators').values({ book_id: bookId, user_id: eve.userId, role: 'viewer' }).execute(),
  )
  expect(await statuses()).toEqual([403, 404, 404, 404, 404, 404, 403])
  expect((await send('mine.md', '# Mine', bookId, eve)).status).toBe(403)
  expect((await read(id)).state).toBe('proposed')
  expect((await ask('GET', `/books/${bookId}/files`)).body.items).toHaveLength(1)
})

const novel = new URL('../../../../../shared/books/the-hound-of-the-baskervilles.txt', import.meta.url)
const words = (text: string) => text.match(/[\p{L}\p{N}]+/gu) ?? []

test.skipIf(!existsSync(novel))(
  'a novel in plain text has its chapters, and every word',
  async () => {
    const bytes = new Uint8Array(await readFile(novel))
    const { id, bookId, items, removed } = await given('hound.txt', bytes)
    expect(items.map((item: { kind: string }) => item.kind)).toEqual(['front', ...Array(15).fill('chapter')])
    expect((await confirm(id)).status).toBe(200)
    const chapters = await outline(bookId)
    expect(chapters).toHaveLength(16)
    const texts = await Promise.all(chapters.map(({ chapter }: { chapter: { id: string } }) => text(chapter.id)))
    // The number of a chapter is where it stands; the title of the dedication is not in the file.
    const found = texts.flatMap((one, at) => (at === 0 ? words(one).slice(1) : [items[at].number, ...words(one)]))
    expect(removed).toEqual([])
    expect(found).toEqual(words(new TextDecoder().decode(bytes)))
  },
  240_000,
)
