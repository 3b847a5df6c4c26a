import type { ElementContent } from 'hast'
import type { BoundBook, BoundPage } from '../book/bound-book.ts'
import type { BookNode, Handlers } from '../book/nodes.ts'
import { blockHandlers } from './blocks.ts'
import { boxHandlers } from './boxes.ts'
import { citedPlaces } from './cited-places.ts'
import { element, text } from './element.ts'
import { figureHandlers } from './figures.ts'
import { loadHighlight } from './highlight.ts'
import { notesOf } from './notes.ts'
import { phrasesOf } from './phrases.ts'
import type { HtmlPage, HtmlTarget, PageContext } from './target.ts'
import { inlineHandlers } from './text.ts'

export type RenderPage = (page: BoundPage) => HtmlPage

const handlers: Handlers<PageContext, ElementContent[]> = {
  ...blockHandlers,
  ...figureHandlers,
  ...boxHandlers,
  ...inlineHandlers,
}

/**
 * Prepares to render the pages of a book to HTML: loads the grammars of the languages it has code in, and finds what
 * cites what. What it gives renders one page, in hast, and may be called in any order.
 *
 * The HTML asks no other host for anything and runs no script. Its classes are those of the concepts: `figure`,
 * `admonition note`, `proof theorem`, `code`; a style sheet of the target gives them their looks.
 */
export async function prepareHtml(book: BoundBook, target: HtmlTarget): Promise<RenderPage> {
  const highlight = await loadHighlight(book)
  const cited = citedPlaces(book)
  const phrases = phrasesOf(book.language)
  return page => {
    const context: PageContext = {
      target,
      page,
      words: book.words,
      phrases,
      highlight,
      cited,
      problems: [],
      holds: { math: false, svg: false, code: false },
      noted: new Map(),
      inLink: false,
      inText: false,
      count: 0,
      render: nodes => renderNodes(nodes, context),
    }
    const title = context.render(page.titleNodes)
    const blocks = page.children.map(node => ({ node, content: context.render([node]) }))
    const content = blocks.flatMap(block => block.content)
    const notes = notesOf(context)
    return { title, content, blocks, notes, holds: context.holds, problems: context.problems }
  }
}

function renderNodes(nodes: readonly BookNode[] | undefined, context: PageContext): ElementContent[] {
  const rendered: ElementContent[] = []
  let before: BookNode | undefined
  for (const node of nodes ?? []) {
    const mark =
      before?.type === 'inlineMath' && node.type === 'text' ? closing.exec(String(node.value))?.[0] : undefined
    if (mark === undefined) rendered.push(...handlers[node.type](node, context))
    else {
      // A line may end after a formula, and would begin with the full stop.
      const formula = rendered.pop()!
      rendered.push(element('span', { className: 'unbroken' }, [formula, text(mark)]))
      rendered.push(text(String(node.value).slice(mark.length)))
    }
    before = node
  }
  return rendered
}

const closing = /^[.,;:!?…)\]}’”»]+/
