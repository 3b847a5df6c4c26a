import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, type TestPerson, type TestServer } from '../../testing.ts'
import { sweepFiles } from './sweep-files.ts'

let server: TestServer
let ann: TestPerson
let png: Uint8Array<ArrayBuffer>
let jpeg: Uint8Array<ArrayBuffer>

beforeAll(async () => {
  server = await startTestServer()
  ann = await server.signUp('Ann')
  const picture = sharp({ create: { width: 6, height: 4, channels: 3, background: '#4a6' } })
  png = new Uint8Array(await picture.clone().png().toBuffer())
  jpeg = new Uint8Array(await picture.clone().jpeg().toBuffer())
})
afterAll(() => server?.close())

const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"><script>alert(1)</script></svg>'
const newBook = async (person = ann) =>
  (await server.request(person, 'POST', '/v1/books', { title: 'Files' })).body.id as string
const put = (bookId: string, query: Record<string, string>, body: unknown, person = ann) =>
  server.request(person, 'PUT', `/v1/books/${bookId}/files?${new URLSearchParams(query)}`, body, {
    'content-type': 'application/octet-stream',
  })
const content = (id: string, headers: Record<string, string> = {}) =>
  server.app.request(`/v1/files/${id}/content`, { headers: { ...ann.headers, ...headers } })
const bytesOf = async (response: Response) => new Uint8Array(await response.arrayBuffer())
const stored = async () => {
  const entries = await readdir(join(server.octavo.config.dataDirectory, 'files'), { recursive: true })
  return entries.filter(entry => entry.includes('/')).map(entry => entry.replace('/', ''))
}

describe('a file', () => {
  test('comes back as it was given, with what its content tells of it', async () => {
    const book = await newBook()
    const added = await put(book, { name: 'images/queue.png', alt: 'A queue.' }, png)
    expect(added).toMatchObject({
      status: 200,
      body: { kind: 'image', name: 'images/queue.png', mediaType: 'image/png', width: 6, height: 4, alt: 'A queue.' },
    })
    expect(added.body).toMatchObject({ bytes: png.length, outcome: 'added', createdBy: ann.userId })
    const back = await content(added.body.id)
    expect(await bytesOf(back)).toEqual(png)
    expect(Object.fromEntries(back.headers)).toMatchObject({
      'content-type': 'image/png',
      'content-disposition': `inline; filename="queue.png"; filename*=UTF-8''queue.png`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-cache',
      etag: `"${added.body.sha256}"`,
    })
    const same = await content(added.body.id, { 'if-none-match': `W/"${added.body.sha256}"` })
    expect([same.status, await same.text()]).toEqual([304, ''])
    expect((await put(book, { name: 'images/queue.png' }, png)).body).toMatchObject({
      id: added.body.id,
      outcome: 'unchanged',
    })
  })

  test('is given in parts', async () => {
    const { body } = await put(await newBook(), { name: 'a.txt', kind: 'attachment' }, '0123456789')
    const part = async (range: string, more = {}) => {
      const response = await content(body.id, { range, ...more })
      return [response.status, response.headers.get('content-range'), await response.text()]
    }
    expect(await part('bytes=2-4')).toEqual([206, 'bytes 2-4/10', '234'])
    expect(await part('bytes=7-')).toEqual([206, 'bytes 7-9/10', '789'])
    expect(await part('bytes=-3')).toEqual([206, 'bytes 7-9/10', '789'])
    expect(await part('bytes=8-99')).toEqual([206, 'bytes 8-9/10', '89'])
    expect(await part('bytes=2-4', { 'if-range': '"another"' })).toEqual([200, null, '0123456789'])
    expect(await part('bytes=1-2,4-5')).toEqual([200, null, '0123456789'])
    const head = await server.app.request(`/v1/files/${body.id}/content`, { method: 'HEAD', headers: ann.headers })
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '10', ''])
    expect((await part('bytes=10-')).slice(0, 2)).toEqual([416, 'bytes */10'])
  })

  test('of another content takes its place; pages know it by the extension it should have', async () => {
    const book = await newBook()
    const first = await put(book, { name: 'images/a.png' }, jpeg)
    expect(first.body).toMatchObject({ name: 'images/a.jpg', givenName: 'images/a.png', mediaType: 'image/jpeg' })
    const second = await put(book, { name: 'images/v1.2' }, png)
    expect(second.body).toMatchObject({ name: 'images/v1.2.png' })
    const changed = await put(book, { name: 'images/a.jpg', alt: 'Green.' }, jpeg)
    expect(changed.body).toMatchObject({ id: first.body.id, alt: 'Green.' })
    const { body } = await server.request(ann, 'GET', `/v1/books/${book}/files?limit=1`)
    expect(body.items.map((file: { name: string }) => file.name)).toEqual(['images/a.jpg'])
    const next = await server.request(ann, 'GET', `/v1/books/${book}/files?limit=1&cursor=${body.next}`)
    expect(next.body).toMatchObject({ items: [{ name: 'images/v1.2.png' }], next: null })
  })

  test('that is no picture, or a broken one, is no image; an SVG runs no script', async () => {
    const book = await newBook()
    expect((await put(book, { name: 'a.png' }, '<html>')).body.code).toBe('file_unreadable')
    expect((await put(book, { name: 'a.png' }, png.slice(0, 20))).body.code).toBe('file_unreadable')
    expect((await put(book, { name: 'a.png' }, '')).body.code).toBe('file_empty')
    const { body } = await put(book, { name: 'a.svg' }, svg)
    expect(body).toMatchObject({ mediaType: 'image/svg+xml', width: 3, height: 2 })
    const { headers } = await content(body.id)
    expect(headers.get('content-disposition')).toMatch(/^attachment/)
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/)
    expect((await put(book, { name: 'page.html', kind: 'attachment' }, '<script>')).body.mediaType).toBe('text/plain')
  })

  test.each(['../a.png', '/a.png', 'a//b.png', 'a\\b.png', 'c:a.png', 'a/./b', 'a\u0000b', ''])(
    'cannot be called %j',
    async name => {
      expect(await put(await newBook(), { name }, png)).toMatchObject({
        status: 422,
        body: { code: 'request_invalid' },
      })
    },
  )

  test('is renamed and deleted, and its room is free at once', async () => {
    const book = await newBook()
    const { body } = await put(book, { name: 'a.png' }, png)
    await put(book, { name: 'b.png' }, jpeg)
    const rename = (name: string) => server.request(ann, 'PATCH', `/v1/files/${body.id}`, { name })
    expect((await rename('images/c.png')).body.name).toBe('images/c.png')
    expect((await rename('b.jpg')).body.code).toBe('conflict')
    expect((await server.request(ann, 'DELETE', `/v1/files/${body.id}`)).status).toBe(204)
    expect((await content(body.id)).status).toBe(404)
  })

  test('comes by a form as well', async () => {
    const form = new FormData()
    form.append('files', new File([png], 'one.png'))
    form.append('files', new File([jpeg], 'two.jpg'))
    form.append('folder', 'images')
    const { body } = await server.request(ann, 'POST', `/v1/books/${await newBook()}/files`, form)
    expect(body.items).toMatchObject([{ name: 'images/one.png' }, { name: 'images/two.jpg' }])
  })
})

describe('what there is room for', () => {
  test('is what the plan includes, sources and files together', async () => {
    const bob = await server.signUp('Bob')
    const book = await newBook(bob)
    const limit = (binding: boolean, maximum: number) =>
      server.database.asService('test', async tx => {
        await tx.updateTable('billing.enforcement').set({ quotas: binding }).execute()
        await sql`update billing.plan_limits set maximum = ${maximum} where plan_id = 'free' and resource = 'storage'`.execute(
          tx,
        )
      })
    await limit(true, 1_000)
    try {
      const sizes = Array.from({ length: 8 }, (_, index) =>
        put(book, { name: `${index}`, kind: 'attachment' }, `${index}`.repeat(200), bob),
      )
      const statuses = (await Promise.all(sizes)).map(answer => answer.status)
      expect(statuses.filter(status => status === 200)).toHaveLength(5)
      expect(statuses.filter(status => status === 402)).toHaveLength(3)
      const { body } = await server.request(bob, 'GET', `/v1/organizations/${bob.organizationId}/usage`)
      expect(body.resources.find((one: { resource: string }) => one.resource === 'storage').used).toBe(1_000)
    } finally {
      await limit(false, 100_000_000)
    }
  })
})

describe('the storage', () => {
  test('is open to nobody else, and holds the same bytes once', async () => {
    const { dataDirectory } = server.octavo.config
    expect((await stat(join(dataDirectory, 'files'))).mode & 0o777).toBe(0o700)
    const { body } = await put(await newBook(), { name: 'a.png' }, png)
    expect((await stored()).filter(hash => hash === body.sha256)).toHaveLength(1)
    expect((await stat(join(dataDirectory, 'files', body.sha256.slice(0, 2), body.sha256.slice(2)))).mode & 0o777).toBe(
      0o600,
    )
    expect(await readdir(join(dataDirectory, 'arriving'))).toEqual([])
  })

  test('forgets what no file has, a day after it was given last', async () => {
    const book = await newBook()
    const kept = (await put(book, { name: 'kept', kind: 'attachment' }, 'kept by a file')).body
    const gone = (await put(book, { name: 'gone', kind: 'attachment' }, 'had by no file')).body
    await server.request(ann, 'DELETE', `/v1/files/${gone.id}`)
    expect(await sweepFiles(server.octavo)).toBe(0)
    await server.database.asService('test', tx =>
      tx.updateTable('library.blobs').set({ touched_at: sql`now() - interval '2 days'` }).execute(),
    )
    await sweepFiles(server.octavo)
    expect(await stored()).toContain(kept.sha256)
    expect(await stored()).not.toContain(gone.sha256)
    // Given again, it is there again.
    const again = (await put(book, { name: 'gone', kind: 'attachment' }, 'had by no file')).body
    expect(await (await content(again.id)).text()).toBe('had by no file')
  })
})

describe('the file a source was read from', () => {
  test('is there as it was given, follows it, and goes with it', async () => {
    const book = await newBook()
    const upload = (text: Uint8Array<ArrayBuffer>) => {
      const form = new FormData()
      form.append('files', new File([text], 'notes/q.md'))
      return server.request(ann, 'POST', `/v1/books/${book}/sources/files`, form)
    }
    // UTF-16 with a mark: as a source it is other bytes than it was given in.
    const given = new Uint8Array(Buffer.from('\uFEFF# Queues\n\nFirst in.', 'utf16le'))
    const source = (await upload(given)).body.items[0]
    const original = async () => (await server.request(ann, 'GET', `/v1/books/${book}/files?kind=original`)).body.items
    const [first] = await original()
    expect(first).toMatchObject({ sourceId: source.id, name: 'notes/q.md' })
    expect(await bytesOf(await content(first.id))).toEqual(given)
    const changed = new Uint8Array(Buffer.from('# Queues\n\nLast in.'))
    await upload(changed)
    expect(await original()).toMatchObject([{ id: first.id, mediaType: 'text/markdown' }])
    expect(await bytesOf(await content(first.id))).toEqual(changed)
    await server.request(ann, 'DELETE', `/v1/sources/${source.id}`)
    expect(await original()).toEqual([])
  })
})

describe('a copy of a book', () => {
  test('has its files, which outlive it', async () => {
    const book = await newBook()
    await put(book, { name: 'images/a.png' }, png)
    const copy = (await server.request(ann, 'POST', `/v1/books/${book}/duplicate`, {})).body.id
    const { body } = await server.request(ann, 'GET', `/v1/books/${copy}/files`)
    expect(body.items).toMatchObject([{ name: 'images/a.png', kind: 'image' }])
    expect(await bytesOf(await content(body.items[0].id))).toEqual(png)
  })
})
