import { syncFeatures } from '@octavo/server/testing'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAccessible, type Studio, startStudio, takePictures } from './studio.ts'

let studio: Studio
/** How long what is asked again and again may take. */
const soon = { timeout: 15_000 }

beforeAll(async () => {
  studio = await startStudio()
  await syncFeatures(studio.server.octavo)
})

afterAll(() => studio?.close())

const inspector = (page: Page) => page.getByRole('complementary', { name: 'Inspector' })

async function settings() {
  const { server } = studio
  const person = await server.signUp('Ada Lovelace')
  const book = await server.request(person, 'POST', '/v1/books', { title: 'The Long Causeway' })
  const { id } = book.body
  const paragraph = 'Barnacles live between the tides and close their plates when the water goes out of the bay.'
  for (const title of ['The Second Lamp', 'On a strange shore']) {
    await server.request(person, 'POST', `/v1/books/${id}/chapters`, { title, content: `# ${title}\n\n${paragraph}\n` })
  }
  const page = await studio.open(person, { width: 1400, height: 900 })
  await page.goto(`${studio.url}/books/${id}/edit`)
  await page.getByRole('textbox', { name: /^Source of/ }).waitFor()
  await inspector(page).getByRole('button', { name: 'All panels' }).click()
  await page.getByRole('menuitemradio', { name: 'Book' }).click()
  await inspector(page).getByLabel('Title', { exact: true }).waitFor()
  const stored = async () => (await server.request(person, 'GET', `/v1/books/${id}`)).body
  return { page, person, id: id as string, stored }
}

test('a book is described, judged and shared: each field keeps itself, and says what is wrong', async () => {
  const { page, person, id, stored } = await settings()
  const panel = inspector(page)
  await expectAccessible(page)
  await takePictures(page, 'book-settings', { from: 1280 })
  await panel.getByLabel('Subtitle').fill('A book of tides')
  await page.keyboard.press('Tab')
  await expect.poll(async () => (await stored()).subtitle, soon).toBe('A book of tides')
  await panel.getByLabel('Authors').fill('Ada Lovelace, Grace Hopper')
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await stored()).authors, soon).toEqual(['Ada Lovelace', 'Grace Hopper'])

  // A wrong ISBN is said to be wrong where it stands; a right one is kept as its digits.
  await panel.getByLabel('ISBN').fill('978-3-16-148410-1')
  await page.keyboard.press('Enter')
  const error = panel.getByRole('alert')
  await error.waitFor()
  expect(await error.textContent()).toMatch(/digit/)
  await expectAccessible(page)
  await panel.getByLabel('ISBN').fill('978-3-16-148410-0')
  await page.keyboard.press('Enter')
  await error.waitFor({ state: 'detached' })
  await expect.poll(async () => (await stored()).isbn, soon).toBe('9783161484100')

  // Somebody else changes another setting meanwhile: both stay. The same one: theirs is shown, and mine is kept for a second try.
  const elsewhere = async (changes: object) => {
    const { version } = await stored()
    await studio.server.request(person, 'PATCH', `/v1/books/${id}`, changes, { 'if-match': `"v${version}"` })
  }
  await elsewhere({ publisher: 'Shore Press' })
  await panel.getByLabel('Rights').fill('CC-BY-4.0')
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await stored()).rights, soon).toBe('CC-BY-4.0')
  expect((await stored()).publisher).toBe('Shore Press')
  await elsewhere({ title: 'The Shore' })
  await panel.getByLabel('Title', { exact: true }).fill('Low Water')
  await page.keyboard.press('Enter')
  await panel.getByText(/Somebody else changed this to “The Shore” meanwhile/).waitFor()
  expect((await stored()).title).toBe('The Shore')

  await panel.getByLabel('Word to avoid').fill('utilize')
  await panel.getByLabel('Instead').fill('use')
  await page.keyboard.press('Enter')
  await panel.getByRole('cell', { name: 'utilize', exact: true }).waitFor()
  expect((await stored()).styleWords).toEqual([{ word: 'utilize', instead: 'use' }])
  await panel.getByLabel('Score a chapter should reach').fill('101')
  await panel.getByText('A whole number from 0 to 100.').waitFor()
  await panel.getByLabel('Score a chapter should reach').fill('90')
  await page.keyboard.press('Enter')
  await panel.getByRole('switch', { name: /Mend a chapter by itself/ }).check()
  await panel.getByLabel('Attempts at most').waitFor()
  await panel.getByRole('button', { name: 'Choose features…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Features every chapter must have' })
  await dialog.getByRole('searchbox').fill('warning')
  await dialog.getByRole('checkbox').first().check()
  await expectAccessible(page)
  await takePictures(page, 'book-features', { from: 1280 })
  await dialog.getByRole('button', { name: 'Require 1 feature' }).click()
  await dialog.waitFor({ state: 'detached' })
  expect(await stored()).toMatchObject({ auditThreshold: 90, remediateAutomatically: true })
  expect((await stored()).requiredFeatures).toHaveLength(1)
  await panel.getByRole('button', { name: 'Look for paragraphs that stand twice' }).click()
  await panel.getByText('1 paragraph stands twice in almost the same words.').waitFor()

  await panel.getByLabel('Invite an address').fill('nobody')
  await panel.getByRole('button', { name: 'Invite', exact: true }).click()
  await panel.getByRole('alert').waitFor()
  await panel.getByLabel('Invite an address').fill('grace@example.com')
  await panel.getByRole('button', { name: 'Invite', exact: true }).click()
  await panel
    .getByRole('list', { name: 'Invited' })
    .getByRole('button', { name: /^Revoke/ })
    .waitFor()
  await expectAccessible(page)
  await takePictures(page, 'book-people', { from: 1280 })
  await panel.getByRole('button', { name: 'Revoke the invitation of grace@example.com' }).click()
  await panel.getByRole('list', { name: 'Invited' }).waitFor({ state: 'detached' })
})

test('a book goes to the trash after a question, and comes back by undo', async () => {
  const { page, stored } = await settings()
  await inspector(page).getByRole('button', { name: 'Move the book to the trash…' }).click()
  const confirm = page.getByRole('alertdialog')
  expect(
    await confirm.getByRole('button', { name: 'Keep the book' }).evaluate(one => one === document.activeElement),
  ).toBe(true)
  await expectAccessible(page)
  await confirm.getByRole('button', { name: 'Move to the trash' }).click()
  await page.getByText('“The Long Causeway” is in the trash.').waitFor()
  expect((await stored()).deletedAt).not.toBeNull()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(async () => (await stored()).deletedAt, soon).toBeNull()
})
