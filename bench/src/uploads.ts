import { parsePage } from '@octavo/manuscript'
import { readUpload } from '@octavo/manuscript/uploads'
import { strToU8, zipSync } from 'fflate'
import type { Row } from './database.ts'

const CHAPTERS = 25
const WORDS = 4_000
const ROUNDS = 7

/**
 * How long a book of 100,000 words takes to be read from each kind of file that can be written here without another
 * program, as a share of parsing it as MyST, by the quickest of 7 rounds. And that twice the book takes twice as long: a
 * reader whose work grows with the square would show here first.
 */
export async function measureUploads(): Promise<Row[]> {
  const chapters = Array.from({ length: CHAPTERS }, (_, number) => paragraphs(number))
  const parse = await quickest(async () => {
    for (const chapter of chapters) parsePage(chapter.join('\n\n'))
  })
  const rows: Row[] = []
  for (const [kind, atMost, file] of [
    ['plain text', 0.5, textOf],
    ['MyST in a zip', 3, mystOf],
    ['HTML', 2, htmlOf],
    ['EPUB', 2, epubOf],
  ] as const) {
    const time = await quickest(() => readUpload(file(chapters)))
    const twice = await quickest(() => readUpload(file([...chapters, ...chapters])))
    const peer = `${time.toFixed(0)} ms; parsing takes ${parse.toFixed(0)} ms`
    rows.push({ name: `read 100,000 words of ${kind}, share of parsing`, value: time / parse, unit: '×', atMost, peer })
    rows.push({ name: `read twice as much ${kind}`, value: twice / time, unit: '×', atMost: 3.2 })
  }
  return rows
}

async function quickest(work: () => Promise<unknown>): Promise<number> {
  let best = Infinity
  for (let round = 0; round < ROUNDS; round++) {
    const began = performance.now()
    await work()
    best = Math.min(best, performance.now() - began)
  }
  return best
}

/** The paragraphs of a chapter, its title first: no two alike, so that nothing is found that is there already. */
function paragraphs(number: number): string[] {
  const all = [`Chapter ${number + 1}`]
  for (let count = 0; count < WORDS; count += 80) {
    all.push(
      Array.from({ length: 80 }, (_, index) => words[(index * 7 + count + number * 13) % words.length]).join(' '),
    )
  }
  return all
}

const words =
  'the road was long and salt lay heavy on every back when we came down from hills to a sea that nobody had seen, ferry, boat. Inn'.split(
    ' ',
  )

const file = (name: string, text: string) => ({ name, bytes: strToU8(text) })

function textOf(chapters: string[][]) {
  return file('book.txt', chapters.flat().join('\n\n'))
}

function mystOf(chapters: string[][]) {
  const pages = chapters.map(([title, ...rest], index) => [
    `${index}.md`,
    strToU8([`# ${title}`, ...rest].join('\n\n')),
  ])
  return { name: 'book.zip', bytes: zipSync(Object.fromEntries(pages)) }
}

const bodyOf = ([title, ...rest]: string[]) => `<h1>${title}</h1>${rest.map(text => `<p>${text}</p>`).join('')}`

function htmlOf(chapters: string[][]) {
  return file('book.html', `<!doctype html><html><body>${chapters.map(bodyOf).join('')}</body></html>`)
}

function epubOf(chapters: string[][]) {
  const container =
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="b.opf"/></rootfiles></container>'
  const items = chapters.map(
    (_, index) => `<item id="c${index}" href="${index}.xhtml" media-type="application/xhtml+xml"/>`,
  )
  const refs = chapters.map((_, index) => `<itemref idref="c${index}"/>`)
  const opf = `<package xmlns="http://www.idpf.org/2007/opf"><metadata/><manifest>${items.join('')}</manifest><spine>${refs.join('')}</spine></package>`
  const pages = chapters.map((chapter, index) => [
    `${index}.xhtml`,
    strToU8(`<html xmlns="http://www.w3.org/1999/xhtml"><body>${bodyOf(chapter)}</body></html>`),
  ])
  const files = {
    mimetype: strToU8('application/epub+zip'),
    'META-INF/container.xml': strToU8(container),
    'b.opf': strToU8(opf),
  }
  return { name: 'book.epub', bytes: zipSync({ ...files, ...Object.fromEntries(pages) }) }
}
