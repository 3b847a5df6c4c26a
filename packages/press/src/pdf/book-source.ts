import type { BoundBook, BoundPage } from '../book/bound-book.ts'
import type { BookNode } from '../book/nodes.ts'
import { fallbackFamilies } from '../fonts/index.ts'
import { type PlacedImage, plain, visitNodes, type Writing } from './page-writer.ts'
import type { Paper } from './paper.ts'
import type { PdfSettings } from './pdf-options.ts'
import { perPage } from './per-page.ts'
import { array, call, content, labelOf, literal, prose } from './typst-text.ts'

/** A list of two figures helps nobody. */
const fewest = 4

/** What `press.typ` and `pages.typ` are for this book. */
export function settingsSource(book: BoundBook, paper: Paper, settings: PdfSettings): string {
  const [lang, region] = languageOf(book.language)
  const date = book.modified
  const facts = {
    title: literal(book.title),
    subtitle: book.subtitle ? literal(book.subtitle) : 'none',
    authors: array(book.authors.map(literal)),
    keywords: array((book.keywords ?? []).map(literal)),
    lang: literal(lang),
    region: region ? literal(region) : 'none',
    date: `datetime(year: ${date.getUTCFullYear()}, month: ${date.getUTCMonth() + 1}, day: ${date.getUTCDate()}, hour: ${date.getUTCHours()}, minute: ${date.getUTCMinutes()}, second: ${date.getUTCSeconds()})`,
  }
  const { textSize, ...lengths } = paper
  const points = { ...lengths, 'text-size': textSize }
  return [
    `#let book = ${dictionary(facts)}`,
    // What a typeface lacks is looked for in these and nowhere else, so that a book is the same on every machine.
    `#let fallbacks = ${array(fallbackFamilies(book.language).map(literal))}`,
    `#let paper = ${dictionary(Object.fromEntries(Object.entries(points).map(([name, value]) => [name, `${value.toFixed(3)}pt`])))}`,
    `#let screen = ${settings.variant === 'screen'}`,
    `#let literary = ${settings.theme === 'literary'}`,
  ].join('\n')
}

const dictionary = (values: Record<string, string>): string =>
  `(${Object.entries(values)
    .map(([name, value]) => `${name}: ${value}`)
    .join(', ')})`

/** Typst takes ISO 639 and ISO 3166 codes: the script of `zh-Hant-TW` is left out. */
function languageOf(tag: string): [string, string | undefined] {
  const [lang = 'en', ...rest] = tag.split(/[-_]/)
  const region = rest.find(part => /^[a-z]{2}$/i.test(part))
  return [/^[a-z]{2,3}$/i.test(lang) ? lang.toLowerCase() : 'en', region?.toUpperCase()]
}

export const pagePath = (page: BoundPage): string => `/pages/${page.slug}.typ`

/** The source that holds all others. */
export function mainSource(pages: readonly BoundPage[]): string {
  return [
    '#import "/pages.typ": document-rules',
    '#show: document-rules',
    '#include "/front.typ"',
    ...pages.map(page => `#include ${literal(pagePath(page))}`),
  ].join('\n')
}

/** The page on which the numbers of pages begin anew with 1: the first that is no front matter. */
export const firstOfMain = (pages: readonly BoundPage[]): BoundPage | undefined =>
  pages.find(({ kind }) => kind !== 'front')

/** Everything before the first page of the manuscript. */
export function frontSource(writing: Writing, cover: PlacedImage | undefined): string {
  const { book, settings } = writing
  const { words } = book
  const lists: [string, string, BookNode['kind']][] = [
    [':figures', words.listOfFigures, 'figure'],
    [':tables', words.listOfTables, 'table'],
  ]
  return [
    '#import "/pages.typ" as p',
    ...(cover ? [call('p.cover', {}, literal(cover.path), literal(words.cover))] : []),
    ...(settings.variant === 'print' ? ['#p.half-title();'] : []),
    call('p.title-page', {}, book.publisher ? content(prose(book.publisher)) : 'none'),
    ...copyright(book),
    ...(book.dedication ? [call('p.dedication', {}, content(prose(book.dedication)))] : []),
    call('p.list-page', {}, literal(':contents'), content(prose(words.contents)), content(contents(writing))),
    ...lists.flatMap(([slug, title, kind]) => {
      const captions = captionsOf(book, String(kind))
      return captions.length < fewest
        ? []
        : [call('p.list-page', {}, literal(slug), content(prose(title)), content(captions.join('\n')))]
    }),
  ].join('\n')
}

/** Only what the book itself says. */
function copyright(book: BoundBook): string[] {
  const lines = [
    prose([book.title, book.subtitle].filter(Boolean).join(': ')),
    prose(book.authors.join(', ')),
    ...(book.rights ? [prose(book.rights)] : []),
    ...(book.publisher ? [prose(book.publisher)] : []),
    ...(book.isbn ? [prose(`ISBN ${book.isbn}`)] : []),
  ]
  return book.rights || book.publisher || book.isbn
    ? [call('p.copyright-page', {}, ...lines.filter(Boolean).map(content))]
    : []
}

function contents({ book, settings }: Writing): string {
  const widest = Math.max(0, ...book.pages.map(({ number }) => number?.length ?? 0))
  return book.pages
    .flatMap(page => {
      const depth = page.kind === 'part' ? 0 : 1
      const title = page.kind === 'part' && page.numberLabel ? `${page.numberLabel}: ${page.title}` : page.title
      const own = entry(
        depth,
        page.kind === 'part' ? undefined : page.number,
        labelOf(page.slug),
        title,
        0.7 + 0.6 * widest,
      )
      const sections = page.headings
        .filter(heading => heading.depth <= settings.contentsDepth)
        .map(heading =>
          entry(
            heading.depth,
            heading.number,
            labelOf(page.slug, heading.id),
            heading.title,
            1.4 + 0.5 * heading.depth,
          ),
        )
      return [own, ...(page.kind === 'part' ? [] : sections)]
    })
    .join('\n')
}

const entry = (depth: number, number: string | undefined, label: string, title: string, wide: number): string =>
  call(
    'p.entry',
    {
      depth,
      number: number === undefined ? undefined : content(prose(number)),
      place: literal(label),
      wide: `${wide.toFixed(1)}em`,
    },
    content(prose(title)),
  )

/** The captions of all figures or tables that have a number. */
const captionsOf = (book: BoundBook, kind: string): string[] =>
  book.pages.flatMap(page => captionsOn(page).flatMap(caption => (caption.kind === kind ? [caption.entry] : [])))

const captionsOn = perPage(page => {
  const captions: { kind: unknown; entry: string }[] = []
  visitNodes(page.children, node => {
    if (node.type !== 'container' || node.number === undefined || node.subcontainer) return
    const caption = node.children?.find(({ type }) => type === 'caption')
    const words = firstSentence(plain(withoutNumber(caption?.children)).replace(/\s+/g, ' ').trim())
    if (typeof node.id !== 'string' || !words) return
    captions.push({ kind: node.kind, entry: entry(2, String(node.number), labelOf(page.slug, node.id), words, 2.6) })
  })
  return captions
})

/** A long caption is a text of its own; lists need its name. */
function firstSentence(caption: string): string {
  // Not at the point of “Dr.” or of “p. 3”.
  const [sentence] = /^.*?[\p{L}\d]{3,}[)”]?[.!?](?=\s|$)/u.exec(caption) ?? [caption]
  return sentence.length < 110 ? sentence.replace(/\.$/, '') : `${sentence.slice(0, 100).replace(/\s+\S*$/, '')} …`
}

const withoutNumber = (nodes: readonly BookNode[] = []): BookNode[] =>
  nodes
    .filter(({ type }) => type !== 'captionNumber')
    .map(node => (node.children ? { ...node, children: withoutNumber(node.children) } : node))
