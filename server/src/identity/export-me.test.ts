import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, expect, test } from 'vitest'
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
