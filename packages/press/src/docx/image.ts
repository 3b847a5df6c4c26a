import { ExternalHyperlink, ImageRun, type ParagraphChild, TextRun } from 'docx'
import type { BookNode } from '../book/nodes.ts'
import type { Place } from './pieces.ts'

/** Twentieths of a point in a CSS pixel. */
const twips = 15
/** Pixels a picture may be high, so that its caption still finds room on its page. */
const highest = 780

/** A picture as wide as it is meant to be and no wider than the text; its alternative text where it is missing. */
export function picture(node: BookNode, place: Place): ParagraphChild {
  const image = node.path === undefined ? undefined : place.images.get(String(node.path))
  const alt = String(node.alt ?? '')
  if (!image) {
    if (typeof node.remote !== 'string')
      return new TextRun({ italics: true, text: alt === '' ? `[${node.path ?? '–'}]` : `[${alt}]` })
    return new ExternalHyperlink({
      link: node.remote,
      children: [new TextRun({ style: 'Hyperlink', text: alt || node.remote })],
    })
  }
  const widest = place.width / twips
  const width = Math.min(
    widest,
    wantedWidth(node, widest) ?? Math.min(image.width, widest),
    (highest * image.width) / image.height,
  )
  return new ImageRun({
    type: image.kind === 'png' ? 'png' : 'jpg',
    data: image.bytes,
    transformation: { width: Math.round(width), height: Math.max(1, Math.round((width * image.height) / image.width)) },
    altText: { name: String(node.path).split('/').at(-1)!, title: String(node.title ?? ''), description: alt },
  })
}

/** The width an author asked for, in pixels: `50%`, `300px`, `300`. */
function wantedWidth(node: BookNode, widest: number): number | undefined {
  const match = /^([\d.]+)\s*(%|px|)$/.exec(String(node.width ?? ''))
  if (!match) return undefined
  return match[2] === '%' ? (widest * Number(match[1])) / 100 : Number(match[1])
}
