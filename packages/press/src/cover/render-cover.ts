import { renderAsync } from '@resvg/resvg-js'
import sharp from 'sharp'
import type { Artwork } from './artwork.ts'
import type { CoverDesign, CoverWarning } from './design.ts'
import { type CoverShape, coverShapes, drawCover } from './draw-cover.ts'

export interface RenderedCover {
  bytes: Uint8Array
  mediaType: 'image/png' | 'image/jpeg'
  width: number
  height: number
  warnings: CoverWarning[]
}

export interface CoverPicture {
  /** Default the front of an e-book, 1600 × 2560. */
  shape?: CoverShape
  /** Pixels, when another size of the same picture is wanted, such as a thumbnail. */
  width?: number
  /** Default JPEG, which stores ask for. */
  format?: 'png' | 'jpeg'
  /** In place of the motif. */
  artwork?: Artwork
}

/** Draws a cover and renders it. */
export async function renderCover(design: CoverDesign, picture: CoverPicture = {}): Promise<RenderedCover> {
  const { shape = coverShapes.front, width = shape.width, format = 'jpeg', artwork } = picture
  const { svg, warnings } = drawCover(design, shape, artwork)
  return { ...(await rasterize(svg, width, format)), warnings }
}

/** An SVG of outlines as pixels. `dpi` is written into the file for printers. */
export async function rasterize(
  svg: string,
  width: number,
  format: 'png' | 'jpeg',
  dpi?: number,
): Promise<Omit<RenderedCover, 'warnings'>> {
  const drawn = await renderAsync(svg, { font: { loadSystemFonts: false }, fitTo: { mode: 'width', value: width } })
  const size = { width: drawn.width, height: drawn.height }
  const pixels = sharp(drawn.pixels, { raw: { ...size, channels: 4 } }).removeAlpha()
  const marked = dpi ? pixels.withMetadata({ density: dpi }) : pixels
  const written =
    format === 'jpeg' ? marked.jpeg({ quality: 90, chromaSubsampling: '4:4:4' }) : marked.png({ compressionLevel: 7 })
  return { bytes: await written.toBuffer(), mediaType: `image/${format}`, ...size }
}
