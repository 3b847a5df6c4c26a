import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { syncCatalogue } from '@octavo/server'
import type { TestPerson } from '@octavo/server/testing'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAccessible, type Studio, startStudio, takePictures } from './studio.ts'

let studio: Studio
/** A provider that takes no key. */
let provider: Server

beforeAll(async () => {
  provider = createServer((_, response) => {
    response.writeHead(401, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ error: { message: 'Incorrect API key provided', code: 'invalid_api_key' } }))
  }).listen(0, '127.0.0.1')
  await new Promise(resolve => provider.once('listening', resolve))
  const { port } = provider.address() as AddressInfo
  studio = await startStudio({ environment: { OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1` } })
  await syncCatalogue(studio.server.octavo)
})

afterAll(async () => {
  provider.close()
  await studio.close()
})

async function openSettings(person: TestPerson, section: string): Promise<Page> {
  const page = await studio.open(person)
  await page.goto(`${studio.url}/settings#${section}`)
  return page
}

const section = (page: Page, name: string) => page.getByRole('heading', { level: 2, name, exact: true }).waitFor()
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const me = async (person: TestPerson) => (await studio.server.request(person, 'GET', '/v1/me')).body

/** Ticks a box, and says whether it is ticked before the browser gets to draw it. */
const tickedAtOnce = (box: Locator) =>
  box.evaluate(async (input: HTMLInputElement) => {
    input.click()
    for (let turn = 0; turn < 100; turn++) await undefined
    return input.checked
  })

test('profile, appearance and writing are kept', async () => {
  const ada = await studio.server.signUp('Ada Lovelace')
  const page = await openSettings(ada, 'profile')
  // Of this try alone: nobody else may have it.
  const username = `ada-${Date.now()}`
  await section(page, 'Profile')
  await page.getByLabel('Name', { exact: true }).fill('Ada, Countess of Lovelace')
  await page.getByLabel('User name').fill('a b')
  await page.getByLabel('Genres').fill('notes, engines')
  await button(page, 'Save').click()
  await page.getByRole('alert').getByText('takes 2 to 50 letters').waitFor()
  await expectAccessible(page)
  await page.getByLabel('User name').fill(username)
  await page.getByLabel('About you').press('ControlOrMeta+Enter')
  await page.getByText('Saved.').waitFor()
  expect(await me(ada)).toMatchObject({
    username,
    profile: { name: 'Ada, Countess of Lovelace', genres: ['notes', 'engines'] },
  })
  await takePictures(page, 'settings-profile')

  await page.getByRole('link', { name: 'Appearance' }).press('Enter')
  await section(page, 'Appearance')
  expect(new URL(page.url()).hash).toBe('#appearance')
  await button(page, 'Dark').click()
  expect(await page.locator('html').getAttribute('data-theme')).toBe('dark')
  await page.getByLabel('Font size').fill('99')
  await page.getByText('A whole number from 8 to 40').waitFor()
  await page.getByLabel('Font size').fill('18')
  await page.keyboard.press('Enter')
  await page.getByLabel('Line numbers').uncheck()
  await page.getByText('Saved', { exact: true }).waitFor()
  await takePictures(page, 'settings-appearance')
  await expect
    .poll(async () => (await me(ada)).settings)
    .toMatchObject({ theme: 'dark', fontSize: 18, lineNumbers: false })
  await button(page, 'As the system says').click()
  await expectAccessible(page)

  await page.getByRole('link', { name: 'Writing' }).click()
  await section(page, 'Writing')
  await page.getByLabel('Model').selectOption('openai/gpt-6.1-sol')
  await page.getByLabel('Tone').selectOption('authority')
  await page.getByLabel('Length of a chapter').fill('2500')
  await page.keyboard.press('Tab')
  await page.getByText('Saved', { exact: true }).waitFor()
  await expectAccessible(page)
  await takePictures(page, 'settings-writing')
  await expect
    .poll(async () => (await me(ada)).settings)
    .toMatchObject({ defaultModel: 'openai/gpt-6.1-sol', tone: 'authority', defaultWords: 2500 })
  await page.getByLabel('Find a feature').fill('glossary')
  expect(await tickedAtOnce(page.getByRole('list', { name: 'Found' }).getByRole('checkbox').first())).toBe(true)
  await page.getByText('1 feature is required').waitFor()

  await page.getByRole('link', { name: 'Mails' }).click()
  await section(page, 'Mails')
  await page.getByLabel(/comments on a book I began/).check()
  await expectAccessible(page)
  await takePictures(page, 'settings-mails')
  await expect
    .poll(async () => (await me(ada)).settings)
    .toMatchObject({ requiredFeatures: [expect.any(String)], mailJobs: false, mailComments: true })
})

test('sessions end, and passwords are set by mail where there is none', async () => {
  const grace = await studio.server.signUp('Grace Hopper')
  await studio.server.octavo.signIn.openSession(grace.userId, new Headers({ 'user-agent': 'Firefox/140 Linux' }))
  const page = await openSettings(grace, 'sessions')
  await section(page, 'Sessions')
  await page.getByText('this one').waitFor()
  await expectAccessible(page)
  await takePictures(page, 'settings-sessions')
  await page.getByText('Firefox on Linux', { exact: true }).waitFor()
  await button(page, 'End the session of Firefox on Linux').click()
  await page.getByText('1 session has ended.').waitFor()
  const { body } = await studio.server.request(grace, 'GET', '/v1/me/sessions')
  expect(body.items).toHaveLength(1)

  await page.getByRole('link', { name: 'Signing in' }).click()
  await section(page, 'Signing in')
  await button(page, 'Send me the link').click()
  await page.getByText(`A link is on its way to ${grace.email}`).waitFor()
  await page.getByLabel('New address').fill('grace@example.com')
  await page.keyboard.press('Enter')
  await page.getByText(/A mail is on its way to/).waitFor()
  const mails = await studio.server.mails()
  expect(mails.filter(({ to }) => to === grace.email).map(({ subject }) => subject)).toEqual(
    expect.arrayContaining(['Choose a new password', 'Change your e-mail address?']),
  )
  await expectAccessible(page)
  await takePictures(page, 'settings-sign-in')
})

test('provider keys are stored, shown masked, tried and deleted; who may not only reads', async () => {
  const { server } = studio
  const owner = await server.signUp('Owner')
  const page = await openSettings(owner, 'keys')
  await section(page, 'Provider keys')
  await button(page, 'Add a key of OpenAI').click()
  await page.getByLabel('Key of OpenAI').fill('sk-test-0123456789wxyz')
  await page.keyboard.press('Enter')
  await page.getByText('•••• wxyz').waitFor()
  expect(await page.content()).not.toContain('sk-test-0123456789wxyz')
  await button(page, 'Test OpenAI').click()
  await page.getByText('The key does not work.').waitFor()
  await expectAccessible(page)
  await takePictures(page, 'settings-keys')
  await button(page, 'Delete the key of OpenAI').click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete the key' }).click()
  await page.getByText('The key of OpenAI is deleted.').waitFor()
  await button(page, 'Add a key of OpenAI').waitFor()

  const reader = await server.signUp('Reader')
  await server.database.asService('test', tx =>
    tx
      .insertInto('identity.members')
      .values({ organization_id: owner.organizationId, user_id: reader.userId, role: 'viewer' })
      .execute(),
  )
  const other = await studio.open(reader)
  await other.evaluate(id => localStorage.setItem('octavo-organization', id), owner.organizationId)
  await other.goto(`${studio.url}/settings#keys`)
  await other.getByText('You are viewer here.').waitFor()
  expect(await other.getByText('OpenAI').count()).toBe(0)
  await expectAccessible(other)
})

test('a token is shown once, works, and is revoked', async () => {
  const { server } = studio
  const ada = await server.signUp('Ada Lovelace')
  const page = await openSettings(ada, 'tokens')
  await section(page, 'API tokens')
  await page.getByLabel('What it is for').fill('Backup')
  await page.getByLabel('What it may do').selectOption('read')
  await button(page, 'Make a token').click()
  const dialog = page.getByRole('dialog')
  const token = await dialog.getByLabel('Token', { exact: true }).inputValue()
  await expectAccessible(page)
  await takePictures(page, 'settings-token')
  const headers = { authorization: `Bearer ${token}` }
  expect(await server.request(undefined, 'GET', '/v1/me', undefined, headers)).toMatchObject({ status: 200 })
  expect(await server.request(undefined, 'PATCH', '/v1/me/settings', {}, headers)).toMatchObject({ status: 403 })
  await dialog.getByRole('button', { name: 'Done' }).click()
  await page.getByText(`•••• ${token.slice(-4)}, reads`).waitFor()
  expect(await page.content()).not.toContain(token)
  await button(page, 'Revoke Backup').click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click()
  await page.getByText('You have no tokens.').waitFor()
  expect(await server.request(undefined, 'GET', '/v1/me', undefined, headers)).toMatchObject({ status: 401 })
})

test('everything can be taken along, and the account closed', async () => {
  const { server } = studio
  const leaver = await server.signUp('Leaver')
  await server.request(leaver, 'POST', '/v1/books', { title: 'The last one' })
  const page = await openSettings(leaver, 'account')
  await section(page, 'Your data')
  await expectAccessible(page)
  await takePictures(page, 'settings-account')
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Export all my data' }).click()
  const archive = await download
  expect(archive.suggestedFilename()).toMatch(/^octavo-.*\.zip$/)
  expect((await readFile(await archive.path())).toString('latin1')).toContain('books/the-last-one-')

  await button(page, 'Delete my account').click()
  const dialog = page.getByRole('dialog')
  const act = dialog.getByRole('button', { name: 'Delete my account' })
  await dialog.getByLabel(/To go on, type/).fill('something else')
  expect(await act.isDisabled()).toBe(true)
  await expectAccessible(page)
  await dialog.getByLabel(/To go on, type/).fill(leaver.email)
  await act.click()
  await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
  expect(await server.request(leaver, 'GET', '/v1/me')).toMatchObject({ status: 401 })
})
