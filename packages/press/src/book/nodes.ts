import type { GenericNode } from 'myst-common'

/**
 * Every kind of node a bound page holds. A target has a handler for each, `Record<NodeType, …>`, so that the compiler
 * tells of one it forgot, and `unknownNode` for what should not be there.
 *
 * All have `children` unless it says otherwise; `id` is set on what can be pointed to, unique on its page.
 */
export const nodeTypes = [
  // Blocks
  'paragraph',
  'heading', // depth 2–6, id, number?
  'blockquote',
  'list', // ordered, start?
  'listItem', // checked?: boolean
  'definitionList',
  'definitionTerm', // id?
  'definitionDescription',
  'thematicBreak', // no children
  'code', // value, lang?, showLineNumbers?, startingLineNumber?, emphasizeLines?, filename?; no children
  'math', // value in TeX without numbers or labels, number?, id?; no children
  'mermaid', // value; svg, width, height when it could be drawn; no children
  'image', // path in the book or none when it is missing, alt, width?, align?, title?; remote?: url; also in text
  'container', // kind: figure, table, code, quote or what the author named; id, number?, subcontainer?
  'caption', // of a container
  'captionNumber', // number, in the first paragraph of a caption; its children are the words: Figure 1.2
  'legend', // of a container
  'table', // id?, align?
  'tableRow',
  'tableCell', // header?, align?, colspan?, rowspan?
  'admonition', // kind (note, tip, hint, important, warning, caution, danger, error, attention, seealso, admonition), dropdown?, open?
  'admonitionTitle',
  'details', // open?; its first child is a summary
  'summary',
  'tabSet',
  'tabItem', // title, selected?: shown first
  'grid', // columns: number[], for small to extra-large screens
  'card', // target?: a link or crossReference without children
  'cardTitle',
  'header',
  'footer',
  'aside', // kind?: sidebar, topic, margin
  'proof', // kind: theorem, lemma, proof …; id, number?; its title is its first child, an admonitionTitle; label: Theorem 1.2
  'exercise', // as proof
  'solution', // as proof; of: a crossReference to its exercise
  'iframe', // url, title?; no children
  'interactive', // of: widget or demo; value; no children
  'bibliography', // children: bibliographyEntry
  'bibliographyEntry', // id
  'index', // children: indexLetter
  'indexLetter', // letter; children: indexTerm
  'indexTerm', // entry: inline nodes; references: crossReference[]; see?, seeAlso?: inline nodes; children: indexTerm
  'div', // class?
  // Text
  'text', // value; no children
  'strong',
  'emphasis',
  'delete',
  'underline',
  'smallcaps',
  'superscript',
  'subscript',
  'inlineCode', // value; no children
  'inlineMath', // value in TeX; no children
  'keyboard',
  'abbreviation', // title
  'break', // no children
  'link', // url: outside of the book, http, https, mailto or tel only; or download: the path of a file of the book
  'crossReference', // page: slug, anchor?: the id of a node on that page, kind?: of that node
  'footnoteReference', // identifier: key in the page's footnotes, number, id; no children
  'indexTarget', // id; no children: a place the index points to
  'span', // class?
  'raw', // lang: typst, tex, html or docx; value: for that target alone; no children
] as const

export type NodeType = (typeof nodeTypes)[number]

/** A node of a bound page. Fields beyond `type` are named in `nodeTypes`. */
export type BookNode = Omit<GenericNode, 'type' | 'children'> & { type: NodeType; children?: BookNode[] }

const known = new Set<string>(nodeTypes)

export const isNodeType = (type: string): type is NodeType => known.has(type)

/** A handler of a target for each kind of node. */
export type Handlers<Context, Result> = {
  readonly [Type in NodeType]: (node: BookNode, context: Context) => Result
}

/** Thrown where a target meets what it cannot show: nothing is left out in silence. */
export class UnknownNodeError extends Error {
  override name = 'UnknownNodeError'

  constructor(type: string, file: string, line: number | undefined) {
    super(`${file}${line === undefined ? '' : `:${line}`} holds a "${type}" that cannot be printed`)
  }
}
