import {
  defaultLimits,
  ImageProblem,
  kindOf,
  type PreparedImage,
  type PrepareImage,
  prepareImages,
  readFacts,
} from '../images/index.ts'

/** What stores refuse, and what they wish (Kindle Direct Publishing: at least 1000 × 625, best 2560 × 1600 pixels). */
export const ownCoverSize = { leastHeight: 1000, leastWidth: 625, bestHeight: 2560, bestWidth: 1600 }

/** Height by width. Stores wish 1.6; letter paper has 1.29, and anything wider looks like no book. */
const upright = { least: 1.2, best: 1.6, most: 2 }

export interface OwnCover {
  /** JPEG, sRGB, without metadata, at most 2560 pixels wide. */
  image: PreparedImage
  /** What could be better; sentences for the author. */
  warnings: string[]
}

/** Checks a picture somebody wants as a cover; rejects with an `ImageProblem` that says what to do. */
export async function readOwnCover(
  bytes: Uint8Array,
  name: string,
  prepare: PrepareImage = prepareImages(),
): Promise<OwnCover> {
  const kind = kindOf(bytes, name, defaultLimits)
  if (kind === 'svg') {
    throw new ImageProblem(
      'unsupported',
      name,
      'a cover of your own is a JPEG, PNG, WebP, AVIF or TIFF. Export the SVG as PNG.',
    )
  }
  const facts = await readFacts(bytes, kind, name, defaultLimits)
  const { width, height } = facts
  const size = `${width} × ${height} pixels`
  if (width < ownCoverSize.leastWidth || height < ownCoverSize.leastHeight) {
    const { leastWidth, leastHeight, bestWidth, bestHeight } = ownCoverSize
    const message = `it has ${size}; stores take none below ${leastWidth} × ${leastHeight}. Best are ${bestWidth} × ${bestHeight}.`
    throw new ImageProblem('too-small', name, message)
  }
  const ratio = height / width
  if (ratio < upright.least || ratio > upright.most) {
    const shape = ratio < upright.least ? 'wide' : 'narrow'
    throw new ImageProblem(
      'wrong-shape',
      name,
      `it is too ${shape} for a cover (${size}). Cut it to 1.6 times as high as wide.`,
    )
  }
  const warnings: string[] = []
  if (height < ownCoverSize.bestHeight) {
    warnings.push(
      `It has ${size}; stores wish ${ownCoverSize.bestWidth} × ${ownCoverSize.bestHeight}, so it may look soft.`,
    )
  }
  if (Math.abs(ratio - upright.best) > 0.1) {
    warnings.push(
      `It is ${ratio.toFixed(2)} times as high as wide; stores wish 1.6 and show others with empty borders.`,
    )
  }
  if (!facts.standardColour)
    warnings.push('Its colours are not sRGB: they were converted and may look a little different.')
  if (facts.frames > 1) warnings.push('It moves: the first picture was taken.')
  const image = await prepare(bytes, { purpose: 'cover', name })
  return { image, warnings: [...warnings, ...image.warnings] }
}
