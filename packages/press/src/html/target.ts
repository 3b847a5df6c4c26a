import type { ElementContent } from 'hast'
import type { BookProblem, BoundPage } from '../book/bound-book.ts'
import type { BookNode } from '../book/nodes.ts'
import type { BookWords } from '../book/words.ts'
import type { CitedPlaces } from './cited-places.ts'
import type { Highlight } from './highlight.ts'
import type { Phrases } from './phrases.ts'

/** What differs between a site, an e-book and a single page, which are all made of the same HTML. */
export interface HtmlTarget {
  /**
   * Whether it is for EPUB: read as XML, with `epub:type`, footnotes as asides for pop-ups, nothing that a reading system
   * may not have.
   */
  epub: boolean
  /** Whether boxes fold and tabs switch. Otherwise everything is open and tabs are one below the other. */
  interactive: boolean
  /** How much deeper headings are than in the page, where several pages are one document. Default 0. */
  headingShift?: number
  /** The name of a place in the output; places of different pages need different ones in one document. Default `id`. */
  idOf?(slug: string, id: string): string
  /** The address of a page, or of a place on it as `idOf` names it. Undefined where there is none: then it is no link. */
  href(slug: string, id?: string): string | undefined
  /** The address of a file of the book for readers. Undefined where they cannot have it: then its name is printed. */
  download(path: string): string | undefined
  /** The address of a picture of the book. Undefined where it could not be prepared: then its alternative text is printed. */
  image(path: string): HtmlImage | undefined
}

export interface HtmlImage {
  src: string
  /** Pixels, so that the page does not jump while pictures load; undefined where they are not known. */
  width: number | undefined
  height: number | undefined
}

/** A page as HTML. */
export interface HtmlPage {
  /** The title with its markup, for an `h1`; its number is in `page.numberLabel`. */
  title: ElementContent[]
  content: ElementContent[]
  /** The same content by the nodes it was made of. */
  blocks: { node: BookNode; content: ElementContent[] }[]
  /** Footnotes; empty when the page has none. Belongs after the content. */
  notes: ElementContent[]
  /** Whether there is MathML and SVG in it: an e-book must declare it. */
  holds: { math: boolean; svg: boolean; code: boolean }
  /** What could not be shown as it was written. */
  problems: BookProblem[]
}

/** What the handlers of one page share. */
export interface PageContext {
  readonly target: HtmlTarget
  readonly page: BoundPage
  readonly words: BookWords
  readonly phrases: Phrases
  readonly highlight: Highlight
  readonly cited: CitedPlaces
  readonly problems: BookProblem[]
  readonly holds: HtmlPage['holds']
  /** How often each footnote has been referred to so far, by its key. */
  readonly noted: Map<string, number>
  /** Whether what is rendered stands in a link, where no other link may be. */
  inLink: boolean
  /** Whether what is rendered stands in a line of text, where no block may be. */
  inText: boolean
  /** Counts what needs a name on the page. */
  count: number
  render(nodes: readonly BookNode[] | undefined): ElementContent[]
}

/** The name of a place in the output. Names that are made here have two hyphens, which those of headings never have. */
export const idOn = ({ target, page }: PageContext, id: string): string => target.idOf?.(page.slug, id) ?? id

/** The name of a node in the output, if it can be referred to. */
export const idOf = (node: BookNode, context: PageContext): string | undefined =>
  node.id === undefined ? undefined : idOn(context, String(node.id))

/** The address of a place on the same page. */
export const hrefOn = (context: PageContext, id: string): string | undefined =>
  context.target.href(context.page.slug, idOn(context, id))
