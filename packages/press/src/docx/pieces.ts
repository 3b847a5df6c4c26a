import { type IRunOptions, Paragraph, type ParagraphChild, type Table } from 'docx'
import { type BoundBook, type BoundPage, lineOf } from '../book/bound-book.ts'
import { type BookNode, UnknownNodeError } from '../book/nodes.ts'
import type { PreparedImage } from '../images/index.ts'
import { handlers } from './handlers.ts'
import type { Marks } from './marks.ts'

/** Part of a document: a paragraph or table of its own, or something in a line of text. */
export type Piece = { block: Paragraph | Table } | { inline: ParagraphChild }

/** Where in the document something is written. */
export interface Place {
  book: BoundBook
  page: BoundPage
  marks: Marks
  footnotes: Notes
  /** By path in the book. */
  images: ReadonlyMap<string, PreparedImage>
  /** What text looks like here. */
  run: IRunOptions
  /** The style of paragraphs here. */
  style: string
  /** The item of a list paragraphs stand in: the first of them has its bullet. */
  item?: ListItem | undefined
  /** The numbered thing whose caption this is. */
  captioned?: string | undefined
  /** As the cell of a table wants it. */
  align?: 'center' | 'right' | undefined
  /** Width of the text here, in twentieths of a point. */
  width: number
  rightToLeft: boolean
  /** Where an instance of a numbered list begins anew. */
  nextList(): number
  report(node: BookNode, message: string): void
}

export interface ListItem {
  reference: string
  level: number
  instance: number
  bullet: boolean
}

/** Footnotes by their number in the document. */
export type Notes = Map<number, readonly Paragraph[]>

export const within = (place: Place, changes: Partial<Place>): Place => ({ ...place, ...changes })

/** Those that stand in a line of text. */
const inText = new Set<string>(['span', 'image', 'link', 'crossReference', 'indexTarget', 'inlineMath', 'inlineCode'])
/** Those that set the bookmark themselves, around the number that references repeat. */
const marked = new Set<string>(['math', 'container'])

export function pieces(nodes: readonly BookNode[] | undefined, place: Place): Piece[] {
  const made: Piece[] = []
  for (const node of nodes ?? []) {
    const handler = handlers[node.type]
    if (!handler) throw new UnknownNodeError(node.type, place.page.file, lineOf(node))
    if (node.id !== undefined) {
      if (inText.has(node.type)) made.push({ inline: place.marks.point(place.page.slug, String(node.id)) })
      else if (!marked.has(node.type) || node.number === undefined) place.marks.await(place.page.slug, String(node.id))
    }
    made.push(...handler(node, place))
  }
  return made
}

/** Nodes as paragraphs and tables; text that stands between blocks becomes a paragraph. */
export function blocks(nodes: readonly BookNode[] | undefined, place: Place): (Paragraph | Table)[] {
  const made: (Paragraph | Table)[] = []
  let line: ParagraphChild[] = []
  const close = () => {
    if (line.length > 0) made.push(paragraph(line, place))
    line = []
  }
  for (const part of pieces(nodes, place)) {
    if ('inline' in part) line.push(part.inline)
    else {
      close()
      made.push(part.block)
    }
  }
  close()
  return made
}

/** Nodes as one line, and what of them cannot stand in a line. */
export function line(nodes: readonly BookNode[] | undefined, place: Place): [ParagraphChild[], Piece[]] {
  const parts = pieces(nodes, place)
  return [parts.flatMap(part => ('inline' in part ? [part.inline] : [])), parts.filter(part => 'block' in part)]
}

export interface ParagraphLook {
  style?: string
  keepNext?: boolean
  tabs?: readonly { type: 'center' | 'right'; position: number }[]
}

/** A paragraph as they are here: in its list, in its style. */
export function paragraph(children: readonly ParagraphChild[], place: Place, look: ParagraphLook = {}): Paragraph {
  const { item } = place
  const bullet = item?.bullet === true
  if (item) item.bullet = false
  return new Paragraph({
    children: [...place.marks.take(), ...children],
    style: look.style ?? place.style,
    ...(place.align && { alignment: place.align }),
    ...(look.keepNext && { keepNext: true }),
    ...(look.tabs && { tabStops: [...look.tabs] }),
    ...(item &&
      (bullet
        ? { numbering: { reference: item.reference, level: item.level, instance: item.instance } }
        : { indent: { left: 360 * (item.level + 1) } })),
    ...(place.rightToLeft && { bidirectional: true }),
  })
}
