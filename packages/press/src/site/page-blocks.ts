import { type BookProblem, type BoundBook, type BoundPage, lineOf } from '../book/bound-book.ts'
import type { PageKind } from '../book/press-book.ts'
import { directionOf, type HtmlTarget, prepareHtml } from '../html/index.ts'
import { markupOf } from './page-text.ts'

/** A page of a site piece by piece, for whoever shows it while it is written. */
export interface PageBlocks {
  /** What decides on its looks. */
  kind: PageKind
  language: string
  direction: 'ltr' | 'rtl'
  /** What stands above the title: `Chapter 3`. */
  numberLabel?: string
  /** HTML, as all below. */
  title: string
  subtitle?: string
  blocks: PageBlock[]
  /** The footnotes; empty where there are none. */
  notes: string
  problems: BookProblem[]
}

export interface PageBlock {
  /** The line of the source it begins on, from 1. Never less than that of the block before. */
  line: number
  html: string
}

/** Where the links of a page lead, and where its pictures are. */
export type PlacesOfPage = Pick<HtmlTarget, 'href' | 'download' | 'image'>

/** A page as the site shows it, by the blocks of its source. `book` may be bound for this page alone. */
export async function pageBlocks(book: BoundBook, page: BoundPage, places: PlacesOfPage): Promise<PageBlocks> {
  const render = await prepareHtml(book, { epub: false, interactive: true, ...places })
  const { title, blocks, notes, problems } = render(page)
  let line = 1
  const made: PageBlock[] = []
  for (const { node, content } of blocks) {
    line = Math.max(line, lineOf(node) ?? line)
    const html = markupOf(content)
    if (html !== '') made.push({ line, html })
  }
  return {
    kind: page.kind,
    language: book.language,
    direction: directionOf(book.language),
    ...(page.numberLabel && { numberLabel: page.numberLabel }),
    title: markupOf(title),
    ...(page.subtitle && { subtitle: page.subtitle }),
    blocks: made,
    notes: markupOf(notes),
    problems: [...book.problems.filter(({ file }) => file === page.file), ...problems],
  }
}
