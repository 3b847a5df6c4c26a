import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Served, serveOctavo } from './served.ts'
import { launchBrowser } from './studio.ts'

const notes = join(import.meta.dirname, '../../examples/job-queues/notes')

let served: Served
let browser: Browser

beforeAll(async () => {
  browser = await launchBrowser()
  served = await serveOctavo()
})
afterAll(async () => {
  await browser?.close()
  await served?.remove()
})

/** Goes to an element as somebody does who has no mouse: Tab, until it has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor()
  for (let presses = 0; presses < 150; presses++) {
    if (await target.evaluate(element => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab never reaches ${target}`)
}

/** Runs a command by its name in the palette. */
async function command(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Search or command' }).waitFor()
  await page.keyboard.type(name)
  const found = page.getByRole('option', { name: new RegExp(`^${name}`) })
  await found.waitFor()
  // Books and passages with these words stand above it.
  for (let presses = 0; presses < 60; presses++) {
    if ((await found.getAttribute('aria-selected')) === 'true') return page.keyboard.press('Enter')
    await page.keyboard.press('ArrowDown')
  }
  throw new Error(`the arrow never reaches ${name}`)
}

test('from the sign-in link to a PDF, by keyboard alone', { timeout: 240_000 }, async () => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' })
  context.setDefaultTimeout(60_000)
  const page = await context.newPage()
  const mistakes: string[] = []
  page.on('pageerror', error => mistakes.push(error.message))
  page.on('console', message => {
    // Whoever is not signed in yet is told so by the server.
    if (message.type() === 'error' && !/status of 401/.test(message.text())) mistakes.push(message.text())
  })

  await page.goto(served.signInLink)
  await tabTo(page, page.getByRole('button', { name: 'Sign in' }))
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByRole('button', { name: /^Skip/ }))
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Library' }).waitFor()

  await command(page, 'New book')
  await page.getByRole('heading', { name: 'New book' }).waitFor()
  await page.keyboard.type('Job Queues')
  await page.keyboard.press('Control+Enter')
  await page.waitForURL(/\/plan$/)

  for (const name of ['01-why-a-queue.md', '02-delivery.md']) {
    await tabTo(page, page.getByLabel('Paste a link or text'))
    await page.keyboard.insertText(await readFile(join(notes, name), 'utf8'))
    await tabTo(page, page.getByRole('button', { name: 'Add the text' }))
    await page.keyboard.press('Enter')
    await page.getByLabel('Paste a link or text').and(page.locator(':placeholder-shown')).waitFor()
  }
  await command(page, 'Propose an outline')
  await page.getByRole('treeitem').first().waitFor()
  await page
    .getByRole('button', { name: /^Write the book/ })
    .and(page.locator(':enabled'))
    .waitFor()
  await page.keyboard.press('Control+Enter')

  await page.waitForURL(/\/write$/)
  await page.getByRole('heading', { level: 1, name: /^\d+ chapters? written, [\d,]+ words\.$/ }).waitFor()

  await command(page, 'Publish')
  await page.waitForURL(/\/publish$/)
  await page.getByRole('heading', { name: 'No PDF yet' }).waitFor()
  await page.keyboard.press('Control+Enter')
  const download = page.getByRole('link', { name: /^Download PDF/ })
  await tabTo(page, download)
  const downloading = page.waitForEvent('download')
  await page.keyboard.press('Enter')
  const pdf = await readFile(await (await downloading).path())
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
  expect(pdf.byteLength).toBeGreaterThan(20_000)
  expect(mistakes).toEqual([])
})
