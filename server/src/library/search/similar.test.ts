import { afterAll, beforeAll, expect, test } from 'vitest'
import { syncCatalogue } from '../../generation/catalogue.ts'
import { startTestServer, type TestPerson, type TestServer } from '../../testing.ts'
import { keepUp } from './keep-up.ts'

let server: TestServer
let ann: TestPerson
let bob: TestPerson
let bookId: string
const chapters: Record<string, string> = {}

const bees =
  'The queen lays up to two thousand eggs a day in the early summer, while the workers build comb around her and feed the brood.'

beforeAll(async () => {
  server = await startTestServer()
  await syncCatalogue(server.octavo)
  ann = await server.signUp('Ann')
  bob = await server.signUp('Bob')
  bookId = (await server.request(ann, 'POST', '/v1/books', { title: 'Mixed' })).body.id
  const texts = {
    Sailing: 'The boat heels in the wind. The crew reefs the sail before the storm breaks over the ship.',
    Seamanship: 'A sailor ties the vessel to the quay and furls its canvas when a gale is coming.',
    Bees: `# Bees\n\n${bees}\n\nSomething else.\n`,
    Accounting: 'Revenue is booked when the invoice is sent, and taxes are due in the quarter after that.',
  }
  for (const [title, content] of Object.entries(texts)) {
    const path = `/v1/books/${bookId}/chapters`
    chapters[title] = (await server.request(ann, 'POST', path, { title, content })).body.id
  }
  await server.request(ann, 'POST', `/v1/books/${bookId}/sources`, {
    origin: 'hive.md',
    title: 'Hive notes',
    text: `# Notes\n\nFirst a line.\n\n${bees.replace('two thousand', 'nearly two thousand')}\n`,
  })
  while ((await keepUp(server.octavo)) > 0);
}, 120_000)
afterAll(() => server?.close())

test('a chapter finds what is about the same, never itself', async () => {
  const { body } = await server.request(ann, 'GET', `/v1/chapters/${chapters.Sailing}/similar`)
  expect(body.ready).toBe(true)
  expect(body.items[0].title).toBe('Seamanship')
  expect(body.items.map((item: { title: string }) => item.title)).not.toContain('Sailing')
})

test('a passage of a source finds the chapter that says the same', async () => {
  const sources = await server.request(ann, 'GET', `/v1/books/${bookId}/sources`)
  const passages = await server.request(ann, 'GET', `/v1/sources/${sources.body.items[0].id}/passages`)
  const passage = passages.body.items.find((item: { text: string }) => item.text.includes('queen'))
  const { body } = await server.request(ann, 'GET', `/v1/passages/${passage.id}/similar?limit=1`)
  expect(body.items).toMatchObject([{ title: 'Bees', kind: 'chapter' }])
})

test('paragraphs that stand twice are named with both places', async () => {
  const { body } = await server.request(ann, 'GET', `/v1/books/${bookId}/duplicates`)
  expect(body.items).toHaveLength(1)
  const [{ first, second, similarity }] = body.items
  expect(similarity).toBeGreaterThan(0.7)
  expect([first, second].map(place => [place.kind, place.title, place.line])).toEqual([
    ['chapter', 'Bees', 3],
    ['source', 'Hive notes', 5],
  ])
  const chapter = await server.request(ann, 'GET', `/v1/chapters/${chapters.Bees}`)
  expect(chapter.body.content.slice(first.start, first.end)).toBe(bees)
  expect((await server.request(ann, 'GET', `/v1/books/${bookId}/duplicates?atLeast=0.99`)).body.items).toEqual([])
})

test('without vectors it says so instead of finding nothing', async () => {
  const german = (await server.request(ann, 'POST', '/v1/books', { title: 'Bienen', language: 'de' })).body.id
  const path = `/v1/books/${german}/chapters`
  const chapter = await server.request(ann, 'POST', path, { title: 'Bienen', content: 'Die Königin legt Eier.' })
  while ((await keepUp(server.octavo)) > 0);
  const { body } = await server.request(ann, 'GET', `/v1/chapters/${chapter.body.id}/similar`)
  expect(body).toEqual({ items: [], ready: false })
})

test('outsiders get 404', async () => {
  for (const path of [
    `/v1/chapters/${chapters.Bees}/similar`,
    `/v1/books/${bookId}/duplicates`,
    `/v1/books/${bookId}/embeddings`,
  ]) {
    expect(await server.request(bob, 'GET', path)).toMatchObject({ status: 404 })
  }
})
