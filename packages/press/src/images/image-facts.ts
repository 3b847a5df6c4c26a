import { type ImageKind, imageHeader, imageKindOf } from '@octavo/manuscript/pages'
import sharp from 'sharp'
import { ImageProblem } from './image-problem.ts'

/** What the header of a picture says. Its name says nothing: half of all `.png` an image model makes are JPEGs. */
export interface ImageFacts {
  kind: Exclude<ImageKind, 'svg' | 'bmp'>
  /** Pixels, as it is meant to be seen (after the rotation its EXIF asks for). */
  width: number
  height: number
  /** Whether EXIF asks for a rotation. */
  turned: boolean
  /** More than one for an animation. */
  frames: number
  /** Whether it has an alpha channel, used or not. */
  alpha: boolean
  palette: boolean
  /** Whether its numbers mean sRGB or grey: no CMYK, no wide gamut, no profile of another device. */
  standardColour: boolean
}

export interface ImageLimits {
  /** Of the file as it came. Default 64 MiB. */
  bytes: number
  /** Width × height × frames, counted before anything is decoded. Default 100 million, a poster at 300 dpi. */
  pixels: number
}

export const defaultLimits: ImageLimits = { bytes: 64 * 1024 * 1024, pixels: 100_000_000 }

const mebibyte = 1024 * 1024

/** What kind of picture this is, by content. */
export function kindOf(bytes: Uint8Array, name: string, limits: ImageLimits): ImageFacts['kind'] | 'svg' {
  if (bytes.length > limits.bytes) {
    const [has, may] = [bytes.length, limits.bytes].map(size => (size / mebibyte).toFixed(1))
    throw new ImageProblem('too-large', name, `it has ${has} MiB; ${may} MiB are allowed. Save it smaller.`)
  }
  const kind = imageKindOf(bytes.subarray(0, imageHeader)) ?? (looksLikeSvg(bytes) ? 'svg' : undefined)
  if (!kind) {
    throw new ImageProblem('not-an-image', name, 'this is no picture. Give a PNG, JPEG, GIF, WebP, AVIF, TIFF or SVG.')
  }
  if (kind === 'bmp') throw new ImageProblem('unsupported', name, 'BMP is not read here. Save it as PNG.')
  return kind
}

/** Some programs begin an SVG with comments longer than a header, and some write UTF-16. */
function looksLikeSvg(bytes: Uint8Array): boolean {
  const start = new TextDecoder(bytes[0] === 0xff ? 'utf-16le' : bytes[0] === 0xfe ? 'utf-16be' : 'utf-8')
  return /^\s*<[?!\w][\s\S]*<(?:\w+:)?svg[\s>]/.test(start.decode(bytes.subarray(0, 16_384)))
}

/** Reads the header, not the pixels. */
export async function readFacts(
  bytes: Uint8Array,
  kind: ImageFacts['kind'],
  name: string,
  limits: ImageLimits,
): Promise<ImageFacts> {
  const header = await sharp(bytes, { limitInputPixels: false, animated: true })
    .metadata()
    .catch(cause => {
      throw new ImageProblem('corrupt', name, 'it is damaged or cut off. Export or download it again.', { cause })
    })
  const frames = header.pages ?? 1
  const frameHeight = header.pageHeight ?? header.height
  if (header.width * frameHeight * frames > limits.pixels) {
    const size = `${header.width} × ${frameHeight} pixels${frames > 1 ? ` in ${frames} frames` : ''}`
    const may = `${Math.round(limits.pixels / 1e6)} million`
    throw new ImageProblem('too-large', name, `it has ${size}; ${may} pixels are allowed. Save it smaller.`)
  }
  const turned = (header.orientation ?? 1) > 1
  const sideways = (header.orientation ?? 1) >= 5
  return {
    kind,
    width: sideways ? frameHeight : header.width,
    height: sideways ? header.width : frameHeight,
    turned,
    // The pages of a TIFF are pages, not frames.
    frames: kind === 'tiff' ? 1 : frames,
    alpha: header.hasAlpha,
    palette: header.isPalette,
    standardColour: isStandardColour(header.space, header.icc),
  }
}

const standardSpaces = new Set(['srgb', 'rgb', 'b-w', 'rgb16', 'grey16'])

function isStandardColour(space: string, icc: Uint8Array | undefined): boolean {
  if (!standardSpaces.has(space)) return false
  // The description in a profile is text, in ASCII (version 2) or UTF-16 (version 4) (ICC.1:2022 §9.2.41, §10.15).
  return !icc || /sRGB/.test(Buffer.from(icc).toString('latin1').replaceAll('\0', ''))
}
