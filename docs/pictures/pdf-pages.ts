/**
 * Prints the sample novella and takes a picture of two facing pages, `pdf-pages.png`. Needs `pdftoppm` of poppler-utils.
 *
 *     node docs/pictures/pdf-pages.ts
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bindBook } from '@octavo/press'
import { renderPdf } from '@octavo/press/pdf'
import sharp from 'sharp'

const scenes = join(import.meta.dirname, '../../examples/the-lamp-room/scenes')
const book = await bindBook({
  id: '6f1c2f0e-0000-4000-8000-000000000003',
  title: 'The Lamp Room',
  subtitle: 'A novella',
  authors: ['The Octavo contributors'],
  language: 'en-GB',
  modified: new Date('2026-01-01T00:00:00Z'),
  numberedSections: 0,
  pages: readdirSync(scenes).map(file => ({ file, kind: 'chapter', text: readFileSync(join(scenes, file), 'utf8') })),
  files: { has: () => false, read: () => Promise.reject(new RangeError('The novella has no pictures.')) },
})
const { pdf, pages, problems } = await renderPdf(book, { theme: 'literary', trim: '5.5x8.5', variant: 'print' })
console.log(`${pages} pages, ${problems.length} problems`)

const folder = mkdtempSync(join(tmpdir(), 'octavo-pages-'))
try {
  writeFileSync(join(folder, 'book.pdf'), pdf)
  // In the last chapter, with a break between scenes.
  const [left, right] = [40, 41].map(page => {
    const name = join(folder, String(page))
    execFileSync('pdftoppm', [
      '-r',
      '96',
      '-f',
      `${page}`,
      '-l',
      `${page}`,
      '-singlefile',
      '-png',
      join(folder, 'book.pdf'),
      name,
    ])
    return `${name}.png`
  })
  const { width, height } = await sharp(left).metadata()
  await sharp({ create: { width: width * 2 + 3, height: height + 2, channels: 3, background: '#ccc' } })
    .composite([
      { input: left!, left: 1, top: 1 },
      { input: right!, left: width + 2, top: 1 },
    ])
    .greyscale()
    .png({ palette: true, colours: 16 })
    .toFile(join(import.meta.dirname, 'pdf-pages.png'))
} finally {
  rmSync(folder, { recursive: true })
}
