import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestPerson, type TestServer } from '../testing.ts'

let server: TestServer
let ann: TestPerson
let book: string

beforeAll(async () => {
  server = await startTestServer()
  ann = await server.signUp('Ann')
  book = (await server.request(ann, 'POST', '/v1/books', { title: 'Bees' })).body.id
})
afterAll(() => server?.close())

const ask = (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
  server.request(ann, method, `/v1${path}`, body, headers)

const outline = async (): Promise<{ chapter: { id: string } | null }[]> =>
  (await ask('GET', `/books/${book}/outline`)).body.items

/** A chapter of the book, with its text. */
async function chapterAt(turn: number) {
  const chapters = (await outline()).flatMap(({ chapter }) => chapter?.id ?? [])
  return (await ask('GET', `/chapters/${chapters[turn % chapters.length]}`)).body
}

const newChapter = (turn: number) =>
  ask('POST', `/books/${book}/chapters`, { title: `Hive ${turn}`, content: `# Hive ${turn}\n\nBees live there.\n` })

/** What people, tabs and scripts do to a book, each a few requests. */
const acts: Record<string, (turn: number) => Promise<{ status: number }>> = {
  add: newChapter,
  async save(turn) {
    const { id, version, content } = await chapterAt(turn)
    return ask('PUT', `/chapters/${id}`, { content: `${content}\nMore ${turn}.\n` }, { 'if-match': `"v${version}"` })
  },
  async delete(turn) {
    const { id } = await chapterAt(turn)
    return turn % 2 ? ask('DELETE', `/chapters/${id}`) : newChapter(turn)
  },
  async turnAround() {
    return ask('PUT', `/books/${book}/outline`, { items: (await outline()).toReversed() })
  },
  plan: turn => ask('POST', `/books/${book}/outline/items`, { title: `Later ${turn}` }),
  copy: () => ask('POST', `/books/${book}/duplicate`, {}),
  audit: () => ask('POST', `/books/${book}/audit`, {}),
  async fix(turn) {
    return ask('POST', `/chapters/${(await chapterAt(turn)).id}/fixes`, {})
  },
  async suggest(turn) {
    const { id, version, content } = await chapterAt(turn)
    const suggestion = { version, content: `${content}\nOr ${turn}.\n`, reason: '' }
    const { status, body } = await ask('POST', `/chapters/${id}/suggestions`, suggestion)
    return status === 201 ? ask('POST', `/suggestions/${body.id}/accept`, {}) : { status }
  },
  async restore(turn) {
    const { id, version } = await chapterAt(turn)
    return ask('POST', `/chapters/${id}/versions/1/restore`, {}, { 'if-match': `"v${version}"` })
  },
}

test('whatever is done to a book at once, all of it is done, or refused with a reason', async () => {
  for (let turn = 0; turn < 4; turn++) await newChapter(turn)
  const broken: string[] = []
  const names = Object.keys(acts)
  let turn = 0
  const person = async () => {
    while (turn < 120) {
      const now = turn++
      const name = names[(now * 7 + Math.trunc(now / names.length)) % names.length]!
      const { status } = await acts[name]!(now)
      if (status >= 500) broken.push(`${name}: ${status}`)
    }
  }
  await Promise.all(Array.from({ length: 12 }, person))
  expect(broken, server.logLines.filter(line => line.includes('request failed')).join('\n')).toEqual([])
  // Alone, each is done: nothing was left in a state that refuses it.
  for (const name of names) expect.soft((await acts[name]!(1)).status, name).toBeLessThan(300)
  // All of it stands at the top level: no place has been left, or is there twice.
  const items = await server.octavo.database.asService('test', tx =>
    tx.selectFrom('library.toc_items').select('position').where('book_id', '=', book).orderBy('position').execute(),
  )
  expect(items.map(({ position }) => position)).toEqual(items.map((_, index) => index))
}, 120_000)
