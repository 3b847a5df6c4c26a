import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rotateMasterKey } from '../identity/rotate-master-key.ts'
import type { TestPerson } from '../testing.ts'
import { type PublishingFixture, startPublishing } from './publishing.fixture.ts'
import { everything } from './testing/github-state.ts'
import { startWebDavServer } from './testing/webdav-server.ts'

let house: PublishingFixture
let folder: string
const app = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'octavo-publishing-'))
  await mkdir(join(folder, 'sites'))
  house = await startPublishing({
    OCTAVO_PUBLISH_FOLDERS: join(folder, 'sites'),
    GITHUB_APP_ID: '77',
    GITHUB_APP_PRIVATE_KEY: app.privateKey.replaceAll('\n', '\\n'),
  })
}, 60_000)
afterAll(async () => {
  await house?.close()
  await rm(folder, { recursive: true, force: true })
})

const gate = (bookId: string) => house.ask('GET', `/v1/books/${bookId}/gate`)
const rewrite = (id: string, content: string) =>
  house.ask('PUT', `/v1/chapters/${id}`, { content }, { 'if-match': '*' })
const destination = (bookId: string, body: object) =>
  house.ask('POST', `/v1/books/${bookId}/publishing/destinations`, body)

describe('the gate', () => {
  test('blocks errors, missing images and broken links, with their places, unless an editor says why', async () => {
    const book = await house.makeBook()
    expect(await gate(book.id)).toEqual({ open: true, blockers: [], warnings: [] })
    await rewrite(
      book.chapters[0],
      '# Light\n\n![A lamp](../images/lamp.png)\n\nSee [it](09-none.md) and {ref}`nowhere`.\n\nTODO: more.\n',
    )
    const { open, blockers, warnings } = await gate(book.id)
    expect(open).toBe(false)
    const of = { chapterId: book.chapters[0], file: 'chapters/01-light.md' }
    expect(blockers).toEqual([
      expect.objectContaining({ rule: 'broken-reference', line: 5, ...of }),
      expect.objectContaining({ rule: 'missing-image', line: 3, column: 11, ...of }),
      expect.objectContaining({ rule: 'broken-link', line: 5, ...of }),
    ])
    expect(warnings).toEqual([expect.objectContaining({ rule: 'placeholder-text', line: 7, ...of })])

    const { id, repository } = await house.makeDestination(book.id)
    const head = await repository.git.head('main')
    await expect(house.publish(book.id, id)).rejects.toMatchObject({ code: 'gate_closed', status: 409, blockers })
    const despite = ['broken-reference', 'missing-image', 'broken-link']
    await expect(house.publish(book.id, id, { despite: despite.slice(1), reason: 'A draft' })).rejects.toMatchObject({
      code: 'gate_closed',
      problems: [expect.objectContaining({ path: 'broken-reference:chapters/01-light.md:5' })],
    })
    await expect(house.publish(book.id, id, { despite })).rejects.toMatchObject({ code: 'value_invalid' })
    expect(await repository.git.head('main')).toBe(head)
    const done = await house.publish(book.id, id, { despite, reason: 'A draft for friends' })
    expect(done).toMatchObject({ state: 'ready', despite, reason: 'A draft for friends' })
    const log = await house.ask('GET', `/v1/organizations/${house.ann.organizationId}/audit`)
    expect(log.items).toContainEqual(
      expect.objectContaining({
        action: 'book.published',
        subject: book.id,
        details: expect.objectContaining({ despite, reason: 'A draft for friends' }),
      }),
    )
  }, 60_000)

  test('asks for approved chapters only where the book does', async () => {
    const book = await house.makeBook()
    await house.ask('PATCH', `/v1/books/${book.id}/publishing/settings`, { requiresApproval: true })
    const { blockers } = await gate(book.id)
    expect(blockers).toMatchObject([
      { rule: 'chapter-unapproved', chapterId: book.chapters[1] },
      { rule: 'chapter-unapproved', chapterId: book.chapters[0] },
    ])
  })

  test('a book without text says so', async () => {
    const { id } = await house.ask('POST', '/v1/books', { title: 'Empty' })
    expect(await gate(id)).toMatchObject({ open: false, blockers: [{ rule: 'book_unwritten' }] })
  })
})

test('notes, comments, suggestions, sources and summaries are never published', async () => {
  const book = await house.makeBook()
  const secret = 'not for readers'
  const [id] = book.chapters
  await house.ask('PATCH', `/v1/chapters/${id}`, { notes: `${secret} 1`, summary: `${secret} 2` }, { 'if-match': '*' })
  await house.ask('POST', `/v1/chapters/${id}/comments`, { body: `${secret} 3` })
  const { content, version } = await house.ask('GET', `/v1/chapters/${id}`)
  await house.ask('POST', `/v1/chapters/${id}/suggestions`, { version, content: `${content}\n${secret} 4\n` })
  await house.ask('POST', `/v1/books/${book.id}/sources`, { origin: 'a.md', text: `${secret} 5`, format: 'markdown' })
  await house.ask('PATCH', `/v1/books/${book.id}`, { notes: `${secret} 6` }, { 'if-match': '*' })
  const { id: to, repository } = await house.makeDestination(book.id)
  expect(await house.publish(book.id, to)).toMatchObject({ state: 'ready' })
  const head = (await repository.git.head('main'))!
  for (const { blob } of (await repository.git.tree(head)).values()) {
    expect(Buffer.from(await repository.git.read(blob)).toString()).not.toContain(secret)
  }
}, 60_000)

describe('places of this machine', () => {
  test('a folder, a ZIP file and a bare repository, below what the operator allows', async () => {
    const book = await house.makeBook()
    const site = await destination(book.id, { target: 'folder', location: join(folder, 'sites/one') })
    expect(await house.publish(book.id, site.id)).toMatchObject({ state: 'ready', added: 4 })
    expect(await readFile(join(folder, 'sites/one/chapters/02-fog.md'), 'utf8')).toBe(
      '# Fog\n\nThe horn sounds twice.\n',
    )

    const zip = await destination(book.id, { target: 'zip', location: join(folder, 'sites/one.zip') })
    expect(await house.publish(book.id, zip.id)).toMatchObject({ state: 'ready', added: 4 })
    expect(Object.keys(unzipSync(await readFile(join(folder, 'sites/one.zip'))))).toContain('myst.yml')

    const git = await destination(book.id, { target: 'git', location: join(folder, 'sites/one.git') })
    const done = await house.publish(book.id, git.id)
    expect(done).toMatchObject({ state: 'ready', added: 4, branch: 'main', commit: expect.any(String) })
    expect(await house.sync(book.id, git.id)).toMatchObject({ state: 'completed', files: [], commit: done.commit })
  }, 60_000)

  test('nowhere else, whatever the path or a link says', async () => {
    const book = await house.makeBook()
    await symlink(folder, join(folder, 'sites/out'))
    const refused = [folder, join(folder, 'sites/../other'), join(folder, 'sites/out/other'), 'sites/one', '/etc']
    for (const location of refused) {
      await expect(destination(book.id, { target: 'folder', location })).rejects.toMatchObject({
        code: 'destination_refused',
      })
    }
    await expect(destination(book.id, { target: 'git', location: '/tmp/x.git' })).rejects.toMatchObject({
      code: 'destination_refused',
    })
    // A link that is put there afterwards leads nowhere either.
    const { id } = await destination(book.id, { target: 'folder', location: join(folder, 'sites/later') })
    await symlink('/tmp', join(folder, 'sites/later'))
    expect(await house.publish(book.id, id)).toMatchObject({ state: 'error', error: { code: 'destination_refused' } })
  }, 60_000)
})

test('WebDAV by a stored connection: from one’s own machine, and from a server only to the public internet', async () => {
  const dav = await startWebDavServer()
  const book = await house.makeBook()
  const { url, username, password } = dav
  const connecting = house.ask('POST', '/v1/connections', { kind: 'webdav', url, username, password })
  if (house.server.database.kind === 'server') {
    await expect(connecting).rejects.toMatchObject({ code: 'address_refused' })
  } else {
    expect(await connecting).toMatchObject({ kind: 'webdav', account: new URL(url).host, lastFour: '' })
    const { id } = await destination(book.id, { target: 'webdav', location: 'books' })
    expect(await house.publish(book.id, id)).toMatchObject({ state: 'ready', added: 4 })
    expect(await house.publish(book.id, id)).toMatchObject({ state: 'ready', added: 0 })
  }
  await dav.close()
}, 60_000)

describe('who may publish', () => {
  let viewer: TestPerson
  let stranger: TestPerson
  let book: { id: string }
  beforeAll(async () => {
    book = await house.makeBook()
    stranger = await house.server.signUp('Sam')
    viewer = await house.server.signUp('Vera')
    const { userId } = viewer
    await house.server.database.asService('a reader', tx =>
      tx.insertInto('library.collaborators').values({ book_id: book.id, user_id: userId, role: 'viewer' }).execute(),
    )
  })

  test('editors; readers see what was published, strangers nothing', async () => {
    const { id } = await house.makeDestination(book.id)
    await house.publish(book.id, id)
    const as = (person: TestPerson, method: string, path: string, body?: object) =>
      house.server.request(person, method, `/v1/books/${book.id}${path}`, body)
    expect(await as(viewer, 'GET', '/publishing/deployments')).toMatchObject({ status: 200, body: { items: [{}] } })
    expect(await as(viewer, 'GET', '/gate')).toMatchObject({ status: 200 })
    const input = { destinationId: id }
    expect(await as(viewer, 'POST', '/publishing/deployments', input)).toMatchObject({ status: 403 })
    expect(await as(viewer, 'POST', '/publishing/syncs', input)).toMatchObject({ status: 403 })
    expect(await as(viewer, 'GET', `/publishing/destinations/${id}/preview`)).toMatchObject({ status: 403 })
    expect(await as(viewer, 'DELETE', `/publishing/destinations/${id}`)).toMatchObject({ status: 403 })
    for (const path of ['/publishing/deployments', '/publishing/destinations', '/publishing/syncs', '/gate']) {
      expect(await as(stranger, 'GET', path)).toMatchObject({ status: 404 })
    }
    expect(await as(stranger, 'POST', '/publishing/deployments', input)).toMatchObject({ status: 404 })
  }, 60_000)

  test('a destination of another book is none of this one', async () => {
    const other = await house.makeBook()
    const { id } = await house.makeDestination(other.id)
    const path = `/v1/books/${book.id}/publishing/deployments`
    await expect(house.ask('POST', path, { destinationId: id })).rejects.toMatchObject({ code: 'not_found' })
  })
})

test('a destination is published to by one job at a time', async () => {
  const book = await house.makeBook()
  const { id } = await house.makeDestination(book.id)
  const both = await Promise.allSettled([house.publish(book.id, id), house.publish(book.id, id)])
  const [done, refused] = both.toSorted(({ status }) => (status === 'fulfilled' ? -1 : 1))
  expect(done).toMatchObject({ value: { state: 'ready', added: 4 } })
  expect(refused).toMatchObject({ reason: { code: 'deployment_open', status: 409 } })
}, 60_000)

test('a folder with something else in it becomes no repository', async () => {
  const book = await house.makeBook()
  await mkdir(join(folder, 'sites/full/inside'), { recursive: true })
  const { id } = await destination(book.id, { target: 'git', location: join(folder, 'sites/full') })
  expect(await house.publish(book.id, id)).toMatchObject({ state: 'error', error: { code: 'destination_refused' } })
}, 60_000)

test('an operator connects an installation of the app, and it pushes by a token of its own', async () => {
  const { state } = house.gitHub
  state.apps.set('77', app.publicKey)
  state.installations.set(12, { login: 'lighthouses', permissions: everything })
  const repository = await state.addRepository('lighthouses', 'manual')
  const operator = await house.server.signUp('Olga')
  await house.server.database.asService('an operator', tx =>
    tx.insertInto('identity.user_roles').values({ user_id: operator.userId, role: 'superadmin' }).execute(),
  )
  const ask = async (method: string, path: string, body?: object) => {
    const answer = await house.server.request(operator, method, path, body)
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300)
    return answer.body
  }
  const unknown = { kind: 'github-app', installation: 13 }
  expect(await house.server.request(operator, 'POST', '/v1/connections', unknown)).toMatchObject({ status: 422 })
  const connection = await ask('POST', '/v1/connections', { kind: 'github-app', installation: 12 })
  expect(connection).toMatchObject({ kind: 'github-app', account: 'lighthouses', lastFour: '' })
  const { id } = await ask('POST', '/v1/books', { title: 'Manual' })
  await ask('POST', `/v1/books/${id}/chapters`, { title: 'One', content: '# One\n\nText.\n' })
  const place = { target: 'github', location: 'lighthouses/manual' }
  const to = await ask('POST', `/v1/books/${id}/publishing/destinations`, place)
  const path = `/v1/books/${id}/publishing/deployments`
  const { deployment } = await ask('POST', path, { destinationId: to.id })
  await expect.poll(async () => (await ask('GET', `${path}/${deployment.id}`)).state, { timeout: 20_000 }).toBe('ready')
  expect(Object.keys(await house.texts(repository))).toHaveLength(3)
}, 60_000)

test('a rotation of the master key takes connections along', async () => {
  const { octavo } = house.server
  const before = octavo.secrets.newestKeyId
  octavo.secrets.addNewest({ id: 'test-2', key: randomBytes(32) })
  const config = { ...octavo.config, masterKeys: [] }
  expect(await rotateMasterKey({ ...octavo, config })).toMatchObject({ keyId: 'test-2', failed: [] })
  octavo.secrets.keepNewest()
  expect(before).not.toBe('test-2')
  const book = await house.makeBook()
  const { id } = await house.makeDestination(book.id)
  expect(await house.publish(book.id, id)).toMatchObject({ state: 'ready' })
}, 60_000)

test('a connection that is gone says so, and what was published stays', async () => {
  const book = await house.makeBook()
  const { id, repository } = await house.makeDestination(book.id)
  await house.publish(book.id, id)
  const { items } = await house.ask('GET', '/v1/connections')
  const { id: connection } = items.find(({ kind }: { kind: string }) => kind === 'github')
  await house.ask('DELETE', `/v1/connections/${connection}`)
  expect(await house.publish(book.id, id)).toMatchObject({ state: 'error', error: { code: 'connection_missing' } })
  expect(Object.keys(await house.texts(repository))).toHaveLength(5)
  const place = { target: 'github', location: 'ann/any' }
  await expect(destination(book.id, place)).rejects.toMatchObject({ code: 'connection_missing' })
}, 60_000)
