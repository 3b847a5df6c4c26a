import { type SimulatedProvider, simulatedAnswer, startSimulatedProvider } from '@octavo/models/testing'
import { syncCatalogue, type TestPerson } from '@octavo/server/testing'
import { startWorker, type Worker } from '@octavo/server/worker'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAccessible, type Studio, startStudio, takePictures } from './studio.ts'

let provider: SimulatedProvider
let studio: Studio
let worker: Worker | undefined
let ada: TestPerson
const model = 'openai-compatible/simulated'
const hostile = 'Look: <img src=x onerror="document.title=1"> [a](javascript:alert(1)) *quietly*'

beforeAll(async () => {
  provider = await startSimulatedProvider({
    firstTokenMs: 50,
    tokensPerSecond: 90,
    answer: request => (request.schema ? simulatedAnswer(request) : `${hostile}\n\n${simulatedAnswer(request)}`),
  })
  studio = await startStudio({
    environment: { OPENAI_COMPATIBLE_URL: `${provider.url}/v1`, OCTAVO_CHAPTERS_AT_ONCE: '2' },
  })
  await syncCatalogue(studio.server.octavo)
  await studio.server.database.asService('a model that costs something', tx =>
    tx
      .insertInto('generation.models')
      .values({
        id: model,
        provider_id: 'openai-compatible',
        name: 'Simulated',
        context_window: 200_000,
        max_output: 32_000,
        input_price: 100,
        output_price: 1000,
        capabilities: ['text', 'structured'],
      })
      .execute(),
  )
  ada = await studio.server.signUp('Ada Lovelace')
})
afterAll(async () => {
  await rest()
  await studio?.close()
  await provider?.stop()
})

const ask = async (method: string, path: string, body?: unknown, person = ada) => {
  const answer = await studio.server.request(person, method, path, body)
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300)
  return answer.body
}

/** A planned book: each title a chapter of two sections, the first two of them in a part. */
async function plannedBook(title: string, chapters: readonly string[], words = 200): Promise<string> {
  const { id } = await ask('POST', '/v1/books', { title })
  const { id: partId } = await ask('POST', `/v1/books/${id}/outline/items`, { kind: 'part', title: 'Beginnings' })
  for (const [index, chapter] of chapters.entries()) {
    await ask('POST', `/v1/books/${id}/outline/items`, {
      kind: 'chapter',
      title: chapter,
      targetWords: words,
      sections: ['Opening', 'Going on'].map(section => ({ title: section, synopsis: 'What happens.', passages: [] })),
      ...(index < 2 && { parentId: partId }),
    })
  }
  return id
}

/** From now on jobs are worked on. */
async function work(): Promise<void> {
  worker ??= await startWorker(studio.server.octavo)
}

/** From now on nobody works on jobs. */
async function rest(): Promise<void> {
  await worker?.close()
  worker = undefined
}

const write = (bookId: string, more: object = {}) =>
  ask('POST', `/v1/books/${bookId}/jobs`, { kind: 'write', model, ...more })

async function open(bookId: string, person = ada): Promise<Page> {
  const page = await studio.open(person)
  // Models write at their own pace here, and a busy machine takes its time besides.
  page.setDefaultTimeout(60_000)
  await page.goto(`${studio.url}/books/${bookId}/write`)
  return page
}

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name })

/** As expect.poll, with the same patience. */
const poll = <T>(look: () => Promise<T>) => expect.poll(look, { timeout: 30_000 })

/** Presses Tab until this has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let press = 0; press < 40; press++) {
    if (await page.evaluate(wanted => document.activeElement?.textContent === wanted, name)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab leads nowhere to ${name}`)
}

test('a book without a job leads to its plan', async () => {
  const page = await open(await plannedBook('Unwritten', ['One']))
  await page.getByRole('heading', { name: 'Nothing is being written' }).waitFor()
  await expectAccessible(page)
  await takePictures(page, 'write-none')
  await page.getByRole('link', { name: 'Plan' }).last().click()
  await page.waitForURL(/\/plan$/)
})

test('chapters fill while one watches, from the queue to the last word', { timeout: 240_000 }, async () => {
  await rest()
  const bookId = await plannedBook('The Long Causeway', ['The Arrival', 'Rope and Rust', 'The Winter Fog'], 400)
  await write(bookId)
  const page = await open(bookId)
  await heading(page, 'Waiting for a worker.').waitFor()
  await page.getByText('Start one with “octavo worker”').waitFor()
  await expectAccessible(page)
  await takePictures(page, 'write-queued')

  await work()
  provider.fail({ status: 503, retryAfter: 8, times: 2, match: '3: The Winter Fog' })
  await heading(page, /^Writing chapters? [12]/).waitFor()
  await page.getByRole('option', { name: /The Arrival/ }).click()
  const first = page.getByRole('region', { name: 'Text of chapter 1' })
  await first.getByText('Look: <img src=x onerror="document.title=1">').first().waitFor()
  const before = (await first.innerText()).length
  await poll(async () => (await first.innerText()).length).toBeGreaterThan(before + 200)
  expect(await first.locator('img, a').count()).toBe(0)
  expect(await first.locator('em', { hasText: 'quietly' }).count()).toBeGreaterThan(0)

  // Whoever scrolls up reads, and stays where he is; Follow goes along with the end again.
  const follow = page.getByRole('button', { name: 'Follow' })
  expect(await follow.getAttribute('aria-pressed')).toBe('true')
  await page.setViewportSize({ width: 1280, height: 500 })
  await poll(() => first.evaluate(one => one.scrollTop)).toBeGreaterThan(200)
  await first.evaluate(one => one.scrollTo({ top: 0 }))
  await poll(() => follow.getAttribute('aria-pressed')).toBe('false')
  const height = await first.evaluate(one => one.scrollHeight)
  await poll(() => first.evaluate(one => one.scrollHeight)).toBeGreaterThan(height)
  expect(await first.evaluate(one => one.scrollTop)).toBe(0)
  await follow.click()
  await poll(() => first.evaluate(one => one.scrollHeight - one.scrollTop - one.clientHeight)).toBeLessThan(100)
  await page.setViewportSize({ width: 1280, height: 800 })
  await takePictures(page, 'write-live')
  await expectAccessible(page)

  // Chapters are chosen by keys.
  await page.getByRole('option', { name: /The Arrival/ }).focus()
  await page.keyboard.press('ArrowDown')
  await page.getByRole('heading', { level: 2, name: 'Rope and Rust' }).waitFor()
  await page.getByText(/Trying again in \d+ s, attempt [23] of 4\. The sections so far are safe\./).waitFor()
  await takePictures(page, 'write-waiting')
  await expectAccessible(page)

  // Leaving and coming back shows the same, from what the server knows.
  await page.getByRole('link', { name: 'Library' }).first().click()
  await page.goBack()
  await page.reload()
  await heading(page, /^(Writing|Waiting to go on with) chapter/).waitFor()
  await page
    .getByRole('region', { name: /Text of chapter/ })
    .getByText('onerror')
    .first()
    .waitFor()

  await heading(page, /^3 chapters written, \d,\d{3} words\.$/).waitFor({ timeout: 120_000 })
  await page.getByRole('option', { name: /The Winter Fog/ }).click()
  const article = page.getByRole('article', { name: 'Chapter 3' })
  expect(await article.getByRole('link', { name: 'Edit' }).getAttribute('href')).toMatch(/\/edit\/[0-9a-f-]{36}$/)
  await page.getByText('refused as busy').first().waitFor()
  await expectAccessible(page)
  await takePictures(page, 'write-done')
})

test('a job is paused, canceled, taken up again and corrected, by keys', { timeout: 240_000 }, async () => {
  await work()
  const bookId = await plannedBook('Steered', ['First Light', 'Second Wind'], 400)
  await write(bookId)
  const page = await open(bookId)
  await heading(page, /^Writing chapters? /).waitFor()
  await tabTo(page, 'Pause')
  await page.keyboard.press('Enter')
  await heading(page, 'Paused.').waitFor()
  await expectAccessible(page)
  await takePictures(page, 'write-paused')
  await page.keyboard.press('Control+Enter')
  await heading(page, /^Writing chapters? /).waitFor()

  await page.getByRole('button', { name: 'Cancel…' }).click()
  const question = page.getByRole('alertdialog', { name: 'Cancel the writing?' })
  await question.getByText(/is spent and stays spent/).waitFor()
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Go on writing')
  await question.getByRole('button', { name: 'Cancel the writing' }).click()
  await heading(page, 'Canceled.').waitFor()

  await page.getByRole('button', { name: 'Try again' }).click()
  await heading(page, /^2 chapters written/).waitFor()
  await page.getByRole('button', { name: 'Write again…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Write chapter 1 again?' })
  await dialog.getByText('The text so far stays among the versions of the chapter.').waitFor()
  await dialog.getByRole('button', { name: 'Write again' }).click()
  await heading(page, /^Writing chapter 1\./).waitFor()
  await heading(page, /^2 chapters written/).waitFor()

  // The job before a newer one is still there to be looked at.
  await ask('POST', `/v1/books/${bookId}/jobs`, { kind: 'outline', model, replan: false })
  await page.reload()
  await page.getByRole('button', { name: '2 jobs' }).click()
  await page.getByRole('menuitemradio', { name: /^Writing, finished/ }).click()
  await heading(page, /^2 chapters written/).waitFor()
})

test('a job that stopped at its budget goes on when that is raised; what failed is tried again or given to another model', {
  timeout: 240_000,
}, async () => {
  await work()
  const bookId = await plannedBook('Limited', ['Plain', 'Broken'])
  await write(bookId, { budget: 0.01 })
  const page = await open(bookId)
  await heading(page, 'Paused at a limit.').waitFor()
  await page
    .getByText(/of this job's budget of \$0\.01/)
    .first()
    .waitFor()
  await expectAccessible(page)
  await takePictures(page, 'write-limit')
  provider.fail({ status: 400, match: '2: Broken' })
  await page.getByRole('button', { name: 'Change the budget…' }).click()
  const dialog = page.getByRole('dialog', { name: 'What this job may cost' })
  await dialog.getByRole('textbox', { name: /^Budget/ }).fill('lots')
  await dialog.getByRole('button', { name: 'Set and resume' }).click()
  await dialog.getByText('Give an amount in dollars, such as 2.50.').waitFor()
  await dialog.getByRole('textbox', { name: /^Budget/ }).fill('50')
  await page.keyboard.press('Enter')
  await heading(page, '1 of 2 chapters are written.').waitFor()
  await page.getByRole('button', { name: /^Try the failed one again/ }).waitFor()
  await page.getByRole('option', { name: /Broken.*failed/ }).click()
  await expectAccessible(page)
  await takePictures(page, 'write-partial')
  await page.getByRole('button', { name: 'Use another model…' }).click()
  const models = page.getByRole('dialog', { name: 'Let another model go on' })
  await models.getByLabel('Model').selectOption({ label: 'octavo/compositor-1, costs nothing' })
  await models.getByRole('button', { name: 'Go on with it' }).click()
  await heading(page, /^2 chapters written/).waitFor()
})

test('a viewer watches and steers nothing', { timeout: 240_000 }, async () => {
  await work()
  const bookId = await plannedBook('Watched', ['Long One'], 400)
  const grace = await studio.server.signUp('Grace Hopper')
  await studio.server.database.asService('test', tx =>
    tx
      .insertInto('identity.members')
      .values({ organization_id: ada.organizationId, user_id: grace.userId, role: 'viewer' })
      .execute(),
  )
  await write(bookId)
  const page = await open(bookId, grace)
  await heading(page, /^(Writing chapter 1|Planning|Waiting its turn)/).waitFor()
  await page.getByText('You may read here.').waitFor()
  expect(await page.getByRole('button', { name: /Pause|Cancel/ }).count()).toBe(0)
})
