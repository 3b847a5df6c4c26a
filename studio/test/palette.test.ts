import type { TestPerson } from '@octavo/server/testing'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAccessible, type Studio, startStudio, takePictures } from './studio.ts'

let studio: Studio

/** For what the page does by itself. */
const soon = { timeout: 20_000 }
let ada: TestPerson
let engine: string
let chapter: string

beforeAll(async () => {
  studio = await startStudio()
  const { server } = studio
  ada = await server.signUp('Ada Lovelace')
  const post = async (path: string, body: object) => (await server.request(ada, 'POST', `/v1/books${path}`, body)).body
  engine = (await post('', { title: 'Notes on the Engine' })).id
  await post('', { title: 'Poetical Science <img src=x onerror=alert(1)>' })
  const item = await post(`/${engine}/outline/items`, { title: 'Of the Cards' })
  const content = '# Of the Cards\n\nFirst words.\n\nThe engine weaves algebraic patterns as the loom weaves flowers.'
  chapter = (await post(`/${engine}/chapters`, { outlineItemId: item.id, content })).id
  await post(`/${engine}/sources`, { origin: 'menabrea.md', text: 'A sketch by Menabrea, about punched cards.' })
})

afterAll(() => studio?.close())

const field = (page: Page) => page.getByRole('combobox', { name: 'Search or command' })
const search = async (page: Page, words: string) => {
  // The key is heard once the frame stands.
  await page.getByRole('button', { name: 'Search or command' }).waitFor()
  await page.keyboard.press('Control+k')
  await field(page).fill(words)
  await page
    .getByRole('status')
    .filter({ hasText: /^\d+ results?$/ })
    .waitFor()
}

test('offers the last books and all commands before a word is typed', async () => {
  const page = await studio.open(ada)
  await page.getByRole('heading', { name: 'Library' }).waitFor()
  await page.keyboard.press('Control+k')
  // Before a word is typed: the last books, and all that can be done.
  await page.getByRole('option', { name: /Notes on the Engine/ }).waitFor()
  expect(await page.getByRole('option', { name: /New book/ }).count()).toBe(1)
  await expectAccessible(page)
  await takePictures(page, 'palette-empty')
  await page.keyboard.press('Escape')
  await field(page).waitFor({ state: 'detached' })
})

test('leads by keyboard to a book, a chapter, the line of a passage, a source', async () => {
  const page = await studio.open(ada)
  await page.getByRole('heading', { name: 'Library' }).waitFor()
  await search(page, 'notes engine')
  await page.keyboard.press('Enter')
  await page.waitForURL(`**/books/${engine}/edit`)

  await search(page, 'cards')
  const own = page.getByRole('group', { name: 'In this book' })
  await own.getByRole('option', { name: /1 Of the Cards/ }).waitFor()
  expect(await own.locator('mark').first().textContent()).toBe('Cards')
  await expectAccessible(page)
  await takePictures(page, 'palette')
  await page.keyboard.press('Enter')
  await page.waitForURL(`**/edit/${chapter}`)

  await page.goto(studio.url)
  await search(page, 'loom flowers')
  const passage = page.getByRole('option', { name: /loom/ })
  await passage.waitFor()
  expect(await passage.locator('mark').allTextContents()).toContain('loom')
  await page.keyboard.press('Enter')
  await page.waitForURL(`**/edit/${chapter}?line=5`)

  await search(page, 'Menabrea')
  await page.getByRole('option', { name: /Menabrea/ }).click()
  await page.waitForURL(`**/books/${engine}/plan`)
})

test('does what the buttons do, and shows every key', async () => {
  const page = await studio.open(ada)
  await page.getByRole('heading', { name: 'Library' }).waitFor()
  await search(page, 'light')
  await page.keyboard.press('Enter')
  await expect.poll(() => page.evaluate(() => document.documentElement.dataset.theme), soon).toBe('dark')
  await search(page, 'usage')
  await page.getByRole('option', { name: /^Usage/ }).click()
  await page.waitForURL('**/usage')
  await page.keyboard.press('?')
  const keys = page.getByRole('dialog', { name: 'Keys' })
  await keys.getByText('Search or command').waitFor()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await keys.waitFor({ state: 'detached' })
})

test('says that nothing was found, and shows a title as text', async () => {
  const page = await studio.open(ada)
  await page.getByRole('heading', { name: 'Library' }).waitFor()
  await page.keyboard.press('Control+k')
  await field(page).fill('zzzz qqqq')
  await page.getByText('No title, passage or command has these words.').waitFor()
  await page.getByRole('status').filter({ hasText: '0 results' }).waitFor()
  await field(page).fill('poetical')
  await page.getByRole('option', { name: /Poetical Science <img src=x/ }).waitFor()
  expect(await page.locator('img[src="x"]').count()).toBe(0)
})
