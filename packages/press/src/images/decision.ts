import type { ImageFacts } from './image-facts.ts'

/** Where a picture goes. */
export type ImagePurpose = 'site' | 'epub' | 'pdf' | 'docx' | 'cover'

/** What a picture can become. */
export type PreparedKind = 'jpeg' | 'png' | 'gif' | 'webp' | 'svg'

export interface Recipe {
  kinds: readonly PreparedKind[]
  maxWidth: number
  /** Whether moving pictures move there. */
  animation: boolean
  /** JPEG's, 1 to 100. */
  quality: number
}

/** Enough for a text width of 6 inches in print at 300 dpi. One width for all, so that one encoding serves all. */
const maxWidth = 1800

/**
 * What each target takes. EPUB 3.3 §3.2 allows WebP, but stores and older readers do not; Typst 0.14 reads PNG, JPEG,
 * GIF and SVG, GIF without motion; Word before 2016 knows no SVG.
 */
export const recipes: Record<ImagePurpose, Recipe> = {
  site: { kinds: ['jpeg', 'png', 'gif', 'webp', 'svg'], maxWidth, animation: true, quality: 82 },
  epub: { kinds: ['jpeg', 'png', 'gif', 'svg'], maxWidth, animation: true, quality: 82 },
  pdf: { kinds: ['jpeg', 'png', 'svg'], maxWidth, animation: false, quality: 82 },
  docx: { kinds: ['jpeg', 'png'], maxWidth, animation: false, quality: 82 },
  cover: { kinds: ['jpeg'], maxWidth: 2560, animation: false, quality: 90 },
}

/**
 * What to do with a raster picture; equal decisions about the same bytes give the same result, whatever they are for.
 * - `keep`: only take out metadata.
 * - `animate`: as a GIF, every frame.
 * - `encode`: decode, turn, scale, and write anew; `orKeep` the original if that saves little.
 */
export type Decision =
  | { step: 'keep' }
  | { step: 'animate'; maxWidth: number }
  | {
      step: 'encode'
      maxWidth: number
      quality: number
      /** 4:4:4 keeps coloured letters sharp; what was a JPEG has usually lost them already. */
      fullColour: boolean
      /** What it becomes if no pixel is transparent. */
      opaque: 'jpeg' | 'png'
      /** What it becomes otherwise; `flat` is JPEG on white. */
      transparent: 'png' | 'webp' | 'flat'
      orKeep: boolean
    }

/** More bytes a pixel than these, and JPEG at the quality above is much smaller. Drawings are far below as PNG. */
const heavy: Partial<Record<ImageFacts['kind'], number>> = { jpeg: 0.2, png: 0.5 }

export function decide(facts: ImageFacts, size: number, recipe: Recipe): Decision {
  const has = (kind: ImageFacts['kind']) => (recipe.kinds as readonly string[]).includes(kind)
  if (facts.frames > 1 && recipe.animation) {
    return has(facts.kind) ? { step: 'keep' } : { step: 'animate', maxWidth: recipe.maxWidth }
  }
  const must =
    !has(facts.kind) ||
    facts.turned ||
    !facts.standardColour ||
    facts.width > recipe.maxWidth ||
    facts.frames > 1 ||
    (facts.alpha && !recipe.kinds.includes('png'))
  const isHeavy = !facts.palette && size / (facts.width * facts.height) > (heavy[facts.kind] ?? Infinity)
  if (!must && !isHeavy) return { step: 'keep' }
  const drawing = facts.kind === 'gif' || (facts.kind === 'png' && !isHeavy)
  const flat = !recipe.kinds.includes('png')
  return {
    step: 'encode',
    maxWidth: recipe.maxWidth,
    quality: recipe.quality,
    fullColour: facts.kind === 'png' || facts.kind === 'gif',
    opaque: drawing && !flat ? 'png' : 'jpeg',
    // Without an alpha channel it does not matter: say the same for every purpose, so that they share.
    transparent: flat ? 'flat' : facts.alpha && !drawing && recipe.kinds.includes('webp') ? 'webp' : 'png',
    orKeep: !must,
  }
}
