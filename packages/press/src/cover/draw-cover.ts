import { createHash } from 'node:crypto'
import { Resvg } from '@resvg/resvg-js'
import { escapeXml } from '../images/svg-tree.ts'
import type { Artwork } from './artwork.ts'
import { compose } from './compose.ts'
import type { CoverDesign, CoverWarning } from './design.ts'
import { round } from './shapes.ts'
import { coverFonts } from './text/lettering.ts'

/** Width × height in pixels. */
export interface CoverShape {
  width: number
  height: number
}

export const coverShapes = {
  /** What e-book stores ask for (Kindle Direct Publishing: 2560 × 1600). */
  front: { width: 1600, height: 2560 },
  /** For links on the web (Open Graph). */
  card: { width: 1200, height: 630 },
} as const satisfies Record<string, CoverShape>

export interface DrawnCover {
  /** Letters are outlines: it looks the same everywhere and needs no font. */
  svg: string
  width: number
  height: number
  warnings: CoverWarning[]
}

/** Draws the front of a cover, with a picture in place of its motif if there is one. Equal designs and shapes give equal bytes. */
export function drawCover(design: CoverDesign, shape: CoverShape = coverShapes.front, artwork?: Artwork): DrawnCover {
  const frame = { x: 0, y: 0, width: shape.width, height: shape.height }
  const { art, text, warnings } = compose(design, frame, frame, artwork)
  return { svg: outlined(art + text, shape, { title: design.title }), ...shape, warnings }
}

/** Letters to outlines, with the fonts of covers and no others. */
export function outlined(
  inside: string,
  { width, height }: CoverShape,
  { title, unit = '', scale = 1 }: { title: string; unit?: 'mm' | ''; scale?: number },
): string {
  const box = `0 0 ${round(width)} ${round(height)}`
  const lettered = `<svg xmlns="http://www.w3.org/2000/svg" width="${round(width)}" height="${round(height)}" viewBox="${box}">${inside}</svg>`
  const drawn = new Resvg(lettered, { font: fontsIn(lettered) }).toString()
  // Two covers may stand in one page, where an id counts once.
  const mark = createHash('sha256').update(drawn).digest('hex').slice(0, 8)
  const size = [width, height].map(length => `${round(length / scale)}${unit}`)
  // usvg writes its own root and drops the title, which tells screen readers what the picture is.
  return drawn
    .replace(
      /^<svg[^>]*>/,
      `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${size[0]}" height="${size[1]}" viewBox="${box}" role="img"><title>${escapeXml(title)}</title>`,
    )
    .replace(/\n\s*/g, '')
    .replace(/ id="([^"]+)"/g, ` id="$1-${mark}"`)
    .replace(/url\(#([^)]+)\)/g, `url(#$1-${mark})`)
}

/** The fonts a drawing names and no other: some are of many megabytes. */
const fontsIn = (svg: string) => ({
  loadSystemFonts: false,
  fontFiles: coverFonts.filter(({ family }) => svg.includes(`"${family}"`)).map(({ path }) => path),
})
