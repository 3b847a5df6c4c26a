import type { Outline } from '@octavo/manuscript'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, type TestPerson, type TestServer } from '../testing.ts'
import { applyOutline, type OutlineItem, type OutlineView } from './outline.ts'

let server: TestServer
let ann: TestPerson
beforeAll(async () => {
  server = await startTestServer()
  ann = await server.signUp('Ann')
})
afterAll(() => server?.close())

const newBook = async (title = 'Outlines') =>
  (await server.request(ann, 'POST', '/v1/books', { title })).body.id as string
const outlineOf = async (bookId: string): Promise<OutlineView> =>
  (await server.request(ann, 'GET', `/v1/books/${bookId}/outline`)).body
const add = async (bookId: string, item: object): Promise<string> => {
  const answer = await server.request(ann, 'POST', `/v1/books/${bookId}/outline/items`, item)
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return answer.body.id
}
const change = (itemId: string, changes: object) => server.request(ann, 'PATCH', `/v1/outline-items/${itemId}`, changes)
const replace = (bookId: string, items: object[], more: object = {}) =>
  server.request(ann, 'PUT', `/v1/books/${bookId}/outline`, { items, ...more })
const write = async (bookId: string, outlineItemId: string, content = 'Some text.') =>
  (await server.request(ann, 'POST', `/v1/books/${bookId}/chapters`, { outlineItemId, content })).body.id as string

/** "a(b c) d": titles in order, children in brackets. */
const shape = (items: OutlineItem[]): string =>
  items.map(item => (item.children.length > 0 ? `${item.title}(${shape(item.children)})` : item.title)).join(' ')
const all = (items: OutlineItem[]): OutlineItem[] => items.flatMap(item => [item, ...all(item.children)])
/** Positions from 0 without gaps, depths and parents as they stand. */
const expectSound = (items: OutlineItem[], depth = 0, parentId: string | null = null) => {
  for (const [position, item] of items.entries()) {
    expect(item).toMatchObject({ position, depth, parentId })
    expectSound(item.children, depth + 1, item.id)
  }
}

describe('items', () => {
  test('are added, nested, moved and reordered with their order and depth right', async () => {
    const book = await newBook()
    const [a, b, c] = [
      await add(book, { title: 'a' }),
      await add(book, { title: 'b' }),
      await add(book, { title: 'c' }),
    ]
    await add(book, { title: 'a' })
    expect((await outlineOf(book)).items.map(item => item.slug)).toEqual(['a', 'b', 'c', 'a-2'])
    await add(book, { title: 'd', position: 1 })
    expect(shape((await change(c, { position: 0 })).body.items)).toBe('c a d b a')
    expect(shape((await change(b, { parentId: a })).body.items)).toBe('c a(b) d a')
    const deep = await change(c, { parentId: b })
    expect(shape(deep.body.items)).toBe('a(b(c)) d a')
    expectSound(deep.body.items)
    expect(await change(a, { parentId: c })).toMatchObject({ status: 409, body: { code: 'outline_cycle' } })
    expect((await change(a, { parentId: a })).status).toBe(409)
    expect(shape((await outlineOf(book)).items)).toBe('a(b(c)) d a')
    expect(shape((await change(b, { parentId: null, position: 0 })).body.items)).toBe('b(c) a d a')
  })

  test('keep what they say, and refuse a parent of another book', async () => {
    const book = await newBook()
    const sections = [{ title: 'One', synopsis: 'First.', passages: [] }]
    const plan = { synopsis: 'S', objectives: ['Know'], sections, targetWords: 900 }
    const id = await add(book, { title: 'a', kind: 'front', ...plan })
    const changed = await change(id, { status: 'approved', synopsis: 'T', targetWords: null })
    expect(changed.body.items[0]).toMatchObject({
      ...plan,
      kind: 'front',
      synopsis: 'T',
      status: 'approved',
      targetWords: null,
    })
    const elsewhere = await add(await newBook(), { title: 'x' })
    expect((await change(id, { parentId: elsewhere })).status).toBe(404)
    expect((await change(id, { targetWords: 0 })).status).toBe(422)
  })

  test('rename their chapter as a version', async () => {
    const book = await newBook()
    const id = await add(book, { title: 'Old' })
    const chapter = await write(book, id)
    await change(id, { title: 'New' })
    const { body } = await server.request(ann, 'GET', `/v1/chapters/${chapter}`)
    expect(body).toMatchObject({ title: 'New', version: 2, content: 'Some text.' })
    await server.request(
      ann,
      'PUT',
      `/v1/chapters/${chapter}`,
      { title: 'Newer', content: 'x' },
      { 'if-match': '"v2"' },
    )
    expect((await outlineOf(book)).items[0]).toMatchObject({
      title: 'Newer',
      status: 'edited',
      chapter: { version: 3 },
    })
  })

  test('are deleted with what is below, unless there is text', async () => {
    const book = await newBook()
    const a = await add(book, { title: 'a' })
    const b = await add(book, { title: 'b', parentId: a })
    await add(book, { title: 'c' })
    const chapter = await write(book, b)
    const refused = await server.request(ann, 'DELETE', `/v1/outline-items/${a}`)
    expect(refused).toMatchObject({ status: 409, body: { code: 'outline_has_text', problems: [{ path: b }] } })
    expect((await server.request(ann, 'DELETE', `/v1/chapters/${chapter}`)).status).toBe(204)
    const deleted = await server.request(ann, 'DELETE', `/v1/outline-items/${a}`)
    expect(shape(deleted.body.items)).toBe('c')
    expectSound(deleted.body.items)
  })

  test('moved by many at once keep one sound order', async () => {
    const book = await newBook()
    const ids = await Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map(title => add(book, { title })))
    await Promise.all(ids.map((id, index) => change(id, { position: (index * 5) % 6 })))
    const { items } = await outlineOf(book)
    expectSound(items)
    expect(
      items
        .map(item => item.title)
        .toSorted()
        .join(''),
    ).toBe('abcdef')
  })
})

test('random moves, insertions and deletions through the database lose nothing and leave no gap', async () => {
  const step = fc.record({
    do: fc.constantFrom('insert', 'move', 'move', 'delete', 'replace'),
    item: fc.nat(),
    under: fc.nat(),
    at: fc.nat(5),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 10 }), async steps => {
      const book = await newBook()
      for (const title of ['p', 'q', 'r']) await add(book, { title })
      for (const { do: what, item, under, at } of steps) {
        const before = all((await outlineOf(book)).items)
        const target = before[item % Math.max(1, before.length)]
        const parentId = [null, ...before.map(one => one.id)][under % (before.length + 1)] ?? null
        if (what === 'insert' || !target) await add(book, { title: `n${at}`, parentId, position: at })
        else if (what === 'move')
          expect([200, 409]).toContain((await change(target.id, { parentId, position: at })).status)
        else if (what === 'delete') await server.request(ann, 'DELETE', `/v1/outline-items/${target.id}`)
        else {
          // Turned upside down: the last becomes the root of a chain that ends in the first.
          const chain = before.reduce<object[]>((children, { id, title }) => [{ id, title, children }], [])
          expect((await replace(book, chain)).status).toBe(200)
        }
        const { items } = await outlineOf(book)
        expectSound(items)
        const expected =
          what === 'insert' || !target
            ? before.length + 1
            : what === 'delete'
              ? before.length - all([target]).length
              : before.length
        expect(all(items)).toHaveLength(expected)
      }
    }),
    { numRuns: 8 },
  )
})

describe('replacing', () => {
  test('keeps and moves items by id, makes new ones, deletes the rest', async () => {
    const book = await newBook()
    const [a, b, c] = [
      await add(book, { title: 'a', synopsis: 'kept' }),
      await add(book, { title: 'b' }),
      await add(book, { title: 'c' }),
    ]
    const chapter = await write(book, b)
    const answer = await replace(book, [
      { title: 'new', kind: 'part', children: [{ id: b, title: 'b', children: [{ id: a, title: 'A' }] }] },
    ])
    expect(answer.status).toBe(200)
    expect(shape(answer.body.items)).toBe('new(b(A))')
    expectSound(answer.body.items)
    const [kept] = all(answer.body.items).filter(item => item.id === a)
    expect(kept).toMatchObject({ synopsis: 'kept', title: 'A' })
    expect(all(answer.body.items).find(item => item.id === b)?.chapter?.id).toBe(chapter)
    expect(all(answer.body.items).map(item => item.id)).not.toContain(c)
  })

  test('refuses to lose text or to change what is approved, and changes nothing then', async () => {
    const book = await newBook()
    const [a, b] = [await add(book, { title: 'a' }), await add(book, { title: 'b' })]
    await write(book, a)
    await change(b, { status: 'approved' })
    const before = await outlineOf(book)
    expect(await replace(book, [{ id: b, title: 'b' }])).toMatchObject({
      status: 409,
      body: { code: 'outline_has_text', problems: [{ path: a }] },
    })
    for (const items of [
      [{ id: a, title: 'a' }],
      [
        { id: b, title: 'B' },
        { id: a, title: 'a' },
      ],
    ]) {
      expect(await replace(book, items)).toMatchObject({
        status: 409,
        body: { code: 'outline_approved', problems: [{ path: b }] },
      })
    }
    const twice = [
      { id: a, title: 'a' },
      { id: b, title: 'b' },
      { id: a, title: 'a' },
      { id: crypto.randomUUID(), title: 'z' },
    ]
    const unknown = await replace(book, twice)
    expect(unknown.body.problems).toMatchObject([{ path: 'json.items.2.id' }, { path: 'json.items.3.id' }])
    expect(await outlineOf(book)).toEqual(before)
    expect(
      (
        await replace(book, [
          { id: b, title: 'b' },
          { id: a, title: 'a' },
        ])
      ).status,
    ).toBe(200) // moving is no change
    const asked = await replace(
      book,
      [
        { id: b, title: 'B' },
        { id: a, title: 'a' },
      ],
      { overwriteApproved: true },
    )
    expect(shape(asked.body.items)).toBe('B a')
  })
})

describe('a planned outline', () => {
  const plan = (...titles: string[]): Outline => ({
    title: 'Book',
    chapters: titles.map(title => ({
      title,
      synopsis: `${title}.`,
      objectives: ['Know it'],
      sections: [{ title: 'Only', synopsis: '', passages: [] }],
    })),
  })
  const apply = (bookId: string, outline: Outline) =>
    server.octavo.database.asService('plan for a test', tx => applyOutline(tx, bookId, outline))

  test('becomes items, and a new plan replaces it', async () => {
    const book = await newBook()
    await apply(book, plan('One', 'Two', 'Two'))
    const { items } = await outlineOf(book)
    expect(items.map(item => item.slug)).toEqual(['one', 'two', 'two-2'])
    expect(items[0]).toMatchObject({
      kind: 'chapter',
      status: 'pending',
      synopsis: 'One.',
      sections: [{ title: 'Only' }],
    })
    await apply(book, plan('Three', 'One'))
    expect(shape((await outlineOf(book)).items)).toBe('Three One')
  })

  test('leaves text, edits, approvals and matter around the chapters where they are', async () => {
    const book = await newBook()
    const ids = []
    for (const title of ['Written', 'Plan', 'Approved']) ids.push(await add(book, { title }))
    await add(book, { title: 'Preface', kind: 'front', position: 0 })
    await add(book, { title: 'Colophon', kind: 'back' })
    const part = await add(book, { title: 'Part', kind: 'part', position: 1 })
    await write(book, ids[0]!)
    await change(ids[0]!, { parentId: part })
    await change(ids[2]!, { status: 'approved', synopsis: 'Mine' })
    await apply(book, plan('New', 'Approved', 'Last'))
    const { items } = await outlineOf(book)
    expectSound(items)
    expect(shape(items)).toBe('Preface Part(Written) New Approved Last Colophon')
    expect(items[3]).toMatchObject({ status: 'approved', synopsis: 'Mine' })
    const other = await newBook()
    await write(other, await add(other, { title: 'Written' }))
    await add(other, { title: 'Colophon', kind: 'back' })
    await apply(other, plan('New', 'Newer'))
    expect(shape((await outlineOf(other)).items)).toBe('Written New Newer Colophon')
  })
})

describe('evidence', () => {
  test('an item tells which passages each section stands on, and how many are gone; nobody else is told', async () => {
    const book = await newBook('Evidence')
    const give = async (origin: string, text: string) =>
      (await server.request(ann, 'POST', `/v1/books/${book}/sources`, { origin, text })).body
    const notes = await give('notes.md', 'The tide leaves.\n\nThe tide comes back.')
    const scraps = await give('scraps.md', 'A torn page.')
    expect(notes).toMatchObject({ passages: 2 })
    const passagesOf = async (source: { id: string }): Promise<{ id: string }[]> =>
      (await server.request(ann, 'GET', `/v1/sources/${source.id}/passages`)).body.items
    const [leaves, back] = await passagesOf(notes)
    const [torn] = await passagesOf(scraps)
    const item = await add(book, {
      title: 'Tides',
      sections: [
        { title: 'Out', passages: [back!.id, torn!.id, leaves!.id] },
        { title: 'Never seen', passages: [] },
      ],
    })
    await server.request(ann, 'DELETE', `/v1/sources/${scraps.id}`)

    const path = `/v1/outline-items/${item}/passages`
    expect((await server.request(ann, 'GET', path)).body.sections).toEqual([
      {
        title: 'Out',
        gone: 1,
        passages: [
          expect.objectContaining({ id: back!.id, text: 'The tide comes back.', sourceTitle: 'notes.md' }),
          expect.objectContaining({ id: leaves!.id, sourceId: notes.id, start: expect.objectContaining({ line: 1 }) }),
        ],
      },
      { title: 'Never seen', gone: 0, passages: [] },
    ])
    const bob = await server.signUp('Bob')
    expect((await server.request(bob, 'GET', path)).status).toBe(404)
    expect((await server.request(undefined, 'GET', path)).status).toBe(401)
  })
})
