import type { BookNode } from '../book/nodes.ts'
import { codeSource } from './code-source.ts'
import { pictureSource, sizeOf } from './image-source.ts'
import { type PageWriter, plain } from './page-writer.ts'
import { isTurned } from './table-source.ts'
import { call, content, literal } from './typst-text.ts'
import { anchor, write, writeBlocks, writtenBlocks } from './write-nodes.ts'

/** A picture that takes more than this part of a page may move to the top of one, so that it leaves no gap. */
const floats = 0.28

/** So many letters are on a page at most. */
const aPage = 3000

/** A figure, a table, a listing or a quotation with what belongs to it. */
export function containerSource(node: BookNode, writer: PageWriter): string {
  const children = node.children ?? []
  const captions = children.filter(({ type }) => type === 'caption')
  const rest = children.filter(({ type }) => type !== 'caption' && type !== 'legend')
  const legends = children.filter(({ type }) => type === 'legend')
  const inside: PageWriter = { ...writer, depth: writer.depth + 1, opening: false }
  const caption = captions.map(one => captionSource(one, inside)).join('\n')
  if (node.kind === 'quote') {
    const quoted = rest.flatMap(one => (one.type === 'blockquote' ? (one.children ?? []) : [one]))
    const by = captions.flatMap(one => (one.children ?? []).flatMap(part => part.children ?? [part]))
    return `${anchor(node, writer)}${call('p.quotation', { by: by.length > 0 ? content(write(by, inside)) : undefined }, writtenBlocks(quoted, writer))}`
  }
  const legend = writeBlocks(legends, inside)
  const parts = rest.filter(one => one.type === 'container')
  const body =
    parts.length > 1
      ? `#p.subfigures(${parts.map(part => content(subfigure(part, inside))).join(', ')});${writeBlocks(
          rest.filter(one => one.type !== 'container'),
          inside,
        )}`
      : writeBlocks(rest, inside)
  const image = onlyPicture(rest)
  const placed = image && writer.images.get(String(image.path ?? ''))
  const high = placed ? sizeOf(placed, image, writer).height : 0
  const above = node.kind === 'table' || node.kind === 'code'
  return call(
    'p.figure-block',
    {
      kind: literal(String(node.kind ?? 'figure')),
      caption: caption ? content(caption) : undefined,
      above: above || undefined,
      turned: (writer.depth === 0 && rest.some(one => one.type === 'table' && isTurned(one, writer))) || undefined,
      floats:
        writer.depth === 0 && node.number !== undefined && high > floats * writer.paper.textHeight
          ? writer.progress.letters > aPage
            ? 'auto'
            : 'bottom'
          : undefined,
      whole: image !== undefined || parts.length > 1 || plain(rest).length < 400 || undefined,
    },
    content(`${anchor(node, writer)}${body}${legend}`),
  )
}

function captionSource(caption: BookNode, writer: PageWriter): string {
  const [first, ...rest] = caption.children ?? []
  if (first?.type !== 'paragraph') return writeBlocks(caption.children, writer)
  return `${anchor(caption, writer)}${write(first.children, writer)}${writeBlocks(rest, writer)}`
}

function subfigure(node: BookNode, writer: PageWriter): string {
  const children = node.children ?? []
  const caption = children.filter(({ type }) => type === 'caption').map(one => captionSource(one, writer))
  const body = children
    .filter(({ type }) => type !== 'caption')
    .map(one => (one.type === 'image' ? pictureSource(one, writer, 0.47) : writeBlocks([one], writer)))
  return `${anchor(node, writer)}${body.join('\n')}${caption.length > 0 ? `#p.caption-line${content(caption.join('\n'))};` : ''}`
}

function onlyPicture(nodes: readonly BookNode[]): BookNode | undefined {
  const [first, ...rest] = nodes
  if (!first || rest.length > 0) return undefined
  if (first.type === 'image') return first
  return first.type === 'paragraph' && first.children?.length === 1 ? onlyPicture(first.children) : undefined
}

/** A diagram as it was drawn, or its text. */
export function diagramSource(node: BookNode, writer: PageWriter): string {
  const svg = String(node.svg ?? '')
  if (!writer.images.has(svg)) return codeSource({ ...node, lang: '' }, writer)
  return anchor(node, writer) + pictureSource({ ...node, path: svg, alt: String(node.value ?? '') }, writer)
}
