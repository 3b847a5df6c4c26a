import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { syncCatalogue } from '../generation/catalogue.ts'
import { startTestServer, type TestPerson, type TestServer } from '../testing.ts'

let server: TestServer
let ann: TestPerson
let outsider: TestPerson
beforeAll(async () => {
  server = await startTestServer()
  ann = await server.signUp('Ann')
  outsider = await server.signUp('Otto')
})
afterAll(() => server?.close())

const create = async (person: TestPerson, fields: object) => {
  const answer = await server.request(person, 'POST', '/v1/books', fields)
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return answer.body
}

test('the API document describes every route', async () => {
  const { status, body } = await server.request(undefined, 'GET', '/openapi.json')
  expect(status).toBe(200)
  expect(Object.keys(body.paths)).toContain('/v1/books/{id}/outline')
})

describe('creating', () => {
  test('takes what is missing from the settings', async () => {
    await server.octavo.database.asUser(ann, tx =>
      tx
        .updateTable('identity.settings')
        .set({ default_model: 'octavo/compositor-1', default_words: 1500, required_features: ['note'], language: 'de' })
        .execute(),
    )
    const book = await create(ann, { title: 'Über Schlangen', language: 'en' })
    expect(book).toMatchObject({
      organizationId: ann.organizationId,
      slug: 'uber-schlangen',
      model: 'octavo/compositor-1',
      targetWordsPerChapter: 1500,
      requiredFeatures: ['note'],
      language: 'en',
      status: 'draft',
      visibility: 'organization',
      version: 1,
      words: 0,
    })
    expect((await create(ann, { title: 'Short', targetWords: 9000 })).targetWordsPerChapter).toBeNull()
  })

  test('finds a free slug, also past a private book of somebody else', async () => {
    const team = await teamOf(ann)
    const editor = await join(team, 'editor')
    await create(ann, { title: 'Queues', organizationId: team, visibility: 'private' })
    expect((await create(editor, { title: 'Queues', organizationId: team })).slug).toBe('queues-2')
    expect((await create(editor, { title: 'Queues', organizationId: team })).slug).toBe('queues-3')
    const taken = await server.request(editor, 'POST', '/v1/books', {
      title: 'Q',
      slug: 'queues',
      organizationId: team,
    })
    expect(taken).toMatchObject({ status: 409, body: { code: 'conflict' } })
  })

  test('refuses outsiders, viewers and bad input', async () => {
    const team = await teamOf(ann)
    const viewer = await join(team, 'viewer')
    const fields = { title: 'New', organizationId: team }
    expect((await server.request(outsider, 'POST', '/v1/books', fields)).status).toBe(404)
    expect((await server.request(viewer, 'POST', '/v1/books', fields)).status).toBe(403)
    expect((await server.request(undefined, 'POST', '/v1/books', { title: 'New' })).status).toBe(401)
    const bad = await server.request(ann, 'POST', '/v1/books', {
      title: '',
      targetWords: 0,
      kind: 'poem',
      language: '?',
    })
    expect(bad.status).toBe(422)
    expect(bad.body.problems.map((problem: { path: string }) => problem.path).sort()).toEqual([
      'json.kind',
      'json.language',
      'json.targetWords',
      'json.title',
    ])
  })
})

describe('listing', () => {
  test('filters, sorts and pages without gaps', async () => {
    const bo = await server.signUp('Bo')
    for (const [index, title] of ['Delta', 'alpha', 'Charlie', 'bravo', 'Echo 100%'].entries()) {
      const genre = index % 2 ? 'mystery' : 'history'
      await create(bo, { title, genre, tags: [`t${index}`, 'all'], language: index === 0 ? 'fr' : 'en' })
    }
    const titles = async (query: string) =>
      (await server.request(bo, 'GET', `/v1/books?${query}`)).body.items.map((book: { title: string }) => book.title)
    expect(await titles('sort=title')).toEqual(['alpha', 'bravo', 'Charlie', 'Delta', 'Echo 100%'])
    expect(await titles('sort=created')).toEqual(['Echo 100%', 'bravo', 'Charlie', 'alpha', 'Delta'])
    expect(await titles('genre=mystery&sort=title')).toEqual(['alpha', 'bravo'])
    expect(await titles('tag=t2')).toEqual(['Charlie'])
    expect(await titles('language=fr')).toEqual(['Delta'])
    expect(await titles('q=100%25+ECHO')).toEqual(['Echo 100%'])
    expect(await titles('q=_')).toEqual([])
    expect(await titles(`organization=${ann.organizationId}`)).toEqual([])
    for (const sort of ['updated', 'title']) {
      const seen: string[] = []
      for (let cursor = ''; ; ) {
        const page = await server.request(bo, 'GET', `/v1/books?limit=2&sort=${sort}${cursor}`)
        seen.push(...page.body.items.map((book: { title: string }) => book.title))
        if (!page.body.next) break
        cursor = `&cursor=${page.body.next}`
      }
      expect(new Set(seen).size).toBe(5)
      expect(seen.length).toBe(5)
    }
    expect((await server.request(bo, 'GET', '/v1/books?cursor=nonsense')).status).toBe(422)
    expect((await server.request(outsider, 'GET', '/v1/books')).body.items).toEqual([])
  })
})

describe('the shelf', () => {
  test('is divided by stages, counted, and sorted by words and by the last change', async () => {
    const cy = await server.signUp('Cy')
    const idea = await create(cy, { title: 'Idea' })
    const long = await create(cy, { title: 'Long' })
    const short = await create(cy, { title: 'Short' })
    const old = await create(cy, { title: 'Old' })
    const out = await create(cy, { title: 'Out' })
    const gone = await create(cy, { title: 'Gone' })
    for (const [book, content] of [
      [long, 'One two three four five.'],
      [short, 'One.'],
    ] as const) {
      const item = await server.request(cy, 'POST', `/v1/books/${book.id}/outline/items`, { title: 'Only' })
      await server.request(cy, 'POST', `/v1/books/${book.id}/chapters`, { outlineItemId: item.body.id, content })
    }
    await server.request(cy, 'POST', `/v1/books/${idea.id}/sources`, { origin: 'a.md', text: 'A note.' })
    await server.request(cy, 'POST', `/v1/books/${old.id}/archive`)
    await server.request(cy, 'PATCH', `/v1/books/${out.id}`, { status: 'published' }, { 'if-match': '*' })
    await server.request(cy, 'DELETE', `/v1/books/${gone.id}`)

    const titles = async (query: string, person = cy) =>
      (await server.request(person, 'GET', `/v1/books?${query}`)).body.items.map(
        (book: { title: string }) => book.title,
      )
    expect(await titles('stage=planning')).toEqual(['Idea'])
    expect((await titles('stage=editing')).sort()).toEqual(['Long', 'Short'])
    expect(await titles('stage=published')).toEqual(['Out'])
    expect(await titles('stage=archived')).toEqual(['Old'])
    expect(await titles('stage=current&sort=title')).toEqual(['Idea', 'Long', 'Out', 'Short'])
    expect((await titles('sort=words')).slice(0, 2)).toEqual(['Long', 'Short'])
    // Text was written after the books were made.
    expect(await titles('sort=edited&stage=editing')).toEqual(['Short', 'Long'])
    for (const sort of ['edited', 'words']) {
      const page = (await server.request(cy, 'GET', `/v1/books?sort=${sort}&limit=2`)).body
      const rest = (await server.request(cy, 'GET', `/v1/books?sort=${sort}&limit=9&cursor=${page.next}`)).body
      expect(new Set([...page.items, ...rest.items].map(book => book.id)).size).toBe(5)
    }
    const counts = { planning: 1, writing: 0, editing: 2, published: 1, archived: 1, trash: 1 }
    expect((await server.request(cy, 'GET', '/v1/books/counts')).body).toEqual(counts)
    expect((await server.request(cy, 'GET', `/v1/books/counts?organization=${ann.organizationId}`)).body.trash).toBe(0)
    expect((await server.request(outsider, 'GET', '/v1/books/counts')).body).toEqual({
      ...{ planning: 0, writing: 0, editing: 0, published: 0, archived: 0, trash: 0 },
    })
    expect((await server.request(undefined, 'GET', '/v1/books/counts')).status).toBe(401)
    const shown = (await server.request(cy, 'GET', '/v1/books?sort=title&stage=current')).body.items
    expect(shown).toMatchObject([
      { title: 'Idea', stage: 'planning', sources: 1, plannedChapters: 0, coverId: null },
      { title: 'Long', stage: 'editing', sources: 0, plannedChapters: 1, words: 5 },
      { stage: 'published' },
      { stage: 'editing' },
    ])
  })

  test('shows as being written what a write job works on', async () => {
    await syncCatalogue(server.octavo)
    const di = await server.signUp('Di')
    const book = await create(di, { title: 'Live' })
    await server.request(di, 'POST', `/v1/books/${book.id}/sources`, {
      origin: 'a.md',
      text: '# A\n\nA queue holds jobs.',
    })
    const job = await server.request(di, 'POST', `/v1/books/${book.id}/jobs`, { kind: 'write' })
    expect(job.status, JSON.stringify(job.body)).toBe(201)
    expect((await server.request(di, 'GET', `/v1/books/${book.id}`)).body.stage).toBe('writing')
    expect((await server.request(di, 'GET', '/v1/books/counts')).body.writing).toBe(1)
    await server.request(di, 'POST', `/v1/jobs/${job.body.id}/cancel`)
    expect((await server.request(di, 'GET', `/v1/books/${book.id}`)).body.stage).toBe('planning')
  })
})

describe('changing', () => {
  test('needs the version that was read, and keeps the dates of the status', async () => {
    const book = await create(ann, { title: 'Versions' })
    const path = `/v1/books/${book.id}`
    expect((await server.request(ann, 'PATCH', path, { title: 'X' })).status).toBe(428)
    const done = await server.request(ann, 'PATCH', path, { status: 'completed' }, { 'if-match': '"v1"' })
    expect(done).toMatchObject({ status: 200, body: { status: 'completed', version: 2 } })
    expect(done.headers.get('etag')).toBe('"v2"')
    expect(done.body.completedAt).not.toBeNull()
    const stale = await server.request(ann, 'PATCH', path, { title: 'X' }, { 'if-match': '"v1"' })
    expect(stale).toMatchObject({ status: 412, body: { code: 'version_conflict', currentVersion: 2 } })
    expect(stale.headers.get('etag')).toBe('"v2"')
    const published = await server.request(ann, 'PATCH', path, { status: 'published' }, { 'if-match': '*' })
    expect(published.body.completedAt).toBe(done.body.completedAt)
    expect(published.body.publishedAt).not.toBeNull()
    const reopened = await server.request(ann, 'PATCH', path, { status: 'draft' }, { 'if-match': '*' })
    expect(reopened.body).toMatchObject({ completedAt: null, publishedAt: published.body.publishedAt })
    expect((await server.request(ann, 'POST', `${path}/archive`)).body.status).toBe('archived')
  })

  test('refuses a slug that is taken', async () => {
    await create(ann, { title: 'Taken' })
    const other = await create(ann, { title: 'Other' })
    const answer = await server.request(ann, 'PATCH', `/v1/books/${other.id}`, { slug: 'taken' }, { 'if-match': '*' })
    expect(answer).toMatchObject({ status: 409, body: { code: 'conflict' } })
    expect((await server.request(ann, 'GET', `/v1/books/${other.id}`)).body).toMatchObject({
      slug: 'other',
      version: 1,
    })
  })
})

describe('the trash', () => {
  test('keeps a book, refuses changes and gives a new slug when the old one is taken', async () => {
    const book = await create(ann, { title: 'Bin' })
    const path = `/v1/books/${book.id}`
    expect((await server.request(ann, 'DELETE', path)).status).toBe(204)
    expect((await server.request(ann, 'DELETE', path)).status).toBe(204)
    const listed = await server.request(ann, 'GET', '/v1/books?trashed=true')
    expect(listed.body.items).toMatchObject([{ id: book.id }])
    const changed = await server.request(ann, 'PATCH', path, { title: 'X' }, { 'if-match': '*' })
    expect(changed).toMatchObject({ status: 409, body: { code: 'book_trashed' } })
    const item = await server.request(ann, 'POST', `${path}/outline/items`, { title: 'X' })
    expect(item.body.code).toBe('book_trashed')
    expect((await create(ann, { title: 'Bin' })).slug).toBe('bin')
    const restored = await server.request(ann, 'POST', `${path}/restore`)
    expect(restored).toMatchObject({ status: 200, body: { slug: 'bin-2', deletedAt: null } })
  })

  test('restores past a private book of somebody else', async () => {
    const team = await teamOf(ann)
    const editor = await join(team, 'editor')
    const book = await create(editor, { title: 'Bin', organizationId: team })
    await server.request(editor, 'DELETE', `/v1/books/${book.id}`)
    await create(ann, { title: 'Bin', organizationId: team, visibility: 'private' })
    const restored = await server.request(editor, 'POST', `/v1/books/${book.id}/restore`)
    expect(restored).toMatchObject({ status: 200, body: { slug: 'bin-2' } })
  })
})

test('a copy has everything but the history, and its own ids', async () => {
  const book = await create(ann, { title: 'Original', notes: 'Keep it short.', tags: ['a'] })
  const path = `/v1/books/${book.id}`
  const text = '# Queues\n\nA queue holds jobs.\n\nA worker takes them.'
  const source = await server.request(ann, 'POST', `${path}/sources`, { origin: 'q.md', text })
  const passages = await server.request(ann, 'GET', `/v1/sources/${source.body.id}/passages`)
  const passageId = passages.body.items[1].id
  const part = await server.request(ann, 'POST', `${path}/outline/items`, { title: 'Part', kind: 'part' })
  const sections = [{ title: 'Why', synopsis: '', passages: [passageId] }]
  const item = await server.request(ann, 'POST', `${path}/outline/items`, {
    title: 'One',
    parentId: part.body.id,
    sections,
  })
  const chapter = { outlineItemId: item.body.id, content: '# One\n\nText.' }
  const written = await server.request(ann, 'POST', `${path}/chapters`, chapter)
  await server.request(
    ann,
    'PUT',
    `/v1/chapters/${written.body.id}`,
    { content: '# One\n\nMore.' },
    { 'if-match': '*' },
  )
  await server.request(ann, 'PATCH', `/v1/chapters/${written.body.id}`, { status: 'review', summary: 'S' })
  await server.request(ann, 'POST', `${path}/codex`, { kind: 'term', name: 'Queue', evidence: [passageId] })

  const copy = (await server.request(ann, 'POST', `${path}/duplicate`, {})).body
  expect(copy).toMatchObject({ title: 'Original (copy)', slug: 'original-copy', notes: 'Keep it short.', version: 1 })
  const outline = (await server.request(ann, 'GET', `/v1/books/${copy.id}/outline`)).body
  const copied = outline.items[0].children[0]
  expect(copied).toMatchObject({ title: 'One', depth: 1, chapter: { status: 'edited', version: 1 } })
  const text2 = await server.request(ann, 'GET', `/v1/chapters/${copied.chapter.id}`)
  // Nobody has reviewed the copy.
  expect(text2.body).toMatchObject({ content: '# One\n\nMore.', summary: 'S', status: 'edited' })
  const versions = await server.request(ann, 'GET', `/v1/chapters/${copied.chapter.id}/versions`)
  expect(versions.body.items).toMatchObject([{ number: 1, changeType: 'imported', note: 'Copied from "Original"' }])
  const sources = await server.request(ann, 'GET', `/v1/books/${copy.id}/sources`)
  const copiedPassages = await server.request(ann, 'GET', `/v1/sources/${sources.body.items[0].id}/passages`)
  expect(copiedPassages.body.items[1].text).toBe(passages.body.items[1].text)
  expect(copied.sections[0].passages).toEqual([copiedPassages.body.items[1].id])
  const codex = await server.request(ann, 'GET', `/v1/books/${copy.id}/codex`)
  const entry = await server.request(ann, 'GET', `/v1/codex/${codex.body.items[0].id}`)
  expect(entry.body.passages).toMatchObject([{ passageId: copiedPassages.body.items[1].id }])

  expect((await server.request(outsider, 'POST', `${path}/duplicate`, {})).status).toBe(404)
})

describe('export', () => {
  test('gives a MyST project with parts nested, and refuses a book without text', async () => {
    const book = await create(ann, { title: 'Yes: a "Book"', description: 'About.' })
    const path = `/v1/books/${book.id}`
    expect((await server.request(ann, 'GET', `${path}/export`)).body.code).toBe('book_unwritten')
    const part = await server.request(ann, 'POST', `${path}/outline/items`, { title: 'Part One', kind: 'part' })
    const item = await server.request(ann, 'POST', `${path}/outline/items`, { title: 'First', parentId: part.body.id })
    await server.request(ann, 'POST', `${path}/outline/items`, { title: 'Unwritten' })
    await server.request(ann, 'POST', `${path}/chapters`, { outlineItemId: item.body.id, content: 'No title here.' })
    const back = await server.request(ann, 'POST', `${path}/outline/items`, { title: 'Glossary', kind: 'back' })
    await server.request(ann, 'POST', `${path}/chapters`, { outlineItemId: back.body.id, content: '# Glossary\n\nQ' })
    const { body } = await server.request(ann, 'GET', `${path}/export?format=myst`)
    const files = Object.fromEntries(body.files.map((file: { path: string; text: string }) => [file.path, file.text]))
    expect(Object.keys(files)).toEqual(['myst.yml', 'index.md', 'chapters/01-first.md', 'glossary.md'])
    expect(files['chapters/01-first.md']).toBe('# First\n\nNo title here.\n')
    expect(files['myst.yml']).toContain('title: "Part One"')
    expect((await server.request(ann, 'GET', `${path}/export?format=pdf`)).status).toBe(422)
  })
})

async function teamOf(owner: TestPerson): Promise<string> {
  const name = `Team ${Math.random()}`
  const answer = await server.request(owner, 'POST', '/v1/organizations', { name, slug: `team-${crypto.randomUUID()}` })
  expect(answer.status).toBe(201)
  return answer.body.id
}

async function join(organizationId: string, role: 'editor' | 'viewer'): Promise<TestPerson> {
  const person = await server.signUp(`Some ${role}`)
  await server.octavo.database.asService('a member for a test', tx =>
    tx
      .insertInto('identity.members')
      .values({ organization_id: organizationId, user_id: person.userId, role })
      .execute(),
  )
  return person
}
