import type { BookNode } from '../book/nodes.ts'
import { type PageWriter, type PlacedImage, whereIs } from './page-writer.ts'
import { breakable, literal, named } from './typst-text.ts'
import { anchor } from './write-nodes.ts'

/** A picture higher than this part of a page leaves no room for the text that speaks of it. */
const highest = 0.62

/** Letters are about this high in pixels of a picture that goes in a line. */
const lineHeight = 40

export function imageInText(node: BookNode, writer: PageWriter): string {
  return anchor(node, writer) + pictureSource(node, writer)
}

/** A picture as wide as its author said or its pixels allow, never wider than the text nor higher than a page likes. */
export function pictureSource(node: BookNode, writer: PageWriter, share = 1): string {
  const image = writer.images.get(String(node.path ?? ''))
  const alt = String(node.alt ?? '')
  if (!image) {
    const where = node.remote === undefined ? '' : breakable(String(node.remote))
    return `#p.missing-picture(${literal(alt)}, ${literal(where)});`
  }
  if (!alt) writer.unspoken.push(whereIs(node, writer))
  const size = sizeOf(image, node, writer, share)
  const about = named({ width: `${size.width}pt`, alt: alt ? literal(alt) : undefined })
  if (image.height < lineHeight && node.width === undefined) return `#box(image(${literal(image.path)}, ${about}));`
  return `#p.picture(${literal(String(node.align ?? 'center'))}, image(${literal(image.path)}, ${about}));`
}

export function sizeOf(
  image: PlacedImage,
  node: BookNode,
  writer: PageWriter,
  share = 1,
): { width: number; height: number } {
  const { measure, textHeight } = writer.paper
  const room = measure * share
  const asked = widthOf(node.width, room)
  const natural = asked ?? image.width
  const width = Math.min(natural, room, (highest * textHeight * image.width) / image.height)
  return { width: round(width), height: (width * image.height) / image.width }
}

/** Points; of a percentage, that of the text. CSS pixels are 1/96 inch (CSS Values 4, 6.2). */
function widthOf(width: unknown, room: number): number | undefined {
  const match = /^([\d.]+)\s*(%|px|pt|em|rem|cm|mm|in|)$/.exec(String(width ?? '').trim())
  if (!match || Number(match[1]) <= 0) return undefined
  const unit = { '%': room / 100, '': 0.75, px: 0.75, pt: 1, em: 10, rem: 10, cm: 72 / 2.54, mm: 72 / 25.4, in: 72 }[
    match[2]!
  ]!
  return Number(match[1]) * unit
}

const round = (points: number) => Math.round(points * 100) / 100
