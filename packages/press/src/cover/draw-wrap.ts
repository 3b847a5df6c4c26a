import type { Artwork } from './artwork.ts'
import { barcodeSize, drawBarcode } from './barcode.ts'
import { compose } from './compose.ts'
import type { CoverDesign, CoverWarning } from './design.ts'
import { outlined } from './draw-cover.ts'
import type { Isbn } from './isbn.ts'
import { fit } from './layouts/layout.ts'
import { palettes } from './palettes.ts'
import { besideSpineText, bleed, fewestPagesForSpineText, inch, type Paper, spineWidth, type Trim } from './print.ts'
import { type Box, element, rectangle, round } from './shapes.ts'
import { fillLines } from './text/break-lines.ts'
import { capHeightOf, describeMissing, drawable, type Face, letter, letterLines, widthOf } from './text/lettering.ts'
import { backVoices, spineFaces } from './voices.ts'

export interface WrapOptions {
  trim: Trim
  /** Of the inside, blank ones too. */
  pages: number
  paper: Paper
  /** For the back: paragraphs divided by blank lines. Plain text. */
  description?: string
  isbn?: Isbn
  /** On the front, in place of the motif. */
  artwork?: Artwork
}

export interface DrawnWrap {
  svg: string
  /** Of the whole sheet, in millimetres, bleed included. */
  width: number
  height: number
  spine: number
  warnings: CoverWarning[]
}

/** Units of the drawing in a millimetre: tenths, so that two decimals are a micrometre. */
const unit = 10

/** Back, spine and front as one sheet for a paperback, seen from outside, with what is cut off on every side. */
export function drawWrap(design: CoverDesign, options: WrapOptions): DrawnWrap {
  const parts = composeWrap(design, options)
  const { width, height, spine, warnings } = parts
  const svg = outlined(
    parts.art + parts.text,
    { width: width * unit, height: height * unit },
    { title: design.title, unit: 'mm', scale: unit },
  )
  return { svg, width, height, spine, warnings }
}

/** The sheet with letters still letters, and the boxes they may stand in, in tenths of a millimetre. */
export function composeWrap(design: CoverDesign, options: WrapOptions) {
  const { trim, pages, paper } = options
  const spine = spineWidth(pages, paper)
  const width = trim.width * 2 + spine + bleed * 2
  const height = trim.height + bleed * 2
  const box = (x: number, y: number, w: number, h: number): Box => ({
    x: x * unit,
    y: y * unit,
    width: w * unit,
    height: h * unit,
  })
  const sheet = box(0, 0, width, height)
  const back = box(bleed, bleed, trim.width, trim.height)
  const spineBox = box(bleed + trim.width, bleed, spine, trim.height)
  const front = box(bleed + trim.width + spine, bleed, trim.width, trim.height)
  const frontPaint = { ...front, y: 0, width: front.width + bleed * unit, height: sheet.height }

  const { ground } = palettes[design.palette]
  const composed = compose(design, front, frontPaint, options.artwork)
  const warnings = composed.warnings
  const spined = pages >= fewestPagesForSpineText ? drawSpine(design, spineBox, warnings) : ''
  if (!spined && pages < fewestPagesForSpineText) {
    warnings.push({
      code: 'spine-too-narrow',
      message: `The spine is left without text: printers ask for at least ${fewestPagesForSpineText} pages, this book has ${pages}.`,
    })
  }
  const described = drawBack(design, back, options, warnings)
  return {
    width,
    height,
    spine,
    warnings,
    boxes: { sheet, back, spine: spineBox, front },
    art: rectangle(sheet, { fill: ground }) + composed.art + described.art,
    text: composed.text + spined + described.text,
  }
}

/** From top to bottom, as ISO 6357 has it: lying face up, the spine can be read. */
function drawSpine(design: CoverDesign, spine: Box, warnings: CoverWarning[]): string {
  const { ink, quiet } = palettes[design.palette]
  const { title: titleFace, author: authorFace } = spineFaces[design.layout]
  const title = drawable(design.title).text
  const author = design.authors
    .map(name => drawable(name).text)
    .filter(Boolean)
    .join(' · ')
  // Letters with their ascenders and descenders are about as high as their size.
  const high = spine.width - 2 * besideSpineText * unit
  const size = Math.min(high * 0.72, spine.height * 0.042)
  const margin = spine.height * 0.055
  const long = spine.height - margin * 2
  const gap = long * 0.06
  const wide = (text: string, face: Face) => widthOf(text, face)
  const authorSize = Math.min(size * 0.78, (long * 0.38) / Math.max(1, wide(author, authorFace)))
  const titleSize = Math.min(
    size,
    (long - gap - wide(author, authorFace) * authorSize) / Math.max(1, wide(title, titleFace)),
  )
  if (titleSize < 6 * point) {
    warnings.push({
      code: 'narrow-spine-text',
      message: 'The title on the spine is smaller than 6 points: it will be hard to read.',
    })
  }
  const middle = (face: Face, at: number) => (capHeightOf(face) * at) / 2
  return element(
    'g',
    { transform: `translate(${round(spine.x + spine.width / 2)} ${round(spine.y)}) rotate(90)` },
    letter(title, titleFace, { x: margin, y: middle(titleFace, titleSize), size: titleSize, fill: ink }) +
      letter(author, authorFace, {
        x: margin + long,
        y: middle(authorFace, authorSize),
        size: authorSize,
        fill: quiet,
        anchor: 'end',
      }),
  )
}

/** A typographic point in units of the drawing. */
const point = (inch / 72) * unit

function drawBack(
  design: CoverDesign,
  back: Box,
  { description = '', isbn }: WrapOptions,
  warnings: CoverWarning[],
): { art: string; text: string } {
  const { ink, quiet, accents } = palettes[design.palette]
  const { body, heading } = backVoices[design.layout]
  const margin = back.width * 0.1
  const inside = back.width - margin * 2
  const field = {
    x: back.x + back.width - margin - barcodeSize.width * unit,
    y: back.y + back.height - margin - barcodeSize.height * unit,
    width: barcodeSize.width * unit,
    height: barcodeSize.height * unit,
  }
  // Without an ISBN the printer puts its own there.
  const code = isbn ? drawBarcode(isbn, field, unit) : { art: rectangle(field, { fill: '#ffffff' }), text: '' }
  const bar = { x: back.x + margin, y: back.y + margin, width: back.width * 0.09, height: back.width * 0.007 }

  const title = drawable(design.title).text
  const headed = fit(
    'title',
    title,
    {
      width: inside,
      height: back.height * 0.14,
      largest: 20 * point,
      smallest: 11 * point,
      leading: 1.12,
      mostLines: 3,
    },
    heading,
    { warnings: [] },
  )
  const headAt = bar.y + bar.height + 14 * point + capHeightOf(heading) * headed.size
  const top = letterLines(headed.lines, heading, { x: bar.x, y: headAt, size: headed.size, leading: 1.12, fill: ink })

  const first = top.last + 28 * point
  const room = field.y - 12 * point - first
  const text = setParagraphs(description, body, inside, room, warnings)
  const drawn = text.lines.map(({ line, y }) =>
    letter(line, body, { x: bar.x, y: first + y, size: text.size, fill: quiet }),
  )
  return { art: rectangle(bar, { fill: accents[0] }) + code.art, text: top.svg + drawn.join('') + code.text }
}

interface Set {
  size: number
  lines: { line: string; y: number }[]
}

/** Running text from 13 points down to 8.5, whichever first has room; then its end is cut off, and that is said. */
function setParagraphs(description: string, face: Face, width: number, height: number, warnings: CoverWarning[]): Set {
  const found = new Set<string>()
  const paragraphs = description.split(/\n\s*\n/).map(paragraph => {
    const { text, missing } = drawable(paragraph)
    for (const character of missing) found.add(character)
    return text
  })
  if (found.size > 0) {
    warnings.push({
      code: 'missing-characters',
      message: `Octavo's fonts have no ${describeMissing([...found])} of the description.`,
    })
  }
  const leading = 1.42
  for (let size = 13 * point; ; size -= 0.5 * point) {
    const lines: { line: string; y: number }[] = []
    let y = 0
    for (const paragraph of paragraphs.filter(Boolean)) {
      for (const line of fillLines(paragraph, width / size, part => widthOf(part, face))) {
        lines.push({ line, y })
        y += size * leading
      }
      y += size * 0.6
    }
    if ((lines.at(-1)?.y ?? 0) <= height) return { size, lines }
    if (size > 8.5 * point) continue
    const kept = lines.filter(({ y: at }) => at <= height)
    const last = kept.at(-1)
    if (last) last.line = `${last.line.replace(/\s*\S*$/, '')} …`
    warnings.push({ code: 'text-cut', message: 'The description is too long for the back: its end is missing.' })
    return { size, lines: kept }
  }
}
