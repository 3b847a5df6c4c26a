import type { BookProblem, BoundPage } from '../book/bound-book.ts'
import type { Handlers } from '../book/nodes.ts'
import { blocks } from './block-handlers.ts'
import { type PageWriter, visitPage, type Writing } from './page-writer.ts'
import { texts } from './text-handlers.ts'
import { content, literal, named, prose } from './typst-text.ts'
import { anchor, write, writeBlocks } from './write-nodes.ts'

export interface PageSource {
  source: string
  problems: BookProblem[]
  /** Where pictures stand that those who do not see are told nothing of: `file:line`. */
  unspoken: string[]
}

const handlers: Handlers<PageWriter, string> = { ...texts, ...blocks }

/**
 * The source of one page of the book. The same page gives the same bytes, whatever has changed elsewhere: that is what
 * lets Typst keep its work. A comment with a number says which line of the author's text follows.
 */
export function pageSource(page: BoundPage, writing: Writing, restart: boolean): PageSource {
  const problems: BookProblem[] = []
  const unspoken: string[] = []
  const writer: PageWriter = {
    ...writing,
    handlers,
    page,
    problems,
    unspoken,
    above: [],
    placed: new Set(),
    noted: new Set(),
    depth: 0,
    notes: true,
    opening: true,
    progress: { letters: 0 },
  }
  const title = write(page.titleNodes, writer)
  const part = page.parent && page.parent.kind === 'part' ? page.parent.shortTitle : withoutSubtitle(writing.book.title)
  const arguments_ = named({
    kind: literal(page.kind),
    slug: literal(page.slug),
    level: page.level + 1,
    number: page.numberLabel === undefined ? undefined : content(prose(page.numberLabel)),
    title: content(title),
    subtitle: page.subtitle === undefined ? undefined : content(prose(page.subtitle)),
    bookmark: content(prose([page.numberLabel, page.title].filter(Boolean).join(': '))),
    left: content(prose(part)),
    right: content(prose(page.shortTitle)),
    restart: restart || undefined,
    roman: page.kind === 'front' || undefined,
  })
  const body = writeBlocks(page.children, writer)
  // What has no place of its own, such as a row of a table, is found at the top of the page.
  let rest = ''
  visitPage(page, node => {
    rest += anchor(node, writer)
  })
  return {
    source: `#import "/press.typ" as p\n#import "/pages.typ": opening\n#show: opening.with(${arguments_})\n${rest}\n${body}`,
    problems,
    unspoken,
  }
}

/** A running head is one line. */
const withoutSubtitle = (title: string): string => (title.length > 48 ? title.split(/:\s/)[0]! : title)
