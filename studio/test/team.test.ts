import type { TestPerson } from '@octavo/server/testing'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAccessible, type Studio, startStudio, takePictures } from './studio.ts'

let studio: Studio

beforeAll(async () => {
  studio = await startStudio()
})

afterAll(() => studio?.close())

async function openTeam(person: Parameters<Studio['open']>[0]): Promise<Page> {
  const page = await studio.open(person)
  await page.goto(`${studio.url}/team`)
  return page
}

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true }).waitFor()
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

async function switchTo(page: Page, name: string): Promise<void> {
  await button(page, 'Organization').press('Enter')
  await page.getByRole('menuitemradio', { name }).press('Enter')
  await heading(page, name)
}

let ada: TestPerson
let grace: TestPerson
let page: Page
let id: string

test('an organization is founded and filled', async () => {
  const { server } = studio
  ada = await server.signUp('Ada Lovelace')
  grace = await server.signUp('Grace Hopper')
  page = await openTeam(ada)
  await page.getByText('Your personal organization').waitFor()

  await button(page, 'Organization').press('Enter')
  await page.getByRole('menuitem', { name: 'Found an organization' }).press('Enter')
  await page.getByRole('dialog').getByLabel('Name').fill('The Analytical Press')
  await expectAccessible(page)
  await page.keyboard.press('Enter')
  await heading(page, 'The Analytical Press')
  const { body: mine } = await server.request(ada, 'GET', '/v1/organizations')
  id = mine.items.find((one: { name: string }) => one.name === 'The Analytical Press').id

  await page.getByLabel('E-mail address').fill(grace.email)
  await page.getByLabel('Role', { exact: true }).selectOption('reviewer')
  await page.keyboard.press('Enter')
  await page
    .getByRole('row', { name: new RegExp(grace.email) })
    .getByText(/waits until/)
    .waitFor()
  // What is shown for the next one is what it gets.
  expect(await page.getByLabel('Role', { exact: true }).inputValue()).toBe('reviewer')
  await page.getByLabel('E-mail address').fill('late@example.com')
  await page.keyboard.press('Enter')
  await button(page, 'Revoke the invitation of late@example.com').click()
  await page.getByText(/revoked, sent/).waitFor()
  const mail = (await server.mails()).findLast(({ to }) => to === grace.email)
  const token = /token=([\w-]+)/.exec(mail!.text)![1]
  expect(await server.request(grace, 'POST', '/v1/invitations/accept', { token })).toMatchObject({ status: 200 })

  await page.reload()
  await page.getByLabel('Role of Grace Hopper').selectOption('editor')
  await page.getByText('Grace Hopper is editor now.').waitFor()
  await page.getByText('made Grace Hopper editor, who was reviewer').waitFor()
  await page.getByText('accepted', { exact: true }).waitFor()
  await expectAccessible(page)
  await takePictures(page, 'team')
})

test('who may not, sees who works here and why nothing can be pressed, and leaves', async () => {
  const other = await openTeam(grace)
  await switchTo(other, 'The Analytical Press')
  await other.getByText('You are editor here, who writes.').waitFor()
  await other.getByRole('row', { name: /Ada Lovelace/ }).waitFor()
  expect(await other.getByRole('heading', { name: /Invitations|Trail/ }).count()).toBe(0)
  expect(await other.getByLabel('Role of Ada Lovelace').count()).toBe(0)
  await expectAccessible(other)
  await takePictures(other, 'team-read-only')
  await other.reload()
  await heading(other, 'The Analytical Press')
  await button(other, 'Leave').click()
  await other.getByRole('alertdialog').getByRole('button', { name: 'Leave' }).click()
  await other.getByText('Your personal organization').waitFor()
})

test('an organization is renamed, kept by its last owner, and deleted', async () => {
  const { server } = studio
  await page.reload()
  await page.getByText('left, who was editor').waitFor()
  await page.getByLabel('Name', { exact: true }).fill('דפוס אנליטי')
  await page.getByLabel('What it is for').fill('Books on engines.')
  await button(page, 'Save').click()
  await heading(page, 'דפוס אנליטי')

  // The last owner stays: said in words, and nothing is lost.
  await button(page, 'Leave').click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Leave' }).click()
  await page.getByText('The last owner stays').waitFor()
  await button(page, 'Delete the organization').click()
  const dialog = page.getByRole('dialog')
  expect(await dialog.getByRole('button', { name: 'Delete' }).isDisabled()).toBe(true)
  await expectAccessible(page)
  await dialog.getByLabel(/To go on, type/).fill('דפוס אנליטי')
  await dialog.getByRole('button', { name: 'Delete' }).click()
  await page.getByText('Your personal organization').waitFor()
  expect(await server.request(ada, 'GET', `/v1/organizations/${id}`)).toMatchObject({ status: 404 })
})
