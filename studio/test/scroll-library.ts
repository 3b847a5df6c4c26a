import buildStudio from '../build.ts'
import { startStudio } from './studio.ts'

/**
 * Scrolls through a library of 2,000 books and prints, as JSON, what Chromium's trace says of its frames. A process of
 * its own for `npm run bench library`.
 */

const books = 2_000
/** How far a turn of the wheel goes, and how many turns. Pixels; one turn a frame, two windows a second. */
const step = 30
const turns = 400

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
await page.mouse.move(500, 600)
const measured: Record<string, Frames> = {}
for (const view of ['Covers', 'Table']) {
  await page.getByRole('button', { name: view, exact: true }).click()
  await page.waitForTimeout(1_500)
  measured[view.toLowerCase()] = await framesWhile(async () => {
    for (let turn = 0; turn < turns; turn++) await page.mouse.wheel(0, step)
  })
  await page.evaluate(() => scrollTo(0, 0))
}
const elements = await page.locator('main *').count()
await studio.close()
console.log(JSON.stringify({ ...measured, elements }))
process.exit(0)

interface Frames {
  drawn: number
  dropped: number
  /** Between two frames that were drawn, of twenty the second longest. Milliseconds. */
  p95: number
}

interface TraceEvent {
  name: string
  ts: number
}

async function framesWhile(work: () => Promise<void>): Promise<Frames> {
  const categories = ['disabled-by-default-devtools.timeline.frame', 'devtools.timeline.frame']
  await studio.browser.startTracing(page, { categories })
  await work()
  const trace = JSON.parse((await studio.browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] }
  const at = trace.traceEvents
    .flatMap(({ name, ts }) => (name === 'DrawFrame' ? [ts / 1_000] : []))
    .sort((a, b) => a - b)
  const dropped = trace.traceEvents.filter(({ name }) => name === 'DroppedFrame').length
  const between = at.slice(1).map((time, index) => time - at[index]!)
  between.sort((a, b) => a - b)
  return { drawn: at.length, dropped, p95: between[Math.floor(between.length * 0.95)] ?? Number.NaN }
}
