import type { BookProblem, BoundBook, BoundPage } from '../book/bound-book.ts'
import { lineOf } from '../book/bound-book.ts'
import type { BookNode, Handlers } from '../book/nodes.ts'
import type { Paper } from './paper.ts'
import type { PdfSettings } from './pdf-options.ts'

/** A picture as Typst finds it. */
export interface PlacedImage {
  /** In the compiler's own files. */
  path: string
  /** Points at its natural size. */
  width: number
  height: number
}

/** What the sources of all pages are written with. */
export interface Writing {
  book: BoundBook
  settings: PdfSettings
  paper: Paper
  /** Every label the sources set. A link to another would stop the compiler. */
  labels: ReadonlySet<string>
  /** By path in the book, or by the SVG of a diagram. */
  images: ReadonlyMap<string, PlacedImage>
  /** By key; none for one that cannot be set. */
  formulas: ReadonlyMap<string, string>
  /** Raw Typst that has been tried and works. */
  raws: ReadonlySet<string>
}

/** What the handlers of one page know. */
export interface PageWriter extends Writing {
  handlers: Handlers<PageWriter, string>
  page: BoundPage
  /** Labels that have been set. */
  placed: Set<string>
  /** Footnotes whose text has been printed. */
  noted: Set<string>
  /** How deep in blocks: only on the page itself can a picture float. */
  depth: number
  /** Whether a footnote may stand here: not in headings and captions. */
  notes: boolean
  /** Whether first words are set as an opening: until the first paragraph. */
  opening: boolean
  problems: BookProblem[]
  /** Where pictures stand that those who do not see are told nothing of: `file:line`. */
  unspoken: string[]
  /** Depths of the headings this place is under. */
  above: number[]
  /** Letters of text before this place: a picture must not float above the title of its page. */
  progress: { letters: number }
}

export const formulaKey = (node: BookNode): string =>
  `${node.type === 'math' ? 'display' : 'inline'} ${node.value ?? ''}`

/** `file:line`, or the file alone where no line is known. */
export function whereIs(node: BookNode, { page }: PageWriter): string {
  const line = lineOf(node)
  return line === undefined ? page.file : `${page.file}:${line}`
}

export function tell(writer: PageWriter, node: BookNode, message: string): void {
  const line = lineOf(node)
  writer.problems.push({ file: writer.page.file, ...(line !== undefined && { line }), rule: 'not-shown', message })
}

/** The words of nodes, without what dresses them. */
export const plain = (nodes: readonly BookNode[] | undefined): string =>
  (nodes ?? []).map(node => (node.value === undefined ? plain(node.children) : String(node.value))).join('')

/** Told of a node, and of the line of the text it is on or in. */
export type VisitNode = (node: BookNode, line: number | undefined) => void

/** Every node below, parts that are not children included, each before what is in it. */
export function visitNodes(nodes: readonly BookNode[], visit: VisitNode, within?: number): void {
  for (const node of nodes) {
    const line = lineOf(node) ?? within
    visit(node, line)
    if (node.children) visitNodes(node.children, visit, line)
    if (node.type === 'indexTerm')
      for (const part of [node.entry, node.references, node.see, node.seeAlso])
        if (part) visitNodes(part as BookNode[], visit, line)
    if (node.type === 'solution' && node.of) visitNodes([node.of as BookNode], visit, line)
  }
}

/** Every node of a page in the order of reading, footnotes last. */
export function visitPage(page: BoundPage, visit: VisitNode): void {
  visitNodes(page.titleNodes, visit)
  visitNodes(page.children, visit)
  for (const { children } of page.footnotes.values()) visitNodes(children, visit)
}
