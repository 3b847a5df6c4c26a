import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { syncCatalogue, type TestPerson } from '@octavo/server/testing'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { type Studio, startStudio } from './studio.ts'

/** Takes the pictures of the studio in the documentation, from the project's own sample: `npm run docs:screenshots`. */

const root = join(import.meta.dirname, '../..')
const notes = join(root, 'examples/job-queues/notes')

const studio = await startStudio({ worker: true })
try {
  await syncCatalogue(studio.server.octavo)
  const author = await studio.server.signUp('Ada Lovelace')
  const bookId = await writeSample(studio, author)
  const page = await studio.open(author, { width: 1440, height: 900 })

  await page.goto(`${studio.url}/books/${bookId}/plan`)
  await page.getByRole('treeitem').nth(2).click()
  await page.getByRole('list', { name: 'Passages' }).getByRole('listitem').first().waitFor()
  await take(page, 'studio-plan')

  const { body: outline } = await studio.server.request(author, 'GET', `/v1/books/${bookId}/outline`)
  const chapter = outline.items.flatMap((item: { chapter: { id: string } | null }) => item.chapter?.id ?? [])[1]
  await page.goto(`${studio.url}/books/${bookId}/edit/${chapter}`)
  await page.locator('.cm-content').waitFor()
  await page.frameLocator('iframe').locator('h1').waitFor()
  await take(page, 'studio-edit')

  await page.goto(`${studio.url}/books/${bookId}/publish`)
  await page.getByRole('heading', { name: 'No PDF yet' }).waitFor()
  await page.keyboard.press('Control+Enter')
  const first = page.locator('.pdfpage[data-drawn="true"]').first()
  await first.waitFor({ timeout: 60_000 })
  await page.getByLabel('Page', { exact: true }).fill('9')
  await page.getByLabel('Page', { exact: true }).press('Enter')
  await first.waitFor()
  await take(page, 'studio-publish')
} finally {
  await studio.close()
}
process.exit(0)

/** Writes the sample book with the embedded compositor; gives its id. */
async function writeSample({ server }: Studio, author: TestPerson): Promise<string> {
  const ask = async (method: string, path: string, body?: object) => {
    const answer = await server.request(author, method, path, body)
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  const brief = { title: 'Job Queues', subtitle: 'Work that survives its worker', authors: [author.name] }
  const { id } = await ask('POST', '/v1/books', { ...brief, kind: 'technical', targetChapters: 8 })
  for (const name of (await readdir(notes)).sort()) {
    await ask('POST', `/v1/books/${id}/sources`, { origin: name, text: await readFile(join(notes, name), 'utf8') })
  }
  const job = await ask('POST', `/v1/books/${id}/jobs`, { kind: 'write' })
  for (;;) {
    const { state } = await ask('GET', `/v1/jobs/${job.id}`)
    if (state === 'completed') return id
    if (!['queued', 'running', 'streaming'].includes(state)) throw new Error(`the sample book is ${state}`)
    await new Promise(resolve => setTimeout(resolve, 200))
  }
}

/** Keeps what is in the window as a small picture, once fonts and pages have come. */
async function take(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready)
  await page.waitForTimeout(1_500)
  const picture = await sharp(await page.screenshot())
    .png({ palette: true, colours: 128, effort: 10 })
    .toBuffer()
  await writeFile(join(root, 'docs/pictures', `${name}.png`), picture)
}
