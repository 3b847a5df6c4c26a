import { afterAll, beforeAll, expect, test } from 'vitest'
import { startWorker, type Worker } from '../../generation/worker.ts'
import { startTestServer, type TestPerson, type TestServer } from '../../testing.ts'

let server: TestServer
let worker: Worker
let ann: TestPerson
let eve: TestPerson
let book: string

beforeAll(async () => {
  server = await startTestServer()
  worker = await startWorker(server.octavo)
  ann = await server.signUp('Ann')
  eve = await server.signUp('Eve')
  book = (await server.request(ann, 'POST', '/v1/books', { title: 'Bees', authors: ['Ann'] })).body.id
  await server.request(ann, 'POST', `/v1/books/${book}/chapters`, { title: 'Hive', content: '# Hive\n\nIt hums.\n' })
})
afterAll(async () => {
  await worker?.close()
  await server?.close()
})

async function made(format: string, options: object = {}) {
  const { body, status } = await server.request(ann, 'POST', `/v1/books/${book}/exports`, { format, options })
  expect(status).toBe(201)
  for (;;) {
    const { body: now } = await server.request(ann, 'GET', `/v1/exports/${body.id}`)
    if (['completed', 'failed', 'canceled'].includes(now.state)) return now
    await new Promise(resolve => setTimeout(resolve, 30))
  }
}

const shown = (id: string, person = ann) => server.request(person, 'GET', `/v1/exports/${id}/shown`)
/** As a frame of an origin that is none: without a cookie. */
const frame = (address: string) => server.request(undefined, 'GET', address)

test('a site is shown to whoever may have it, in an origin of its own', async () => {
  const { id } = await made('site')
  const { body } = await shown(id)
  expect(body.base).toMatch(/^\/v1\/shown\/site\/.+\/$/)
  expect(body.files.map(({ path }: { path: string }) => path)).toContain('index.html')
  expect(body.count).toBe(body.files.length)

  const page = await frame(body.base)
  expect(page).toMatchObject({ status: 200, body: expect.stringContaining('<title>Bees') })
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(page.headers.get('x-frame-options')).toBe('SAMEORIGIN')
  const policy = page.headers.get('content-security-policy')
  expect(policy).toContain("frame-ancestors 'self'")
  expect(policy).toMatch(/sandbox allow-scripts(;|$)/)
  const script = body.files.find(({ path }: { path: string }) => path.endsWith('.js'))
  expect((await frame(body.base + script.path)).headers.get('access-control-allow-origin')).toBe('*')

  expect(await shown(id, eve)).toMatchObject({ status: 404 })
  expect(await frame(`/v1/exports/${id}/shown`)).toMatchObject({ status: 401 })
  expect(await frame(`${body.base.slice(0, -6)}AAAAA/`)).toMatchObject({ status: 404 })
  expect(await frame(`${body.base}none.html`)).toMatchObject({ status: 404 })
  expect(await frame(body.base.replace('/site/', '/pages/'))).toMatchObject({ status: 404 })
  expect(await frame(body.base.replace('/site/', '/other/'))).toMatchObject({ status: 404 })
  await server.request(ann, 'DELETE', `/v1/exports/${id}`)
  expect(await frame(body.base)).toMatchObject({ status: 404 })
}, 60_000)

test('the pages of an EPUB and an HTML page are shown without scripts', async () => {
  const [epub, html] = await Promise.all([made('epub', { dropCaps: true }), made('html')])
  const { body } = await shown(epub.id)
  const page = body.files.find(({ path }: { path: string }) => path.endsWith('.xhtml'))
  const read = await frame(body.base + page.path)
  expect(read.headers.get('content-type')).toBe('application/xhtml+xml')
  expect(read.headers.get('content-security-policy')).toMatch(/sandbox(;|$)/)
  expect(read.headers.get('content-security-policy')).not.toContain('script-src')

  const single = (await shown(html.id)).body
  expect(single.files).toEqual([{ path: 'index.html', bytes: html.bytes }])
  expect((await frame(single.base)).body).toContain('It hums.')
}, 60_000)

test('a PDF says how many pages it has, and is shown by no frame', async () => {
  const pdf = await made('pdf', { trim: '6x9', variant: 'print', bleed: true, contentsDepth: 1 })
  expect(pdf).toMatchObject({ state: 'completed', options: { bleed: true } })
  expect(pdf.pages).toBeGreaterThan(1)
  expect((await shown(pdf.id)).body).toEqual({ base: null, files: [], count: 0 })
}, 60_000)
