import { type SimulatedProvider, startSimulatedProvider } from '@octavo/models/testing'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Served, serveOctavo } from './served.ts'
import { launchBrowser } from './studio.ts'

let browser: Browser
/** A model that takes its time: the compositor would be done before anybody could kill it. */
let provider: SimulatedProvider
let served: Served

beforeAll(async () => {
  browser = await launchBrowser()
  provider = await startSimulatedProvider({ tokensPerSecond: 60 })
  served = await serveOctavo({ OPENAI_COMPATIBLE_URL: `${provider.url}/v1`, OCTAVO_CHAPTERS_AT_ONCE: '2' })
})
afterAll(async () => {
  await browser?.close()
  await served?.remove()
  await provider?.stop()
})

/** Asks the API as the page does. */
async function ask(page: Page, method: string, path: string, data: object): Promise<{ id: string }> {
  const { origin } = new URL(page.url())
  const answer = await page.request.fetch(`${origin}${path}`, { method, data, headers: { origin } })
  expect(answer.status(), await answer.text()).toBeLessThan(300)
  return answer.json()
}

test('the server is killed in the middle of writing and started again: the page goes on to the end by itself', {
  timeout: 180_000,
}, async () => {
  const { url } = served
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' })
  context.setDefaultTimeout(60_000)
  const page = await context.newPage()
  const mistakes: string[] = []
  page.on('pageerror', error => mistakes.push(error.message))
  await page.goto(served.signInLink)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(address => !address.pathname.startsWith('/sign-in'))

  const book = await ask(page, 'POST', '/v1/books', { title: 'The Lamp Room' })
  for (const title of ['The Causeway', 'The Norwegian', 'Rust', 'The Report']) {
    const sections = ['Arrival', 'Departure'].map(section => ({ title: section, synopsis: '', passages: [] }))
    const chapter = { kind: 'chapter', title, targetWords: 300, sections }
    await ask(page, 'POST', `/v1/books/${book.id}/outline/items`, chapter)
  }
  await page.goto(`${url}/books/${book.id}/write`)
  await page.getByRole('heading', { name: 'Nothing is being written' }).waitFor()
  await ask(page, 'POST', `/v1/books/${book.id}/jobs`, { kind: 'write', model: 'openai-compatible/simulated' })
  await page.reload()
  let loads = 0
  page.on('load', () => loads++)

  // In the middle of a sentence.
  const text = page.getByRole('region', { name: 'Text of chapter 1' })
  await page.getByRole('heading', { level: 1, name: /^Writing chapters 1 and 2\./ }).waitFor()
  await expect.poll(async () => (await text.innerText()).length, { timeout: 30_000 }).toBeGreaterThan(200)
  await served.kill()
  await page.getByText('What is written is safe; this page goes on by itself').waitFor()
  expect((await text.innerText()).length).toBeGreaterThan(200)

  await served.start()
  await page.getByRole('heading', { level: 1, name: /^4 chapters written, 1,\d{3} words\.$/ }).waitFor()
  expect(await page.getByText('this page goes on by itself').count()).toBe(0)
  await expect.poll(() => page.getByRole('option', { name: /words, written/ }).count(), { timeout: 20_000 }).toBe(4)
  expect(loads).toBe(0)
  expect(mistakes).toEqual([])
})
