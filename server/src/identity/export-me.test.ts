import { randomBytes } from 'node:crypto'
import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { commit, reserve } from '../billing/meter.ts'
import { startTestServer, type TestPerson, type TestServer } from '../testing.ts'

let server: TestServer
let ann: TestPerson
let bob: TestPerson
beforeAll(async () => {
  server = await startTestServer()
  ann = await server.signUp('Ann')
  bob = await server.signUp('Bob')
})
afterAll(() => server?.close())

const ask = (person: TestPerson, method: string, path: string, body?: unknown) =>
  server.request(person, method, `/v1${path}`, body)

async function made(person: TestPerson, path: string, body: unknown, method = 'POST') {
  const answer = await ask(person, method, path, body)
  expect(answer.status, `${method} ${path} ${JSON.stringify(answer.body)}`).toBeLessThan(300)
  return answer.body
}

async function makeBook(person: TestPerson, title: string, organizationId?: string): Promise<string> {
  const { id } = (await ask(person, 'POST', '/books', { title, ...(organizationId && { organizationId }) })).body
  const content = `# ${title}, opened\n\nText of ${title}.\n`
  expect(await ask(person, 'POST', `/books/${id}/chapters`, { title: 'One', content })).toMatchObject({ status: 201 })
  await ask(person, 'POST', `/books/${id}/sources`, { origin: 'notes.md', text: `Source of ${title}.` })
  await ask(person, 'PUT', `/books/${id}/files?name=given.docx&kind=original`, `Given for ${title}.`)
  await ask(person, 'PUT', `/books/${id}/files?name=data.csv&kind=attachment`, `table,${title}\n`)
  return id
}

async function use(person: TestPerson, organizationId: string): Promise<void> {
  await server.database.asService('test', async tx => {
    const key = `use-${person.userId}-${organizationId}`
    const { userId } = person
    await reserve(tx, { key, organizationId, userId, resource: 'tokens', quantity: 7, operation: 'tool' })
    await commit(tx, key, { quantity: 7 })
  })
}

async function exportOf(person: TestPerson): Promise<Map<string, string>> {
  const response = await server.app.request('/v1/me/export', { headers: person.headers })
  expect(response.status).toBe(200)
  expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="octavo-\d{4}-\d\d-\d\d\.zip"$/)
  const files = unzipSync(new Uint8Array(await response.arrayBuffer()))
  return new Map(Object.entries(files).map(([path, bytes]) => [path, strFromU8(bytes)]))
}

test('everything one owns is in the archive, and nothing of others', async () => {
  const team = (await ask(bob, 'POST', '/organizations', { name: 'Team' })).body.id
  await server.database.asService('test', tx =>
    tx.insertInto('identity.members').values({ organization_id: team, user_id: ann.userId, role: 'admin' }).execute(),
  )
  const own = await makeBook(ann, 'Anns book')
  await makeBook(ann, 'Anns team book', team)
  await makeBook(bob, 'Bobs book', team)
  await makeBook(bob, 'Bobs own')
  const empty = (await ask(ann, 'POST', '/books', { title: 'Not begun' })).body.id
  const token = (await ask(ann, 'POST', '/me/tokens', { name: 'Backup' })).body.token
  await use(ann, team)
  await use(bob, team)

  const files = await exportOf(ann)
  const account = JSON.parse(files.get('account.json')!)
  expect(account).toMatchObject({ email: ann.email, profile: { name: 'Ann' }, tokens: [{ name: 'Backup' }] })
  const folder = `books/anns-book-${own.slice(0, 8)}`
  expect(JSON.parse(files.get(`${folder}/book.json`)!)).toMatchObject({ id: own, outline: [{ title: 'One' }] })
  expect(files.has(`${folder}/myst/myst.yml`)).toBe(true)
  expect(files.get(`${folder}/myst/data.csv`)).toBe('table,Anns book\n')
  expect(files.get(`${folder}/sources/001-notes-md.md`)).toBe('Source of Anns book.')
  expect(files.get(`${folder}/originals/given.docx`)).toBe('Given for Anns book.')
  expect([...files.keys()].filter(path => path.endsWith('/book.json'))).toHaveLength(3)
  expect([...files.keys()].filter(path => path.includes(empty.slice(0, 8)))).toHaveLength(1)

  const all = [...files].flat().join('\n')
  expect(all).toContain('Text of Anns book.')
  expect(all).toContain('Text of Anns team book.')
  for (const others of ['Bobs', bob.email, bob.userId, token, ann.headers.cookie!.split('=')[1]!]) {
    expect(all).not.toContain(others)
  }
  const usage = [...files].filter(([path]) => path.startsWith('usage/'))
  expect(usage).toHaveLength(2)
  expect(usage.map(([, csv]) => csv.split('\r\n').filter(line => line.includes(ann.userId)).length)).toContain(1)
})

test('only its owner gets it', async () => {
  expect(await server.request(undefined, 'GET', '/v1/me/export')).toMatchObject({ status: 401 })
  expect([...(await exportOf(await server.signUp('Nobody in particular'))).keys()]).not.toContainEqual(
    expect.stringMatching(/^books\//),
  )
})

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAAEklEQVQImWNwSVvlkraKAUIBACOmBVH6P41PAAAAAElFTkSuQmCC',
  'base64',
)

/** The files of one book in an archive, by their path in its folder; what ends in .json is read. */
function inBook(files: Map<string, string>, id: string) {
  const own = [...files].filter(([path]) => path.startsWith('books/') && path.split('/')[1]!.endsWith(id.slice(0, 8)))
  // biome-ignore lint/suspicious/noExplicitAny: JSON
  const read = (path: string, text: string): any => (path.endsWith('.json') ? JSON.parse(text) : text)
  return Object.fromEntries(own.map(([path, text]) => [path.split('/').slice(2).join('/'), read(path, text)]))
}

test('a book comes with its history, its talk, its codex and its files', async () => {
  const [cleo, dora] = [await server.signUp('Cleo'), await server.signUp('Dora')]
  const team = (await made(cleo, '/organizations', { name: 'Apiary' })).id
  await server.database.asService('test', tx =>
    tx.insertInto('identity.members').values({ organization_id: team, user_id: dora.userId, role: 'editor' }).execute(),
  )
  const book = (await made(cleo, '/books', { title: 'Hives', organizationId: team })).id
  const first = '# Wax\n\nWax is soft.\n'
  const chapter = (await made(cleo, `/books/${book}/chapters`, { title: 'Wax', content: first })).id
  for (let number = 2; number <= 12; number++) {
    const content = `${first}\nLine ${number}.\n`
    const saved = await server.request(dora, 'PUT', `/v1/chapters/${chapter}`, { content }, { 'if-match': '*' })
    expect(saved.status).toBe(200)
  }
  await made(cleo, `/chapters/${chapter}/versions/1/label`, { name: 'As begun' }, 'PUT')
  const comment = await made(dora, `/chapters/${chapter}/comments`, { body: 'How soft?' })
  await made(cleo, `/chapters/${chapter}/comments`, { body: 'Very.', parentId: comment.id })
  await made(dora, `/chapters/${chapter}/suggestions`, {
    version: 12,
    content: '# Wax\n\nWax is hard.\n',
    reason: 'Cold',
  })
  const source = await made(cleo, `/books/${book}/sources`, { origin: 'wax.md', text: 'Wax comes from bees.' })
  const { items } = (await ask(cleo, 'GET', `/sources/${source.id}/passages`)).body
  await made(cleo, `/books/${book}/codex`, {
    kind: 'thing',
    name: 'Wax',
    aliases: ['Beeswax'],
    description: 'What combs are made of',
    evidence: [items[0].id],
  })
  await made(cleo, `/books/${book}/silences`, { rule: 'broken-link', reason: 'They are meant' })
  await ask(cleo, 'PUT', `/books/${book}/files?name=front.png&kind=cover`, png)
  await ask(cleo, 'PUT', `/books/${book}/files?name=images/comb.png&kind=image`, png)
  await made(cleo, `/books/${book}/exports`, { format: 'json' })
  const bare = (await made(cleo, '/books', { title: 'Only pictures' })).id
  await ask(cleo, 'PUT', `/books/${bare}/files?name=images/comb.png&kind=image`, png)
  await made(cleo, '/templates', { name: 'Beekeeping', category: 'non-fiction' })
  await made(dora, '/templates', { name: 'Doras way', category: 'fiction', isPublic: true })

  const archive = await exportOf(cleo)
  const own = inBook(archive, book)
  const folder = 'chapters/001-wax'
  const versions = own[`${folder}/versions.json`]
  expect(versions.map(({ number }: { number: number }) => number)).toEqual([...Array(12).keys()].map(at => at + 1))
  expect(versions[0]).toMatchObject({ label: 'As begun', author: { name: 'Cleo' }, content: first })
  expect(versions[11]).toMatchObject({
    author: { name: 'Dora' },
    changeType: 'edited',
    content: `${first}\nLine 12.\n`,
  })
  expect(own[`${folder}/chapter.json`]).toMatchObject({ id: chapter, title: 'Wax', version: 12 })
  expect(own[`${folder}/comments.json`]).toMatchObject([
    { body: 'How soft?', author: { name: 'Dora' }, answers: [{ body: 'Very.', author: { name: 'Cleo' } }] },
  ])
  expect(own[`${folder}/suggestions.json`]).toMatchObject([{ reason: 'Cold', state: 'open', author: { name: 'Dora' } }])
  expect(own['codex.json']).toMatchObject([
    {
      name: 'Wax',
      aliases: ['Beeswax'],
      description: 'What combs are made of',
      passages: [{ text: 'Wax comes from bees.' }],
    },
  ])
  expect(own['book.json'].silences).toMatchObject([{ rule: 'broken-link', reason: 'They are meant' }])
  expect(own['files.json']).toHaveLength(2)
  expect(own['covers/front.png']).toContain('PNG')
  expect(own['myst/images/comb.png']).toContain('PNG')
  expect(own['exports.json']).toMatchObject([{ format: 'json' }])
  expect(own['jobs.json']).toMatchObject([{ kind: 'export' }])
  expect(inBook(archive, bare)['files/images/images/comb.png']).toContain('PNG')
  expect(JSON.parse(archive.get('templates.json')!)).toMatchObject([{ name: 'Beekeeping' }])

  // What Dora wrote into the book of another is hers; the book is not, nor what others said there.
  const theirs = await exportOf(dora)
  expect([...theirs.keys()].filter(path => path.startsWith('books/'))).toEqual([])
  expect(JSON.parse(theirs.get('elsewhere/comments.json')!)).toMatchObject([{ book: 'Hives', body: 'How soft?' }])
  expect(JSON.parse(theirs.get('elsewhere/suggestions.json')!)).toMatchObject([{ chapter: 'Wax', reason: 'Cold' }])
  expect([...theirs.values()].join('\n')).not.toContain('Very.')

  // In the trash it is still hers; of an organization she has left, it is not.
  await ask(cleo, 'DELETE', `/books/${book}`)
  expect(inBook(await exportOf(cleo), book)).toHaveProperty([`${folder}/comments.json`])
  await server.database.asService('test', async tx => {
    await tx.updateTable('identity.members').set({ role: 'owner' }).where('user_id', '=', dora.userId).execute()
    await tx
      .deleteFrom('identity.members')
      .where('organization_id', '=', team)
      .where('user_id', '=', cleo.userId)
      .execute()
  })
  const after = await exportOf(cleo)
  expect(inBook(after, book)).toEqual({})
  expect([...after.values()].join('\n')).not.toMatch(/Wax is soft|How soft/)
})

test('a book with a long history is sent as it is read', async () => {
  const erik = await server.signUp('Erik')
  const book = (await made(erik, '/books', { title: 'Long' })).id
  const chapter = (await made(erik, `/books/${book}/chapters`, { title: 'One', content: '# One\n' })).id
  const count = 80
  // Noise, as what packs well would not show how much is sent.
  const rows = Array.from({ length: count - 1 }, (_, at) => ({
    chapter_id: chapter,
    book_id: book,
    number: at + 2,
    title: 'One',
    content: randomBytes(75_000).toString('hex'),
    words: 1,
    change_type: 'edited' as const,
    created_by: erik.userId,
  }))
  await server.database.asService('test', async tx => {
    await tx.insertInto('library.chapter_versions').values(rows).execute()
    const newest = { version: count, content: rows.at(-1)!.content }
    await tx.updateTable('library.chapters').set(newest).where('id', '=', chapter).execute()
  })
  const read = vi.spyOn(server.octavo.database, 'asUser')
  const response = await server.app.request('/v1/me/export', { headers: erik.headers })
  const pieces: Uint8Array[] = []
  let bytes = 0
  let early: number | undefined
  for await (const piece of response.body!) {
    pieces.push(piece)
    bytes += piece.byteLength
    if (bytes > 2_000_000) early ??= read.mock.calls.length
  }
  const late = read.mock.calls.length
  read.mockRestore()
  // Most of the history was read after the first 2 MB were sent.
  expect(late - early!).toBeGreaterThan(8)
  const files = unzipSync(new Uint8Array(Buffer.concat(pieces)))
  const [path] = Object.keys(files).filter(path => path.endsWith('/versions.json'))
  const versions = JSON.parse(strFromU8(files[path!]!)) as { number: number; content: string }[]
  expect(versions).toHaveLength(count)
  expect(versions.at(-1)!.content).toBe(rows.at(-1)!.content)
  expect(bytes).toBeGreaterThan(5_000_000)
}, 60_000)
