import { fileURLToPath } from 'node:url'
import { startTestServer } from '@octavo/server/testing'
import chromium from '@sparticuz/chromium'
import { type Page, chromium as playwright } from 'playwright-core'
import type { Row } from './database.ts'

const words = 20_000
const keys = 200
const keyEveryMs = 80
const opens = 5
/** Switches of the packaged browser that make it unlike those of readers. */
const unlikeReaders = /web-security|insecure-content|site-isolation|IsolateOrigins|single-process|no-zygote/

/** Of an event in the page (Event Timing), `duration` is from the key to the frame that shows what came of it. Milliseconds. */
interface TraceEvent {
  name: string
  args?: { data?: { type?: string; duration?: number } }
}

/**
 * Typing in the middle of a chapter of 20,000 words with the preview beside it, in a real Chromium: from the key to the
 * frame that shows it, by the browser's own trace; and how long such a chapter takes to open. Needs a built studio.
 */
export async function measureTyping(): Promise<Row[]> {
  const studio = fileURLToPath(new URL('../../studio/dist', import.meta.url))
  const server = await startTestServer({}, { studio })
  const url = await server.listen()
  const browser = await playwright.launch({
    executablePath: await chromium.executablePath(),
    args: chromium.args.filter(one => !unlikeReaders.test(one)),
    headless: true,
  })
  try {
    const person = await server.signUp('Ada Lovelace')
    const { body: book } = await server.request(person, 'POST', '/v1/books', { title: 'A long one' })
    const add = async (title: string, content: string) =>
      (await server.request(person, 'POST', `/v1/books/${book.id}/chapters`, { title, content })).body.id as string
    const short = await add('Short', '# Short\n\nA few words.\n')
    await add('Long', longChapter())
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' })
    const [name, value] = person.headers.cookie!.split(/=(.*)/s) as [string, string]
    await context.addCookies([{ name, value: value.split('; ')[0]!, url }])
    const page = await context.newPage()
    await page.goto(`${url}/books/${book.id}/edit/${short}`)
    await page.getByRole('textbox', { name: 'Source of Short' }).waitFor()
    const opened: number[] = []
    for (let round = 0; round < opens; round++) {
      await open(page, 'Short')
      opened.push(await open(page, 'Long'))
    }
    const paints = await type(
      page,
      () => browser.startTracing(page, { categories: ['devtools.timeline'] }),
      async () => JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] },
    )
    return [
      { name: 'typing: key to paint, median', value: at(paints, 0.5), unit: 'ms' },
      { name: 'typing: key to paint, p95', value: at(paints, 0.95), unit: 'ms', atMost: 32 },
      { name: `typing: a chapter of ${words} words opens, median`, value: at(opened, 0.5), unit: 'ms', atMost: 400 },
    ]
  } finally {
    await browser.close()
    await server.close()
  }
}

/** Opens a chapter from the tree; milliseconds from the click to the frame with its text. */
function open(page: Page, title: string): Promise<number> {
  // As text: the types of this room know no browser.
  return page.evaluate<number>(`(async () => {
    const rows = [...document.querySelectorAll('[role="treeitem"]')]
    const frame = () => new Promise(requestAnimationFrame)
    const began = performance.now()
    rows.find(row => row.querySelector('.trow__t')?.textContent === ${JSON.stringify(title)}).click()
    while (!document.querySelector('.cm-content[aria-label="Source of ${title}"] .cm-line')) await frame()
    await frame()
    return performance.now() - began
  })()`)
}

async function type(
  page: Page,
  begin: () => Promise<void>,
  end: () => Promise<{ traceEvents: TraceEvent[] }>,
): Promise<number[]> {
  await page.getByRole('textbox', { name: 'Source of Long' }).focus()
  await page.keyboard.press('Control+Home')
  for (let down = 0; down < 12; down++) await page.keyboard.press('PageDown')
  await page.keyboard.press('End')
  // The preview has been rendered by then, and follows.
  await page.waitForTimeout(5_000)
  await begin()
  for (let key = 0; key < keys; key++) await page.keyboard.type(key % 6 === 5 ? ' ' : 'a', { delay: keyEveryMs })
  const { traceEvents } = await end()
  // Its end names no event, and its number is used again by the next one: only its beginning tells all.
  const paints = traceEvents.flatMap(({ name, args }) =>
    name === 'EventTiming' && args?.data?.type === 'keydown' ? [args.data.duration ?? Number.NaN] : [],
  )
  if (paints.length !== keys || paints.some(Number.isNaN)) {
    throw new Error(`The trace tells of ${paints.length} keys, not of ${keys}.`)
  }
  return paints
}

function at(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!
}

function longChapter(): string {
  const sentence = 'The grey crust begins sharp as a waterline on a hull, and *drying* decides how far it goes up. '
  const perParagraph = 5
  const paragraph = sentence.repeat(perParagraph).trim()
  const count = Math.ceil(words / (perParagraph * 18))
  const parts = Array.from({ length: count }, (_, index) =>
    index % 8 === 0
      ? `## Section ${index}\n\n${paragraph}`
      : index % 8 === 4
        ? `:::{note}\n${paragraph}\n:::`
        : paragraph,
  )
  return `# Long\n\n${parts.join('\n\n')}\n`
}
