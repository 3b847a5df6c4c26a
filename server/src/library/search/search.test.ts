import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { syncCatalogue } from '../../generation/catalogue.ts'
import { startTestServer, type TestPerson, type TestServer } from '../../testing.ts'
import { keepUp } from './keep-up.ts'

let server: TestServer
let ann: TestPerson
let bob: TestPerson

beforeAll(async () => {
  server = await startTestServer()
  await syncCatalogue(server.octavo)
  ann = await server.signUp('Ann')
  bob = await server.signUp('Bob')
})
afterAll(() => server?.close())

async function makeBook(person: TestPerson, fields: object, chapters: Record<string, string> = {}): Promise<string> {
  const book = await server.request(person, 'POST', '/v1/books', fields)
  expect(book.status, JSON.stringify(book.body)).toBe(201)
  for (const [title, content] of Object.entries(chapters)) {
    const chapter = await server.request(person, 'POST', `/v1/books/${book.body.id}/chapters`, { title, content })
    expect(chapter.status, JSON.stringify(chapter.body)).toBe(201)
  }
  return book.body.id
}

/** Makes all vectors that are missing. */
async function settle(): Promise<void> {
  while ((await keepUp(server.octavo)) > 0);
}

interface Hit {
  kind: string
  title: string
  chapterId: string | null
  sourceId: string | null
  bookId: string
  scores: { words: number | null; meaning: number | null }
  snippet: {
    text: string
    start: number
    end: number
    line: number
    matches: { start: number; end: number; line: number }[]
  }
}

async function find(person: TestPerson, q: string, more = ''): Promise<Hit[]> {
  const answer = await server.request(person, 'GET', `/v1/search?q=${encodeURIComponent(q)}${more}`)
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return answer.body.items
}
const titles = (hits: readonly Hit[]) => hits.map(hit => hit.title)
/** The words that are marked, as the text has them. */
const marked = (hit: Hit) =>
  hit.snippet.matches.map(({ start, end }) =>
    hit.snippet.text.slice(start - hit.snippet.start, end - hit.snippet.start),
  )

const keeping = `# Keeping the light

The keeper trims the wick each evening, then climbs down for supper.

## Oil

Whales were hunted for the oil that burned in these lamps. Nobody ran out of it twice.

\`\`\`python
trim_wick(lamp)
\`\`\`
`
const storms = `# Storms

Wind from the west brings the worst weather. Ships stay in port when the glass falls.
`

describe('words and meaning', () => {
  let bookId: string
  beforeAll(async () => {
    bookId = await makeBook(
      ann,
      { title: 'Lighthouses', description: 'How coasts were lit before electricity.', language: 'en' },
      { 'Keeping the light': keeping, Storms: storms },
    )
    await server.request(ann, 'POST', `/v1/books/${bookId}/sources`, {
      origin: 'log.md',
      title: 'Logbook',
      text: '# 1892\n\nThe vessel foundered near the reef before dawn.\n\nCalm sea, wind from the west.\n',
    })
  })

  test('finds words at once, before there is any vector', async () => {
    const [hit] = await find(ann, 'wick')
    expect(hit).toMatchObject({ kind: 'chapter', title: 'Keeping the light', scores: { meaning: null } })
    expect(hit!.scores.words).toBeGreaterThan(0)
  })

  test('marks what matches, in the place where the text has it', async () => {
    const [hit] = await find(ann, 'whale lamps')
    expect(marked(hit!)).toEqual(['Whales', 'lamps', 'lamp'])
    for (const { start, end, line } of hit!.snippet.matches) {
      expect(keeping.slice(start, end)).toMatch(/Whales|lamps?/)
      expect(keeping.slice(0, start).split('\n').length).toBe(line)
    }
    expect(keeping.slice(hit!.snippet.start, hit!.snippet.end)).toBe(hit!.snippet.text)
  })

  test('finds code by its words, and sources and books beside chapters', async () => {
    expect(titles(await find(ann, 'trim_wick'))).toContain('Keeping the light')
    expect(await find(ann, 'reef', '&kind=source')).toMatchObject([{ kind: 'source', title: 'Logbook' }])
    expect(await find(ann, 'electricity')).toMatchObject([{ kind: 'book', title: 'Lighthouses' }])
  })

  test('takes phrases, beginnings and exclusions', async () => {
    expect(titles(await find(ann, '"wind from the west"')).sort()).toEqual(['Logbook', 'Storms'])
    expect(titles(await find(ann, '"west the from wind"'))).toEqual([])
    expect(titles(await find(ann, 'weath*'))).toEqual(['Storms'])
    expect(titles(await find(ann, 'wind -ships'))).toEqual(['Logbook'])
  })

  test('finds by meaning what has none of the words', async () => {
    await settle()
    const answer = await server.request(ann, 'GET', '/v1/search?q=a+boat+sank&kind=source')
    expect(answer.body.meaning).toEqual({ models: ['octavo/embedder-1'], notes: [] })
    expect(answer.body.items[0]).toMatchObject({ title: 'Logbook', scores: { words: null } })
    expect(answer.body.items[0].scores.meaning).toBeGreaterThan(0.3)
  })

  test('follows an edit at once, and forgets what was deleted', async () => {
    const [hit] = await find(ann, 'storms', '&kind=chapter')
    const path = `/v1/chapters/${hit!.chapterId}`
    const chapter = await server.request(ann, 'GET', path)
    const content = chapter.body.content.replace('worst weather', 'fiercest gales')
    await server.request(ann, 'PUT', path, { content }, { 'if-match': chapter.headers.get('etag')! })
    expect(titles(await find(ann, 'fiercest'))[0]).toBe('Storms')
    expect(await find(ann, '"worst weather"')).toEqual([])
    await server.request(ann, 'DELETE', path)
    expect(await find(ann, '"fiercest gales"')).toEqual([])
  })

  test('shows nobody what he may not read', async () => {
    expect(await find(bob, 'wick')).toEqual([])
    expect(await find(bob, 'a boat sank')).toEqual([])
    expect(await find(bob, 'wick', `&bookId=${bookId}`)).toEqual([])
  })

  test('leaves out the trash until it is restored', async () => {
    const trashed = await makeBook(ann, { title: 'Buoys' }, { Bells: 'A bell buoy rings with the swell.' })
    expect(titles(await find(ann, 'buoy'))).toContain('Bells')
    await server.request(ann, 'DELETE', `/v1/books/${trashed}`)
    expect(await find(ann, 'bell')).toEqual([])
    await server.request(ann, 'POST', `/v1/books/${trashed}/restore`)
    expect(titles(await find(ann, 'bell'))).toContain('Bells')
  })

  test('pages through without repeating or losing one', async () => {
    const chapters = Object.fromEntries(
      Array.from({ length: 12 }, (_, n) => [`Knot ${n}`, `A bowline holds. Variant number ${n}.`]),
    )
    const knots = await makeBook(ann, { title: 'Knots' }, chapters)
    const seen: string[] = []
    let cursor = ''
    do {
      const path = `/v1/search?q=bowline&kind=chapter&bookId=${knots}&limit=5${cursor}`
      const { body } = await server.request(ann, 'GET', path)
      seen.push(...titles(body.items))
      cursor = body.next ? `&cursor=${body.next}` : ''
    } while (cursor)
    expect(seen.sort()).toEqual(Object.keys(chapters).sort())
  })
})

describe('queries nobody should send', () => {
  test.each(['', ' ', '""', '-', '*', '()&|!:*', '\u0000'])('%j asks for words', async q => {
    const answer = await server.request(ann, 'GET', `/v1/search?q=${encodeURIComponent(q)}`)
    expect(answer).toMatchObject({ status: 422, body: { code: 'search_empty' } })
    expect(answer.body.detail).toContain('?q=')
  })

  test.each([
    "x'; drop table library.books; --",
    'a & b | !c <-> d:*',
    '"unclosed phrase',
    '\\',
    "l'été d''hiver",
    '😀 family 👨‍👩‍👧',
    `${'z'.repeat(499)}`,
    'the of and',
    Array.from({ length: 120 }, (_, n) => `w${n}`).join(' '),
  ])('%j is answered', async q => {
    const answer = await server.request(ann, 'GET', `/v1/search?q=${encodeURIComponent(q)}`)
    expect([200, 422]).toContain(answer.status)
    if (answer.status === 422) expect(answer.body.code).toBe('search_empty')
  })

  test('a query that is a text is refused with the limit', async () => {
    const answer = await server.request(ann, 'GET', `/v1/search?q=${'word '.repeat(200)}`)
    expect(answer).toMatchObject({ status: 422, body: { code: 'request_invalid' } })
    expect(JSON.stringify(answer.body.problems)).toContain('500')
  })

  test('a cursor of something else is refused', async () => {
    for (const cursor of ['x', Buffer.from('["a"]').toString('base64url'), Buffer.from('[-5]').toString('base64url')]) {
      const answer = await server.request(ann, 'GET', `/v1/search?q=light&cursor=${cursor}`)
      expect(answer).toMatchObject({ status: 422, body: { code: 'request_invalid' } })
    }
  })
})

describe('languages', () => {
  const books: [language: string, text: string, queries: [query: string, marked: string[]][]][] = [
    [
      'en',
      'The mice were running through the libraries.',
      [
        ['mouse run library', ['running', 'libraries']],
        ['RUNS', ['running']],
      ],
    ],
    [
      'de',
      'Die Häuser der Bücherei stehen in großen Gärten.',
      [
        ['Haus', ['Häuser']],
        ['hauser', ['Häuser']],
        ['grosse', ['großen']],
        ['garten', ['Gärten']],
      ],
    ],
    [
      'fr',
      'Les élèves étudiaient les théorèmes.',
      [
        ['eleve', ['élèves']],
        ['étudier', ['étudiaient']],
        ['theoreme', ['théorèmes']],
      ],
    ],
    [
      'zh',
      '灯塔的看守人每天晚上点亮灯火。全文检索很有用。',
      [
        ['看守', ['看守']],
        ['全文检索', ['全文检索']],
        ['灯', ['灯塔', '灯火']],
      ],
    ],
    [
      'ja',
      '灯台守は毎晩ランプに火をともした。',
      [
        ['灯台', ['灯台']],
        ['ランプ', ['ランプ']],
      ],
    ],
    ['th', 'ผู้ดูแลประภาคารจุดตะเกียงทุกคืน', [['ประภาคาร', ['ประภาคาร']]]],
    [
      'ar',
      'كَتَبَ الحارسُ في الكُتُب القديمة.',
      [
        ['الكتب', ['كَتَبَ', 'الكُتُب']],
        ['كتب', ['كَتَبَ', 'الكُتُب']],
      ],
    ],
    [
      'ru',
      'Смотритель зажигал огни маяков.',
      [
        ['маяк', ['маяков']],
        ['огонь', []],
      ],
    ],
  ]
  test.each(books)('%s', async (language, text, queries) => {
    const bookId = await makeBook(ann, { title: `Text ${language}`, language }, { Text: text })
    for (const [query, expected] of queries) {
      const hits = await find(ann, query, `&bookId=${bookId}&kind=chapter`)
      if (expected.length === 0) continue
      expect(hits.length, query).toBe(1)
      expect(marked(hits[0]!).slice(0, expected.length), query).toEqual(expected)
    }
  })

  test('a filter by language finds its regions, and says what has words only', async () => {
    const hits = await server.request(ann, 'GET', '/v1/search?q=text&language=de&kind=book')
    expect(titles(hits.body.items)).toEqual(['Text de'])
    expect(hits.body.meaning.models).toEqual([])
    expect(hits.body.meaning.notes[0]).toContain('"de"')
  })
})
