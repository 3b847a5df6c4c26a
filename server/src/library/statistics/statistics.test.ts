import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, type TestPerson, type TestServer } from '../../testing.ts'
import { saveChapter } from '../chapters.ts'

let server: TestServer
let ann: TestPerson
let bookId: string
beforeAll(async () => {
  server = await startTestServer()
  ann = await server.signUp('Ann')
  bookId = (await server.request(ann, 'POST', '/v1/books', { title: 'Bees' })).body.id
})
afterAll(() => server?.close())

const sentence = 'The keeper lifts the lid of the hive and looks for the queen among her workers. '
const page = (times: number) => `# The hive\n\n:::{note}\n${sentence.repeat(times)}\n:::\n`

async function create(title: string, content: string, book = bookId): Promise<string> {
  const answer = await server.request(ann, 'POST', `/v1/books/${book}/chapters`, { title, content })
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return answer.body.id
}
const ofChapter = (id: string, person = ann) => server.request(person, 'GET', `/v1/chapters/${id}/statistics`)
const ofBook = (id = bookId, person = ann) => server.request(person, 'GET', `/v1/books/${id}/statistics`)
/** When each row of a book was calculated. */
const calculated = (book = bookId) =>
  server.octavo.database.asService('see what is stored', tx =>
    tx
      .selectFrom('library.statistics')
      .select(['chapter_id', 'chapter_version', 'language', 'calculated_at'])
      .where('book_id', '=', book)
      .orderBy('chapter_id')
      .execute(),
  )

describe('the statistics of a chapter', () => {
  test('are those of its prose', async () => {
    const id = await create('The hive', page(10))
    const { status, body } = await ofChapter(id)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      bookId,
      chapterId: id,
      title: 'The hive',
      chapterVersion: 1,
      language: 'en',
      words: 162,
      runningWords: 160,
      sentences: 10,
      paragraphs: 1,
      readingMinutes: 1,
      averageSentenceLength: 16,
      aiShare: null,
      indices: {
        fleschReadingEase: { value: expect.any(Number), because: null, formula: 'Flesch 1948' },
        smog: { value: null, because: 'too-few-sentences' },
        gulpease: { value: null, because: 'language', formula: null },
      },
      longestSentences: expect.arrayContaining([{ words: 16, text: sentence.trim(), line: 4, column: 1 }]),
    })
    expect(body.topics[0]).toMatchObject({ weight: 1 })
    expect(body.topics.map((topic: { phrase: string }) => topic.phrase)).toContain('hive')
    const chapter = await server.request(ann, 'GET', `/v1/chapters/${id}`)
    expect(chapter.body).toMatchObject({ words: body.words, readingMinutes: body.readingMinutes })
  })

  test('follow an edit, and are calculated once for it', async () => {
    const id = await create('Edited', page(10))
    const before = (await ofChapter(id)).body
    expect((await ofChapter(id)).body.calculatedAt).toBe(before.calculatedAt)
    await server.request(ann, 'PUT', `/v1/chapters/${id}`, { content: page(20) }, { 'if-match': '*' })
    expect((await ofChapter(id)).body).toMatchObject({ chapterVersion: 2, sentences: 20, words: 322 })
  })

  test('follow the language of the book', async () => {
    const { body: book } = await server.request(ann, 'POST', '/v1/books', { title: 'Bienen' })
    const id = await create(
      'Im Stock',
      `Die Königin lebt im Stock. ${'Der Imker hebt den Deckel. '.repeat(30)}`,
      book.id,
    )
    expect((await ofChapter(id)).body.indices.fleschReadingEase.formula).toBe('Flesch 1948')
    const changed = { language: 'de-AT' }
    await server.request(ann, 'PATCH', `/v1/books/${book.id}`, changed, { 'if-match': '"v1"' })
    expect((await ofChapter(id)).body).toMatchObject({
      language: 'de-AT',
      sentiment: null,
      complexWords: null,
      indices: { fleschReadingEase: { formula: 'Amstad 1978' }, fleschKincaidGrade: { because: 'language' } },
    })
  })

  test('tell how much of it a model wrote', async () => {
    const write = (id: string, content: string, model: string) =>
      server.octavo.database.asService('write as a job does', tx =>
        saveChapter(tx, { chapterId: id, content, changeType: 'generated', by: null, model }),
      )
    const id = await create('Written', '')
    await write(id, 'One two three four.', 'openai/gpt-5.5')
    expect((await ofChapter(id)).body.aiShare).toBe(1)
    const edited = { content: 'One two three four. Five six seven eight.' }
    await server.request(ann, 'PUT', `/v1/chapters/${id}`, edited, { 'if-match': '*' })
    expect((await ofChapter(id)).body.aiShare).toBe(0.5)

    await server.octavo.database.asService('register the compositor', tx =>
      tx
        .insertInto('generation.providers')
        .values({ id: 'octavo', name: 'Octavo', kind: 'compositor' })
        .execute()
        .then(() =>
          tx
            .insertInto('generation.models')
            .values({
              id: 'octavo/compositor-1',
              provider_id: 'octavo',
              name: 'Compositor',
              context_window: 1,
              max_output: 1,
              input_price: 0,
              output_price: 0,
            })
            .execute(),
        ),
    )
    await write(id, 'The author’s own words.', 'octavo/compositor-1')
    expect((await ofChapter(id)).body.aiShare).toBeNull()
  })

  test('are there for an empty chapter and one of a megabyte', async () => {
    const empty = (await ofChapter(await create('Empty', ''))).body
    expect(empty).toMatchObject({ words: 0, sentences: 0, averageSentenceLength: null, sentiment: null, topics: [] })
    expect(empty.indices.lix).toMatchObject({ value: null, because: 'too-short' })
    const long = (await ofChapter(await create('Long', sentence.repeat(13_000)))).body
    expect(long).toMatchObject({ sentences: 13_000, words: 208_000 })
  })
})

describe('the statistics of a book', () => {
  test('are the sum of its chapters, in the order of the outline', async () => {
    const { body: book } = await server.request(ann, 'POST', '/v1/books', { title: 'Sum' })
    const ids = [await create('First', page(10), book.id), await create('Second', page(30), book.id)]
    const { body } = await ofBook(book.id)
    expect(body.chapters.map((chapter: { chapterId: string }) => chapter.chapterId)).toEqual(ids)
    expect(body.total).toMatchObject({ words: 644, sentences: 40, readingMinutes: 4, averageSentenceLength: 16 })
    // Neither chapter has thirty sentences or a mean of its own: the index is of the book.
    expect(body.chapters[0].indices.smog.because).toBe('too-few-sentences')
    expect(body.total.indices.smog.value).toEqual(expect.any(Number))
    expect(body.total.longestSentences[0]).toMatchObject({ words: 16, chapterId: ids[0] })
    expect(body.total.topics[0].weight).toBe(1)
  })

  test('calculate only what an edit has made stale, and once for all who ask at the same time', async () => {
    const { body: book } = await server.request(ann, 'POST', '/v1/books', { title: 'Stale' })
    const ids = [await create('Same', page(2), book.id), await create('Changing', page(3), book.id)]
    await Promise.all(Array.from({ length: 4 }, () => ofBook(book.id)))
    const before = await calculated(book.id)
    expect(before).toHaveLength(2)
    await server.request(ann, 'PUT', `/v1/chapters/${ids[1]}`, { content: page(4) }, { 'if-match': '*' })
    const answers = await Promise.all(Array.from({ length: 4 }, () => ofBook(book.id)))
    for (const { body } of answers) expect(body.total.sentences).toBe(6)
    const after = await calculated(book.id)
    const row = (rows: typeof after, id: string | undefined) => rows.find(({ chapter_id }) => chapter_id === id)
    expect(row(after, ids[0])).toEqual(row(before, ids[0]))
    expect(row(after, ids[1])).toMatchObject({ chapter_version: 2 })
  })

  test('are those of nothing before anything is written', async () => {
    const { body: book } = await server.request(ann, 'POST', '/v1/books', { title: 'Nothing' })
    const { body } = await ofBook(book.id)
    expect(body).toMatchObject({ chapters: [], total: { words: 0, aiShare: null, topics: [], calculatedAt: null } })
  })
})

test('nobody sees them who does not see the book', async () => {
  const id = await create('Ours', page(1))
  const eve = await server.signUp('Eve')
  const mine = (await server.request(eve, 'POST', '/v1/books', { title: 'Mine' })).body.id
  // Eve works on another book of Ann's.
  const { body: other } = await server.request(ann, 'POST', '/v1/books', { title: 'Other' })
  await server.octavo.database.asService('let Eve in', tx =>
    tx.insertInto('library.collaborators').values({ book_id: other.id, user_id: eve.userId, role: 'editor' }).execute(),
  )
  expect((await ofBook(other.id, eve)).status).toBe(200)
  expect((await ofBook(mine, eve)).status).toBe(200)
  for (const answer of [await ofChapter(id, eve), await ofBook(bookId, eve)]) {
    expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } })
  }
  expect((await server.request(undefined, 'GET', `/v1/chapters/${id}/statistics`)).status).toBe(401)
  expect(await calculated()).not.toContainEqual(expect.objectContaining({ chapter_id: id }))
})
