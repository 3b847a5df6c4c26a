import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readStoredBook } from '../../publishing/press-book.ts'
import { startTestServer, type TestPerson, type TestServer } from '../../testing.ts'

let server: TestServer
let ann: TestPerson
let book: string

beforeAll(async () => {
  server = await startTestServer()
  ann = await server.signUp('Ann')
  book = await newBook()
})
afterAll(() => server?.close())

async function newBook(): Promise<string> {
  const words = { title: 'Job Queues', authors: ['Ann Lee'], description: 'A queue is a promise.', kind: 'technical' }
  return (await server.request(ann, 'POST', '/v1/books', words)).body.id
}
const get = (path: string, person = ann) => server.request(person, 'GET', path)
const draw = (id: string, body: object) => server.request(ann, 'POST', `/v1/books/${id}/covers`, body)
const give = (id: string, query: Record<string, string>, body: Uint8Array) =>
  server.request(ann, 'PUT', `/v1/books/${id}/covers?${new URLSearchParams(query)}`, new Uint8Array(body), {
    'content-type': 'application/octet-stream',
  })
const bytes = async (path: string) => {
  const response = await server.app.request(path, { headers: ann.headers })
  return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) }
}
const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#246' } })
    .png()
    .toBuffer()

describe('the picture of a cover', () => {
  test('is drawn from the title until a cover is chosen, and asked for again only when it changes', async () => {
    const id = await newBook()
    const path = `/v1/books/${id}/cover`
    const drawn = await bytes(path)
    expect(await sharp(drawn.bytes).metadata()).toMatchObject({ format: 'jpeg', width: 400, height: 640 })
    expect(drawn.headers.get('cache-control')).toContain('private')
    const etag = drawn.headers.get('etag')!
    const again = await server.app.request(path, { headers: { ...ann.headers, 'if-none-match': etag } })
    expect(again.status).toBe(304)
    await give(id, { name: 'My.png' }, await picture(800, 1280))
    const given = await bytes(path)
    expect(given.headers.get('etag')).not.toBe(etag)
    expect(await sharp(given.bytes).metadata()).toMatchObject({ format: 'jpeg', width: 400 })
    expect((await get(`/v1/books/${id}`)).body.coverId).toEqual(expect.any(String))
  })

  test('is refused to outsiders', async () => {
    const path = `/v1/books/${await newBook()}/cover`
    expect((await server.request(await server.signUp('Otto'), 'GET', path)).status).toBe(404)
    expect((await server.request(undefined, 'GET', path)).status).toBe(401)
  })
})

describe('a cover', () => {
  test('is proposed, seen before it is kept, drawn, and the first is chosen', async () => {
    const { body } = await get(`/v1/books/${book}/covers/proposals?count=4&palette=bone`)
    expect(body.items).toHaveLength(4)
    expect(body).toEqual((await get(`/v1/books/${book}/covers/proposals?count=4&palette=bone`)).body)
    const { layout, palette, motif, variation } = body.items[0]
    expect([palette, body.items[0].title]).toEqual(['bone', 'Job Queues'])

    const choices = new URLSearchParams({ layout, palette, motif, width: '200' })
    const preview = await bytes(`/v1/books/${book}/covers/preview?${choices}`)
    expect(await sharp(preview.bytes).metadata()).toMatchObject({ format: 'jpeg', width: 200, height: 320 })

    const drawn = await draw(book, { layout, palette, motif, variation })
    expect(drawn).toMatchObject({
      status: 201,
      body: { origin: 'drawn', chosen: true, width: 1600, height: 2560, outdated: false, warnings: [] },
    })
    const file = await bytes(`/v1/files/${drawn.body.fileId}/content`)
    expect(file.headers.get('content-type')).toBe('image/jpeg')
    const again = await draw(book, { layout, palette, motif, variation })
    expect(again.body).toEqual(drawn.body)
  })

  test('can be another: one is chosen at a time, and lists are paged', async () => {
    const id = await newBook()
    const first = (await draw(id, { layout: 'essay', palette: 'sky', motif: 'waves' })).body
    const second = (await draw(id, { layout: 'literary', palette: 'plum', motif: 'hills' })).body
    expect([first.chosen, second.chosen]).toEqual([true, false])
    expect((await server.request(ann, 'POST', `/v1/covers/${second.id}/choose`)).body.chosen).toBe(true)
    const page = (await get(`/v1/books/${id}/covers?limit=1`)).body
    expect(page.items).toMatchObject([{ id: second.id, chosen: true }])
    const rest = (await get(`/v1/books/${id}/covers?limit=1&cursor=${page.next}`)).body
    expect(rest).toMatchObject({ items: [{ id: first.id, chosen: false }], next: null })
    await Promise.all([first, second].map(({ id: one }) => server.request(ann, 'POST', `/v1/covers/${one}/choose`)))
    const chosen = (await get(`/v1/books/${id}/covers`)).body.items.filter((one: { chosen: boolean }) => one.chosen)
    expect(chosen).toHaveLength(1)
  })

  test('is outdated when the book gets another title, and goes with its picture', async () => {
    const id = await newBook()
    const cover = (await draw(id, { layout: 'essay', palette: 'sky', motif: 'waves' })).body
    const { version } = (await get(`/v1/books/${id}`)).body
    await server.request(ann, 'PATCH', `/v1/books/${id}`, { title: 'Queues' }, { 'if-match': `"v${version}"` })
    expect((await get(`/v1/books/${id}/covers`)).body.items).toMatchObject([{ outdated: true }])
    expect((await server.request(ann, 'DELETE', `/v1/covers/${cover.id}`)).status).toBe(204)
    expect((await get(`/v1/books/${id}/covers`)).body.items).toEqual([])
    expect((await get(`/v1/files/${cover.fileId}`)).status).toBe(404)
  })

  test('can be one of your own, as a JPEG, with words for what could be better', async () => {
    const id = await newBook()
    const { status, body } = await give(id, { name: 'My Cover.png', byModel: 'true' }, await picture(800, 1280))
    expect([status, body.origin, body.mediaType, body.width]).toEqual([200, 'model', 'image/jpeg', 800])
    expect(body.warnings).toEqual([expect.stringMatching(/^It has 800 × 1280 pixels/)])
    expect((await get(`/v1/files/${body.fileId}`)).body).toMatchObject({ kind: 'cover', name: 'covers/my-cover.jpg' })
    const small = await give(id, { name: 'small.png' }, await picture(200, 320))
    expect(small.body).toMatchObject({
      code: 'cover_unusable',
      detail: expect.stringMatching(/stores take none below/),
    })
    expect((await give(id, {}, Buffer.from('%PDF-1.7'))).body.code).toBe('cover_unusable')
    expect((await get(`/v1/covers/${body.id}/wrap?pages=200`)).body.code).toBe('cover_not_drawn')
  })

  test('is seen by nobody else', async () => {
    const bob = await server.signUp('Bob')
    const { id } = (await draw(book, { layout: 'essay', palette: 'bone', motif: 'arcs' })).body
    const wish = 'layout=essay&palette=bone&motif=arcs'
    for (const path of [
      `/v1/books/${book}/covers`,
      `/v1/books/${book}/covers/preview?${wish}`,
      `/v1/covers/${id}/wrap?pages=99`,
    ]) {
      expect((await get(path, bob)).status, path).toBe(404)
    }
    expect((await server.request(bob, 'DELETE', `/v1/covers/${id}`)).status).toBe(404)
    expect((await get(`/v1/books/${book}/covers`)).body.items.map((one: { id: string }) => one.id)).toContain(id)
  })

  test('is on every form of the book when it is chosen, and the others are on none', async () => {
    const id = await newBook()
    await server.request(ann, 'POST', `/v1/books/${id}/chapters`, { title: 'Leases', content: '# Leases\n\nA claim.' })
    const printed = () =>
      server.octavo.database.asUser(ann, async tx => {
        const { cover, files } = await readStoredBook(tx, id)
        return { cover, files: files.map(({ path }) => path) }
      })
    expect(await printed()).toEqual({ cover: undefined, files: [] })
    const first = (await draw(id, { layout: 'essay', palette: 'sky', motif: 'waves' })).body
    await draw(id, { layout: 'literary', palette: 'plum', motif: 'hills', choose: true })
    expect(await printed()).toEqual({
      cover: 'covers/literary-plum-hills.jpg',
      files: ['covers/literary-plum-hills.jpg'],
    })
    await server.request(ann, 'POST', `/v1/covers/${first.id}/choose`)
    expect((await printed()).cover).toBe('covers/essay-sky-waves.jpg')
  })

  test('goes along with a copy of the book', async () => {
    const id = await newBook()
    await draw(id, { layout: 'essay', palette: 'sky', motif: 'waves' })
    const copy = (await server.request(ann, 'POST', `/v1/books/${id}/duplicate`, {})).body.id
    expect((await get(`/v1/books/${copy}/covers`)).body.items).toMatchObject([
      { chosen: true, design: { motif: 'waves' } },
    ])
  })
})

describe('a wrap', () => {
  test('is a sheet of its exact size, and tells what it could not do', async () => {
    const { id } = (await draw(book, { layout: 'technical', palette: 'slate', motif: 'ridges' })).body
    const svg = await bytes(`/v1/covers/${id}/wrap?pages=60&format=svg&isbn=978-0-306-40615-7`)
    expect(svg.headers.get('content-type')).toBe('image/svg+xml')
    expect(svg.bytes.toString()).toMatch(/width="314\.\d+mm" height="234\.95mm"/)
    const warnings = JSON.parse(decodeURIComponent(svg.headers.get('octavo-warnings')!))
    expect(warnings).toEqual([expect.stringMatching(/at least 79 pages, this book has 60/)])
    const pdf = await bytes(`/v1/covers/${id}/wrap?pages=200&trim=a5&paper=cream`)
    expect(pdf.bytes.subarray(0, 5).toString()).toBe('%PDF-')
    const wrong = await get(`/v1/covers/${id}/wrap?pages=200&isbn=978-0-306-40615-8`)
    expect(wrong.body).toMatchObject({ code: 'isbn_invalid', detail: expect.stringMatching(/ask for 7/) })
    expect((await get(`/v1/covers/${id}/wrap?pages=3`)).status).toBe(422)
  })
})
