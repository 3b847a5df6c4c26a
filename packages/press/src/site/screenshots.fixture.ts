import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import sharp from 'sharp'
import { bindBook } from '../book/bind-book.ts'
import type { PressBook } from '../book/press-book.ts'
import type { FontTheme } from '../fonts/index.ts'
import { openBrowser } from './browser.fixture.ts'
import { renderSite } from './index.ts'
import { jobQueues, lampRoom } from './sample-books.fixture.ts'

/** Takes the pictures of sites in the documentation, from the project's own samples: `npm run docs:screenshots`. */

const pictures = join(import.meta.dirname, '../../../../docs/pictures')

interface Picture {
  name: string
  book: PressBook
  theme: FontTheme
  page: string
  colours: 'light' | 'dark'
  /** The heading the page is scrolled to. */
  at?: string
}

const wanted: Picture[] = [
  {
    name: 'site-technical',
    book: jobQueues(),
    theme: 'technical',
    page: 'leases.html',
    colours: 'light',
    at: 'heartbeats',
  },
  { name: 'site-literary', book: lampRoom(), theme: 'literary', page: 'the-causeway.html', colours: 'dark' },
]

const browser = await openBrowser()
if (!browser) process.exit(1)
for (const { name, book, theme, page, colours, at } of wanted) {
  const folder = await mkdtemp(join(tmpdir(), 'octavo-screenshots-'))
  for await (const { path, bytes } of renderSite(await bindBook(book), { theme })) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), bytes)
  }
  const context = await browser.newContext({
    viewport: { width: 1200, height: 760 },
    colorScheme: colours,
    reducedMotion: 'reduce',
  })
  const view = await context.newPage()
  await view.goto(pathToFileURL(join(folder, page)).href)
  if (at) await view.evaluate(`document.getElementById('${at}').scrollIntoView()`)
  // Fonts and the mark on the section that is read arrive a moment later.
  await view.evaluate('document.fonts.ready.then(() => new Promise(done => setTimeout(done, 300)))')
  const taken = await sharp(await view.screenshot())
    .png({ palette: true, colours: 128, effort: 10 })
    .toBuffer()
  await writeFile(join(pictures, `${name}.png`), taken)
  console.log(`docs/pictures/${name}.png has ${Math.round(taken.length / 1024)} KiB.`)
  await context.close()
  await rm(folder, { recursive: true })
}
await browser.close()
