import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAccessible, type Studio, startStudio, takePictures } from './studio.ts'

let studio: Studio
/** How long what is asked again and again may take. */
const soon = { timeout: 15_000 }

beforeAll(async () => {
  studio = await startStudio()
})

afterAll(() => studio?.close())

const source = (page: Page) => page.getByRole('textbox', { name: /^Source of/ })
const folio = (page: Page) => page.locator('.folio')
const inspector = (page: Page) => page.getByRole('complementary', { name: 'Inspector' })

async function chapterOf(name: string, texts: readonly string[]) {
  const { server } = studio
  const person = await server.signUp(name)
  await server.request(person, 'PATCH', '/v1/me/settings', { autosaveSeconds: 1 })
  const book = await server.request(person, 'POST', '/v1/books', { title: 'The Long Causeway' })
  const [content, ...later] = texts
  const path = `/v1/books/${book.body.id}/chapters`
  const { id } = (await server.request(person, 'POST', path, { title: 'The Second Lamp', content })).body
  for (const [index, next] of later.entries()) {
    await server.request(person, 'PUT', `/v1/chapters/${id}`, { content: next }, { 'if-match': `"v${index + 1}"` })
  }
  const stored = async () => (await server.request(person, 'GET', `/v1/chapters/${id}`)).body
  return { person, stored, address: `${studio.url}/books/${book.body.id}/edit/${id}`, id }
}

test('versions are compared word by word, looked at, named, restored, and restoring is undone', async () => {
  const { person, stored, address } = await chapterOf('Ada Lovelace', [
    '# The Second Lamp\n\nThe upper limit is desiccation.\n',
    '# The Second Lamp\n\nThe upper limit is drying, the lower one teeth.\n',
    '# The Second Lamp\n\nThe upper limit is drying, the lower one other animals.\n',
  ])
  const page = await studio.open(person, { width: 1400, height: 900 })
  await page.goto(address)
  await source(page).waitFor()
  await inspector(page).getByRole('tab', { name: 'Findings' }).press('ArrowRight')
  await inspector(page).getByRole('tab', { name: 'Evidence' }).press('ArrowRight')
  const versions = inspector(page).getByRole('list', { name: 'Versions, newest first' }).getByRole('listitem')
  await versions.first().waitFor()
  expect(await versions.count()).toBe(3)
  expect(await versions.first().textContent()).toMatch(/Version 3 by you.*edited/)
  await expectAccessible(page)
  await takePictures(page, 'versions', { from: 1280 })

  await inspector(page).getByRole('button', { name: 'Compare' }).click()
  const dialog = page.getByRole('dialog', { name: 'Compare versions' })
  await dialog.getByText('2 words added, 1 word removed.').waitFor()
  expect(await dialog.locator('del').allTextContents()).toEqual(['teeth'])
  expect(await dialog.locator('ins').allTextContents()).toEqual(['other animals'])
  await dialog.getByLabel('From').selectOption('1')
  await expect.poll(() => dialog.locator('del').first().textContent(), soon).toContain('desiccation')
  await expectAccessible(page)
  await takePictures(page, 'versions-compare', { from: 1280 })
  await page.keyboard.press('Escape')

  await inspector(page).getByRole('button', { name: 'Version 2: more' }).click()
  await page.getByRole('menuitem', { name: 'Name it…' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Sent to print')
  await page.keyboard.press('Enter')
  await versions.getByText('Sent to print').waitFor()

  await inspector(page).getByRole('button', { name: 'Version 1: more' }).click()
  await page.getByRole('menuitem', { name: 'Look at it' }).click()
  const viewed = page.getByRole('dialog', { name: 'Version 1' })
  await viewed.getByText('The upper limit is desiccation.').waitFor()
  await expectAccessible(page)
  await viewed.getByRole('button', { name: 'Restore' }).click()
  await page.getByText('Version 1 is the text again, as version 4.').waitFor()
  expect((await stored()).content).toContain('desiccation')
  // The editor has it as well, and goes on from it.
  await expect.poll(() => source(page).textContent(), soon).toContain('desiccation')
  await expect.poll(() => versions.count(), soon).toBe(4)
  await page.getByRole('button', { name: 'Undo', exact: true }).last().click()
  await expect.poll(async () => (await stored()).content, soon).toContain('other animals')
  await expect.poll(() => source(page).textContent(), soon).toContain('other animals')
  await folio(page).getByText('version 5').waitFor()

  // What was chosen last is there again.
  await page.reload()
  await versions.first().waitFor()
})

test('statistics count the chapter and the book, and evidence shows and cites what a paragraph stands on', async () => {
  const { server } = studio
  const text = `# Barnacles\n\n${'Barnacles live between the tides and close their plates when the water goes. '.repeat(12)}\n\nThe line is sharp.\n`
  const { person, stored, address, id } = await chapterOf('Grace Hopper', [text])
  const bookId = address.split('/')[4]!
  const notes =
    '# Field notebooks\n\nBlack lichen, then barnacles all the way down to the wrack.\n\nThe line of the barnacles is sharp on every shore.\n'
  await server.request(person, 'POST', `/v1/books/${bookId}/sources`, {
    title: 'Field notebooks',
    origin: 'notes.md',
    text: notes,
  })
  const page = await studio.open(person, { width: 1400, height: 900 })
  await page.goto(address)
  await source(page).waitFor()
  await inspector(page).getByRole('button', { name: 'All panels' }).click()
  await page.getByRole('menuitemradio', { name: 'Statistics' }).click()
  await inspector(page)
    .getByText(/words, 1 min to read/)
    .waitFor()
  await inspector(page)
    .getByRole('row', { name: /Flesch reading ease/ })
    .waitFor()
  await expectAccessible(page)
  await takePictures(page, 'statistics', { from: 1280 })
  await inspector(page).getByRole('button', { name: 'The book' }).click()
  await inspector(page).getByRole('cell', { name: 'The Second Lamp' }).waitFor()

  await source(page).click()
  await page.keyboard.press('Control+End')
  await page.keyboard.press('ArrowUp')
  await inspector(page).getByRole('tab', { name: 'Evidence' }).click()
  const alike = inspector(page).getByRole('region', { name: 'About the same' })
  await alike.getByText(/sharp on every shore/).waitFor()
  await expectAccessible(page)
  await takePictures(page, 'evidence', { from: 1280 })
  await alike.getByRole('button', { name: 'Open the source' }).first().click()
  await page.getByRole('dialog', { name: 'Field notebooks' }).locator('mark').waitFor()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await alike.getByRole('button', { name: 'Cite' }).first().click()
  const cited = inspector(page).getByRole('region', { name: 'Cited' })
  await cited.getByText('Field notebooks', { exact: true }).waitFor()
  await expect
    .poll(async () => (await stored()).content, soon)
    .toMatch(/The line is sharp\.\[\^p1\]\n\n\[\^p1\]: Field notebooks, line \d+\n$/)
  expect((await server.request(person, 'GET', `/v1/chapters/${id}/audit`)).body.counts.error).toBe(0)
})
