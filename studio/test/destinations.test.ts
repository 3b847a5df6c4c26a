import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BareRepository, type TestPerson } from '@octavo/server/testing'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAccessible, type Studio, startStudio, takePictures } from './studio.ts'

let studio: Studio
let ada: TestPerson
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'octavo-destinations-'))
  await mkdir(join(folder, 'out'))
  studio = await startStudio({ worker: true, environment: { OCTAVO_PUBLISH_FOLDERS: join(folder, 'out') } })
  ada = await studio.server.signUp('Ada Lovelace')
})

afterAll(async () => {
  await studio.close()
  await rm(folder, { recursive: true, force: true })
})

async function newBook(title: string, chapters: Record<string, string>) {
  const { server } = studio
  const { body: book } = await server.request(ada, 'POST', '/v1/books', { title, authors: ['Ada Lovelace'] })
  const ids: string[] = []
  for (const [name, content] of Object.entries(chapters)) {
    const { body } = await server.request(ada, 'POST', `/v1/books/${book.id}/chapters`, { title: name, content })
    ids.push(body.id)
  }
  return { id: book.id as string, chapters: ids }
}

async function openPublish(bookId: string, person = ada): Promise<Page> {
  const page = await studio.open(person)
  await page.goto(`${studio.url}/books/${bookId}/publish`)
  await page.getByRole('heading', { name: 'Where it goes' }).waitFor()
  return page
}

async function addPlace(page: Page, kind: string, path: string): Promise<void> {
  await page.getByRole('button', { name: 'Add a place' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add a place' })
  await dialog.getByLabel('Kind of place').selectOption(kind)
  await dialog.getByLabel('Path').fill(path)
  await dialog.getByRole('button', { name: 'Add it' }).click()
}

/** A commit by somebody else. */
async function edit(repository: BareRepository, path: string, text: string): Promise<void> {
  const parent = await repository.head('main')
  await repository.commit({
    branch: 'main',
    parent,
    changes: new Map([[path, Buffer.from(text)]]),
    message: 'By a reader',
  })
}

test('a book goes to a folder after its changes were shown, despite the gate only with a reason', async () => {
  const book = await newBook('Lighthouses', { Light: '# Light\n\nThe lamp burns. See {ref}`nowhere`.\n' })
  const page = await openPublish(book.id)
  await page.getByText(/^Nowhere yet/).waitFor()

  await addPlace(page, 'folder', '/etc/books')
  await page
    .getByRole('alert')
    .getByText(/The operator does not publish there/)
    .waitFor()
  await expectAccessible(page)
  const target = join(folder, 'out', 'lighthouses')
  await page.getByLabel('Path').fill(target)
  await page.getByRole('button', { name: 'Add it' }).click()
  const place = page.getByRole('article', { name: /^Folder/ })
  await place.getByText('not published yet').waitFor()

  await place.getByRole('button', { name: 'See what would change' }).click()
  const dialog = page.getByRole('dialog', { name: 'What would change at Folder' })
  await dialog.getByText('The lamp burns').waitFor()
  await dialog.getByText(/1 thing stops it: broken reference/).waitFor()
  expect(await dialog.getByRole('button', { name: 'Publish to Folder' }).isDisabled()).toBe(true)
  await dialog.getByLabel('Reason').fill('A draft for friends')
  await expectAccessible(page)
  await takePictures(page, 'preview')
  await dialog.getByRole('button', { name: 'Publish to Folder' }).click()
  await place.getByText(/files, now|files, \d+ min ago/).waitFor({ timeout: 40_000 })
  expect(await readFile(join(target, 'chapters/01-light.md'), 'utf8')).toContain('The lamp burns')
  await expectAccessible(page)
  await takePictures(page, 'places')

  await place.getByRole('button', { name: /^More for Folder/ }).click()
  await page.getByRole('menuitem', { name: 'History' }).click()
  await page
    .getByRole('dialog', { name: 'Folder: history' })
    .getByText(/broken-reference: A draft for friends/)
    .waitFor()
  await page.keyboard.press('Escape')
  await place.getByRole('button', { name: /^More for Folder/ }).click()
  await page.getByRole('menuitem', { name: 'Publish there no more' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Publish there no more' }).click()
  await page.getByText(/^Nowhere yet/).waitFor()
})

test('edits come back from a repository, and where both changed a place, somebody chooses', async () => {
  const book = await newBook('Fog', { Horn: '# Horn\n\nIt sounds twice.\n\nIt is heard far away.\n' })
  const repository = new BareRepository(join(folder, 'out', 'fog.git'))
  await repository.init()
  const page = await openPublish(book.id)
  await addPlace(page, 'git', repository.gitdir)
  const place = page.getByRole('article', { name: /^Git repository/ })
  await place.getByRole('button', { name: 'See what would change' }).click()
  const dialog = page.getByRole('dialog', { name: 'What would change at Git repository' })
  await dialog.getByLabel('Message of the commit').fill('The first edition')
  await dialog.getByRole('button', { name: 'Commit to main' }).click()
  await place.getByText(/files, now|files, \d+ min ago/).waitFor({ timeout: 40_000 })
  const head = await repository.head('main')
  expect(head).not.toBeNull()

  const file = 'chapters/01-horn.md'
  await edit(repository, file, '# Horn\n\nIt sounds three times.\n\nIt is heard far away.\n')
  const { server } = studio
  const mine = '# Horn\n\nIt sounds all night.\n\nIt is heard far away.\n'
  await server.request(ada, 'PUT', `/v1/chapters/${book.chapters[0]}`, { content: mine }, { 'if-match': '*' })
  await place.getByRole('button', { name: 'Bring back edits' }).click()
  await place.getByText(/Nothing is saved until you choose/).waitFor({ timeout: 40_000 })
  await place.getByRole('button', { name: 'Choose', exact: true }).click()
  const choice = page.getByRole('dialog', { name: 'Whose words stay' })
  await choice.getByText('It sounds three times.').waitFor()
  expect(await choice.getByRole('button', { name: 'Choose for 1 file more' }).isDisabled()).toBe(true)
  await expectAccessible(page)
  await takePictures(page, 'conflict')
  await choice.getByRole('button', { name: 'The repository’s' }).click()
  await choice.getByRole('button', { name: 'Save what I chose' }).click()
  await place.getByText(/1 file came back/).waitFor({ timeout: 40_000 })
  const { body } = await server.request(ada, 'GET', `/v1/chapters/${book.chapters[0]}`)
  expect(body.content).toContain('It sounds three times.')
})

test('a connection says what it must be allowed, and a viewer looks without changing', async () => {
  const book = await newBook('Bells', { Bell: '# Bell\n\nIt rings.\n' })
  const page = await openPublish(book.id)
  await page.getByRole('button', { name: 'Add a place' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add a place' })
  await dialog.getByText(/Contents: Read and write/).waitFor()
  await expectAccessible(page)
  await takePictures(page, 'connect')
  await dialog.getByLabel('Kind of place').selectOption('webdav')
  await dialog.getByLabel('Address').fill('http://localhost:9/books')
  await dialog.getByLabel('User').fill('ada')
  await dialog.getByLabel('Password').fill('countess')
  await dialog.getByRole('button', { name: 'Connect' }).click()
  await dialog.getByLabel('Connection').waitFor()
  expect(await page.content()).not.toContain('countess')

  const { server } = studio
  const grace = await server.signUp('Grace Hopper')
  const { body: team } = await server.request(ada, 'POST', '/v1/organizations', { name: 'Harbour Press' })
  const invitation = { email: grace.email, role: 'viewer' }
  await server.request(ada, 'POST', `/v1/organizations/${team.id}/invitations`, invitation)
  const mail = (await server.mails()).find(({ to }) => to === grace.email)!
  const token = /token=([\w-]+)/.exec(mail.text)![1]
  await server.request(grace, 'POST', '/v1/invitations/accept', { token })
  const { body: shared } = await server.request(ada, 'POST', '/v1/books', { title: 'Shared', organizationId: team.id })
  await server.request(ada, 'POST', `/v1/books/${shared.id}/chapters`, { title: 'One', content: '# One\n\nText.\n' })
  await server.request(ada, 'PATCH', `/v1/books/${shared.id}`, { visibility: 'organization' }, { 'if-match': '*' })
  const hers = await openPublish(shared.id, grace)
  await hers.getByText(/^You may look and export/).waitFor()
  expect(await hers.getByRole('button', { name: 'Add a place' }).count()).toBe(0)
  expect(await hers.getByRole('button', { name: 'Draw another' }).count()).toBe(0)
  expect(await hers.getByRole('switch').first().isDisabled()).toBe(true)
  await expectAccessible(hers)
  await hers.getByRole('button', { name: 'Export PDF' }).click()
  await hers.locator('.pdfpage[data-drawn="true"]').first().waitFor({ timeout: 40_000 })
})
