import sharp, { type Sharp } from 'sharp'
import type { Decision } from './decision.ts'
import type { ImageFacts, ImageLimits } from './image-facts.ts'
import { ImageProblem } from './image-problem.ts'
import { stripMetadata } from './strip-metadata.ts'

/** A picture as a target takes it; `kind` says what the bytes are. */
export interface EncodedImage {
  bytes: Uint8Array
  kind: 'jpeg' | 'png' | 'gif' | 'webp'
  width: number
  height: number
}

// One thread a picture; `prepareImages` says how many pictures at once. No memory between pictures: each comes once.
sharp.concurrency(1)
sharp.cache(false)

/** Does what was decided. Every picture is decoded on the way, so that a damaged one is found here and not in a reader. */
export async function encodeImage(
  bytes: Uint8Array,
  facts: ImageFacts,
  decision: Decision,
  name: string,
  limits: ImageLimits,
): Promise<EncodedImage> {
  try {
    if (decision.step === 'keep') {
      await decodeWholly(bytes, facts, limits)
      return keep(bytes, facts)
    }
    if (decision.step === 'animate') return await animate(bytes, decision.maxWidth, limits)
    const encoded = await encode(bytes, facts, decision, limits)
    return decision.orKeep && encoded.bytes.length > bytes.length * 0.8 ? keep(bytes, facts) : encoded
  } catch (cause) {
    throw new ImageProblem('corrupt', name, 'it is damaged or cut off. Export or download it again.', { cause })
  }
}

function keep(bytes: Uint8Array, facts: ImageFacts): EncodedImage {
  const { kind, width, height } = facts
  if (kind === 'avif' || kind === 'tiff') throw new Error(`No target takes ${kind} as it is.`)
  return { bytes: stripMetadata(bytes, kind), kind, width, height }
}

const open = (bytes: Uint8Array, limits: ImageLimits, animated = false): Sharp =>
  sharp(bytes, { limitInputPixels: limits.pixels, failOn: 'truncated', animated })

/** For the errors it may throw. */
async function decodeWholly(bytes: Uint8Array, facts: ImageFacts, limits: ImageLimits): Promise<void> {
  await open(bytes, limits, facts.frames > 1)
    .raw()
    .toBuffer()
}

async function animate(bytes: Uint8Array, maxWidth: number, limits: ImageLimits): Promise<EncodedImage> {
  const { data, info } = await open(bytes, limits, true)
    .resize({ width: maxWidth, withoutEnlargement: true })
    .gif()
    .toBuffer({ resolveWithObject: true })
  return { bytes: data, kind: 'gif', width: info.width, height: info.pageHeight ?? info.height }
}

async function encode(
  bytes: Uint8Array,
  facts: ImageFacts,
  decision: Decision & { step: 'encode' },
  limits: ImageLimits,
): Promise<EncodedImage> {
  // Colours become sRGB here, through the profile of the picture or, for CMYK without one, libvips' own.
  const decoded = open(bytes, limits)
    .autoOrient()
    .resize({ width: decision.maxWidth, withoutEnlargement: true })
    .toColourspace('srgb')
  if (!facts.alpha) return write(decoded, decision.opaque, decision)
  if (decision.transparent === 'flat') return write(decoded.flatten({ background: '#fff' }), decision.opaque, decision)
  // Many programs write an alpha channel and use none of it.
  const { data, info } = await decoded.ensureAlpha().raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true })
  const { width, height, channels } = info
  const pixels = sharp(data, { raw: { width, height, channels }, limitInputPixels: limits.pixels })
  return isOpaque(data, channels)
    ? write(pixels.removeAlpha(), decision.opaque, decision)
    : write(pixels, decision.transparent, decision)
}

function isOpaque(pixels: Uint8Array, channels: number): boolean {
  for (let at = channels - 1; at < pixels.length; at += channels) if (pixels[at] !== 255) return false
  return true
}

async function write(
  image: Sharp,
  kind: 'jpeg' | 'png' | 'webp',
  { quality, fullColour }: Decision & { step: 'encode' },
): Promise<EncodedImage> {
  // MozJPEG would save a twelfth of the bytes for five times the time; WebP's effort 2 likewise.
  const written =
    kind === 'jpeg'
      ? image.jpeg({ quality, chromaSubsampling: fullColour ? '4:4:4' : '4:2:0' })
      : kind === 'webp'
        ? image.webp({ quality, effort: 2 })
        : image.png({ compressionLevel: 7 })
  const { data, info } = await written.toBuffer({ resolveWithObject: true })
  return { bytes: data, kind, width: info.width, height: info.height }
}
