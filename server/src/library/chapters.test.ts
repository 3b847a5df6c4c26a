import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, type TestPerson, type TestServer } from '../testing.ts'
import { saveChapter } from './chapters.ts'

let server: TestServer
let ann: TestPerson
let bookId: string
beforeAll(async () => {
  server = await startTestServer()
  ann = await server.signUp('Ann')
  bookId = (await server.request(ann, 'POST', '/v1/books', { title: 'Chapters' })).body.id
})
afterAll(() => server?.close())

const create = async (fields: object) => {
  const answer = await server.request(ann, 'POST', `/v1/books/${bookId}/chapters`, fields)
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return answer.body
}
const put = (id: string, body: object, version: string) =>
  server.request(ann, 'PUT', `/v1/chapters/${id}`, body, { 'if-match': version })
const versionsOf = async (id: string) => (await server.request(ann, 'GET', `/v1/chapters/${id}/versions`)).body.items

describe('a chapter', () => {
  test('begins with a version and shows its measures', async () => {
    const content = `# Hallo\n\n${'Wort '.repeat(401)}\n\n\`\`\`js\nnot counted\n\`\`\`\n😀`
    const chapter = await create({ title: 'Hallo', content })
    expect(chapter).toMatchObject({ version: 1, words: 402, readingMinutes: 3, status: 'edited', model: null })
    expect(chapter.characters).toBe([...content].length)
    expect(chapter.lastEditedBy).toEqual({ id: ann.userId, name: 'Ann' })
    const read = await server.request(ann, 'GET', `/v1/chapters/${chapter.id}`)
    expect(read.headers.get('etag')).toBe('"v1"')
    expect(read.body).toEqual(chapter)
    expect(await versionsOf(chapter.id)).toMatchObject([{ number: 1, changeType: 'edited', author: { name: 'Ann' } }])
  })

  test('without text is a draft whose item still waits', async () => {
    const chapter = await create({ title: 'Empty' })
    expect(chapter).toMatchObject({ version: 1, status: 'draft', words: 0, readingMinutes: 0 })
    const { body } = await server.request(ann, 'GET', `/v1/books/${bookId}/outline`)
    expect(body.items.find((item: { title: string }) => item.title === 'Empty')).toMatchObject({ status: 'pending' })
  })

  test('stands once in an outline item', async () => {
    const chapter = await create({ title: 'Once' })
    const again = { outlineItemId: chapter.outlineItemId, content: 'x' }
    expect((await server.request(ann, 'POST', `/v1/books/${bookId}/chapters`, again)).body.code).toBe('conflict')
    const nowhere = { outlineItemId: crypto.randomUUID() }
    expect((await server.request(ann, 'POST', `/v1/books/${bookId}/chapters`, nowhere)).status).toBe(404)
  })
})

describe('saving', () => {
  test('makes a version only when something differs, and tells who changed it meanwhile', async () => {
    const { id } = await create({ title: 'Saving', content: 'one' })
    expect((await server.request(ann, 'PUT', `/v1/chapters/${id}`, { content: 'two' })).status).toBe(428)
    expect((await put(id, { content: 'two', note: 'Why' }, '"v1"')).body.version).toBe(2)
    const same = await put(id, { content: 'two' }, '"v2"')
    expect(same.body.version).toBe(2)
    const stale = await put(id, { content: 'three' }, '"v1"')
    expect(stale).toMatchObject({ status: 412, body: { code: 'version_conflict', currentVersion: 2 } })
    expect((await put(id, { content: 'four', autosave: true }, '"v2"')).headers.get('etag')).toBe('"v3"')
    expect((await put(id, { title: 'Renamed', content: 'four' }, '"v3"')).body).toMatchObject({
      version: 4,
      title: 'Renamed',
    })
    expect(await versionsOf(id)).toMatchObject([
      { number: 4, title: 'Renamed', changeType: 'edited' },
      { number: 3, changeType: 'autosaved' },
      { number: 2, changeType: 'edited', note: 'Why' },
      { number: 1 },
    ])
  })

  test('at once lets exactly one of many win', async () => {
    const { id } = await create({ title: 'Race', content: 'start' })
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) => put(id, { content: `by ${index}` }, '"v1"')),
    )
    expect(answers.map(answer => answer.status).toSorted()).toEqual([200, ...Array(7).fill(412)])
    expect(await versionsOf(id)).toHaveLength(2)
  })

  test('a model’s text is nobody’s edit, and takes no approved item over', async () => {
    const { id, outlineItemId } = await create({ title: 'Made', content: '' })
    await server.request(ann, 'PATCH', `/v1/outline-items/${outlineItemId}`, { status: 'approved' })
    await server.octavo.database.asService('write as a job does', tx =>
      saveChapter(tx, {
        chapterId: id,
        content: 'Made.',
        changeType: 'generated',
        by: ann.userId,
        model: 'octavo/compositor-1',
        inputTokens: 5,
        outputTokens: 2,
      }),
    )
    const { body } = await server.request(ann, 'GET', `/v1/chapters/${id}`)
    expect(body).toMatchObject({ version: 2, status: 'generated', content: 'Made.' })
    const [newest] = await versionsOf(id)
    expect(newest).toMatchObject({
      changeType: 'generated',
      model: 'octavo/compositor-1',
      inputTokens: 5,
      author: { id: ann.userId },
    })
    const outline = await server.request(ann, 'GET', `/v1/books/${bookId}/outline`)
    expect(outline.body.items.find((item: { id: string }) => item.id === outlineItemId).status).toBe('approved')
  })

  test('refuses more than 5 MB, NUL characters and a title of nothing', async () => {
    const { id } = await create({ title: 'Long', content: 'x' })
    expect((await put(id, { content: 'é'.repeat(2_500_001) }, '"v1"')).status).toBe(422)
    expect((await put(id, { content: 'y', title: ' ' }, '"v1"')).status).toBe(422)
    expect((await put(id, { content: 'a\0b' }, '"v1"')).status).toBe(422)
    expect((await put(id, { content: 'y', note: 'a\0b' }, '"v1"')).body.code).toBe('value_invalid')
    expect(await versionsOf(id)).toHaveLength(1)
  })
})

test('status, summary and notes change without a version', async () => {
  const { id } = await create({ title: 'About', content: 'x' })
  const changed = await server.request(ann, 'PATCH', `/v1/chapters/${id}`, {
    status: 'review',
    summary: 'S',
    notes: 'N',
  })
  expect(changed.body).toMatchObject({ status: 'review', summary: 'S', notes: 'N', version: 1 })
  expect((await server.request(ann, 'PATCH', `/v1/chapters/${id}`, { status: 'lost' })).status).toBe(422)
})

describe('versions', () => {
  test('are paged, read and restored as a new one', async () => {
    const { id } = await create({ title: 'History', content: 'v1' })
    for (const number of [2, 3, 4, 5]) await put(id, { content: `v${number}` }, '*')
    const first = await server.request(ann, 'GET', `/v1/chapters/${id}/versions?limit=3`)
    const second = await server.request(ann, 'GET', `/v1/chapters/${id}/versions?limit=3&cursor=${first.body.next}`)
    const numbers = [...first.body.items, ...second.body.items].map(version => version.number)
    expect(numbers).toEqual([5, 4, 3, 2, 1])
    expect(second.body.next).toBeNull()
    expect((await server.request(ann, 'GET', `/v1/chapters/${id}/versions/2`)).body).toMatchObject({
      number: 2,
      content: 'v2',
    })
    expect((await server.request(ann, 'GET', `/v1/chapters/${id}/versions/9`)).status).toBe(404)
    const restored = await server.request(ann, 'POST', `/v1/chapters/${id}/versions/2/restore`)
    expect(restored.body).toMatchObject({ content: 'v2', version: 6 })
    expect((await versionsOf(id))[0]).toMatchObject({ number: 6, changeType: 'restored', note: 'Restored version 2' })
  })
})
