import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type SimulatedProvider, startSimulatedProvider } from '@octavo/models/testing'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from './studio.ts'

const program = join(import.meta.dirname, '../../cli/src/main.ts')

/** Where the server keeps its data: a folder `data` in it. */
let home: string
let browser: Browser
/** A model that takes its time: the compositor would be done before anybody could kill it. */
let provider: SimulatedProvider
let server: Served | undefined

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'octavo-restart-'))
  browser = await launchBrowser()
  provider = await startSimulatedProvider({ tokensPerSecond: 60 })
})
afterAll(async () => {
  await browser?.close()
  if (server) await kill(server)
  await provider?.stop()
  await rm(home, { recursive: true, force: true })
})

interface Served {
  child: ChildProcess
  url: string
  signInLink: string
}

/** Octavo as `octavo serve` runs it, in a process of its own. */
async function serve(port: number): Promise<Served> {
  const child = spawn(process.execPath, [program, 'serve', '--port', String(port)], {
    cwd: home,
    env: { OPENAI_COMPATIBLE_URL: `${provider.url}/v1`, OCTAVO_CHAPTERS_AT_ONCE: '2' },
    stdio: 'pipe',
  })
  let said = ''
  child.stderr.on('data', chunk => {
    said += chunk
  })
  child.stdout.on('data', chunk => {
    said += chunk
  })
  await expect.poll(() => said, { timeout: 60_000 }).toMatch(/Sign in +http\S+[\s\S]*Ctrl-C/)
  const signInLink = /Sign in +(http\S+)/.exec(said)![1]!
  return { child, url: new URL(signInLink).origin, signInLink }
}

async function kill({ child }: Served): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

/** Signs the local owner in, as the link that the server prints does. */
async function signIn(page: Page, { signInLink }: Served): Promise<void> {
  await page.goto(signInLink)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(address => !address.pathname.startsWith('/sign-in'))
}

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
  server = await serve(0)
  const { url } = server
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' })
  context.setDefaultTimeout(60_000)
  const page = await context.newPage()
  const mistakes: string[] = []
  page.on('pageerror', error => mistakes.push(error.message))
  await signIn(page, server)

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
  await kill(server)
  await page.getByText('What is written is safe; this page goes on by itself').waitFor()
  expect((await text.innerText()).length).toBeGreaterThan(200)

  server = await serve(Number(new URL(url).port))
  await page.getByRole('heading', { level: 1, name: /^4 chapters written, 1,\d{3} words\.$/ }).waitFor()
  expect(await page.getByText('this page goes on by itself').count()).toBe(0)
  expect(await page.getByRole('option', { name: /words, written/ }).count()).toBe(4)
  expect(loads).toBe(0)
  expect(mistakes).toEqual([])
})
