import { lineOf } from '../book/bound-book.ts'
import { type BookNode, isNodeType, type NodeType, UnknownNodeError } from '../book/nodes.ts'
import { type PageWriter, plain } from './page-writer.ts'
import { content, labelOf, literal } from './typst-text.ts'

/** Gives the Typst of a node. */
export type Write = (node: BookNode, writer: PageWriter) => string

/** Deeper than this Typst gives up on a page; what is further in loses its frames and keeps its words. */
const deepest = 24

const inText = new Set<NodeType>([
  'text',
  'strong',
  'emphasis',
  'delete',
  'underline',
  'smallcaps',
  'superscript',
  'subscript',
  'inlineCode',
  'inlineMath',
  'keyboard',
  'abbreviation',
  'break',
  'link',
  'crossReference',
  'footnoteReference',
  'indexTarget',
  'span',
  'captionNumber',
])

/** Nodes in a line of text. */
export function write(nodes: readonly BookNode[] | undefined, writer: PageWriter): string {
  return (nodes ?? []).map(node => writeNode(node, writer)).join('')
}

/** The same as an argument: `[…]`. */
export const written = (nodes: readonly BookNode[] | undefined, writer: PageWriter): string =>
  content(write(nodes, writer))

/** Nodes one below the other; text that stands between blocks is a paragraph. */
export function writeBlocks(nodes: readonly BookNode[] | undefined, writer: PageWriter): string {
  const made: string[] = []
  let line: BookNode[] = []
  const flush = () => {
    if (line.some(node => node.type !== 'text' || String(node.value).trim() !== ''))
      made.push(`\n\n${write(line, writer)}\n`)
    line = []
  }
  for (const [index, node] of (nodes ?? []).entries()) {
    // A title or the end of a page parts more than a break does.
    if (node.type === 'thematicBreak' && partedAnyway(nodes!, index)) continue
    if (inText.has(node.type)) {
      line.push(node)
      continue
    }
    flush()
    const at = lineOf(node)
    const written = writeNode(node, writer)
    const shown = leads(node, nodes![index + 1]) ? `#p.leading[${written}];` : written
    made.push(`\n\n${at === undefined ? '' : `/*${at}*/`}${shown}\n`)
  }
  flush()
  return made.join('')
}

/** A line such as “There are three:”, or one in bold that stands for a heading, stays with what it speaks of. */
function leads(node: BookNode, next: BookNode | undefined): boolean {
  if (node.type !== 'paragraph' || !next || next.type === 'heading') return false
  const words = plain(node.children).trim()
  const named = node.children?.every(child => child.type === 'strong' || plain([child]).trim() === '')
  return (
    (next.type !== 'paragraph' && words.length < 160 && /[:：]$/.test(words)) || (named === true && words.length < 100)
  )
}

function partedAnyway(nodes: readonly BookNode[], at: number): boolean {
  const [before, after] = [nodes[at - 1]?.type, nodes[at + 1]?.type]
  return (
    before === undefined ||
    after === undefined ||
    before === 'heading' ||
    after === 'heading' ||
    after === 'thematicBreak'
  )
}

/** The same as an argument, one level deeper. */
export function writtenBlocks(nodes: readonly BookNode[] | undefined, writer: PageWriter): string {
  return content(writeBlocks(nodes, { ...writer, depth: writer.depth + 1, opening: false }))
}

/** What others can point to, at the place where it stands. A label set twice would stop the compiler. */
export function anchor(node: BookNode, writer: PageWriter): string {
  const label = placeOf(node, writer)
  return label === undefined ? '' : `#p.place-of(${literal(label)});`
}

/** The label of a node that has one and has not been written before. */
export function placeOf(node: BookNode, writer: PageWriter): string | undefined {
  const label = typeof node.id === 'string' ? labelOf(writer.page.slug, node.id) : undefined
  if (label === undefined || writer.placed.has(label)) return undefined
  writer.placed.add(label)
  return label
}

function writeNode(node: BookNode, writer: PageWriter): string {
  if (!isNodeType(node.type)) throw new UnknownNodeError(node.type, writer.page.file, lineOf(node))
  if (writer.depth > deepest && node.children && !inText.has(node.type)) {
    return `${anchor(node, writer)}${writeBlocks(node.children, { ...writer, depth: writer.depth - 1 })}`
  }
  return writer.handlers[node.type](node, writer)
}
