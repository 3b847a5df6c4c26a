import type { Page } from 'playwright-core'
import buildStudio from '../build.ts'
import { startStudio } from './studio.ts'

/**
 * Scrolls through a library of 2,000 books and prints, as JSON, what Chromium's trace says of its frames. A process of
 * its own for `npm run bench library`.
 */

const books = 2_000
/** How far the fingers go, and how fast: two windows a second. Pixels, pixels a second. */
const distance = 12_000
const speed = 1_800

await buildStudio()
const studio = await startStudio()
const reader = await studio.server.signUp('Ada Lovelace')
await studio.server.octavo.database.asService('books for a measurement', tx =>
  tx
    .insertInto('library.books')
    .values(
      Array.from({ length: books }, (_, index) => ({
        organization_id: reader.organizationId,
        created_by: reader.userId,
        title: `Notes on the Engine, volume ${index + 1}`,
        slug: `volume-${index + 1}`,
        authors: ['Ada Lovelace'],
      })),
    )
    .execute(),
)
const page = await studio.open(reader, { width: 1440, height: 900 })
await page.getByRole('tab', { name: `All ${books}` }).waitFor()
await page.getByRole('listitem').nth(9).waitFor()
const passes = [
  // The server draws each cover the first time it is asked for, on the same processors.
  { name: 'new covers', view: 'Covers' },
  { name: 'covers', view: 'Covers' },
  { name: 'table', view: 'Table' },
]
const measured: Record<string, Frames> = {}
for (const { name, view } of passes) {
  await page.getByRole('button', { name: view, exact: true }).click()
  await page.waitForTimeout(1_500)
  measured[name] = await framesWhileScrolling(page)
  await page.evaluate(() => scrollTo(0, 0))
}
// What the machine itself cannot draw in time: a page of as many lines without any script.
const plain = await studio.browser.newPage({ viewport: { width: 1440, height: 900 } })
await plain.setContent(Array.from({ length: books }, (_, index) => `<p>Volume ${index + 1}, by Ada</p>`).join(''))
measured.plain = await framesWhileScrolling(plain)
const elements = await page.locator('main *').count()
await studio.close()
console.log(JSON.stringify({ ...measured, elements }))
process.exit(0)

interface Frames {
  /** Between two frames that were drawn, of twenty the second longest. Milliseconds. */
  p95: number
  /** How often two frames or more of 60 a second passed without a drawing, of all drawings. Per cent. */
  jerks: number
}

interface TraceEvent {
  name: string
  ts: number
}

/** Chromium scrolls by itself: what this program is slow at is not the page's. */
async function framesWhileScrolling(page: Page): Promise<Frames> {
  const devTools = await page.context().newCDPSession(page)
  const categories = ['disabled-by-default-devtools.timeline.frame', 'devtools.timeline.frame']
  await studio.browser.startTracing(page, { categories })
  await devTools.send('Input.synthesizeScrollGesture', { x: 500, y: 600, yDistance: -distance, speed })
  const trace = JSON.parse((await studio.browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] }
  const at = trace.traceEvents
    .flatMap(({ name, ts }) => (name === 'DrawFrame' ? [ts / 1_000] : []))
    .sort((a, b) => a - b)
  const between = at.slice(1).map((time, index) => time - at[index]!)
  between.sort((a, b) => a - b)
  const jerks = between.filter(time => time > 2_000 / 60 + 1).length
  return { p95: between[Math.floor(between.length * 0.95)] ?? Number.NaN, jerks: (100 * jerks) / between.length }
}
