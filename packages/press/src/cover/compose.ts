import { type Artwork, fillWith } from './artwork.ts'
import type { CoverDesign, CoverWarning } from './design.ts'
import { layouts } from './layouts/index.ts'
import type { Drawn } from './layouts/layout.ts'
import { motifs } from './motifs/index.ts'
import { palettes } from './palettes.ts'
import { seeded } from './random.ts'
import { type Box, clipped } from './shapes.ts'
import { describeMissing, drawable } from './text/lettering.ts'

export interface Composed extends Drawn {
  warnings: CoverWarning[]
}

/**
 * Puts the front of a design into a frame; `paint` is larger where the printer cuts. A picture stands where its motif
 * would. Letters are still letters here.
 */
export function compose(design: CoverDesign, frame: Box, paint: Box = frame, artwork?: Artwork): Composed {
  const warnings: CoverWarning[] = []
  const text = (what: string, given: string) => {
    const { text: kept, missing } = drawable(given)
    if (missing.length > 0) {
      const rest = kept ? '' : ` The ${what} is not on the cover at all: upload a cover of your own.`
      warnings.push({
        code: 'missing-characters',
        message: `Octavo's fonts have no ${describeMissing(missing)} of the ${what}.${rest}`,
      })
    }
    return kept
  }
  const { title, subtitle } = divideTitle(design)
  const palette = palettes[design.palette]
  const layout = layouts[design.layout][frame.width > frame.height ? 'card' : 'upright']
  // The drawing is the same for every size of the same book, and another for another book.
  const seed = JSON.stringify([design.title, design.authors, design.motif, design.variation ?? 0])
  const drawn = layout({
    frame,
    paint,
    title: text('title', title),
    subtitle: text('subtitle', subtitle),
    authors: design.authors
      .map(name => text('name', inOneLine(name)))
      .filter(Boolean)
      .join('\u00a0· '),
    palette,
    draw: (box, key = 'art') =>
      clipped(box, artwork ? fillWith(artwork, box) : motifs[design.motif](box, palette, seeded(seed)), key),
    warnings,
  })
  return { ...drawn, warnings }
}

/** A line ends between names, not in one. */
const inOneLine = (name: string) => name.trim().replace(/\s+/g, '\u00a0')

/** "Queues: how to wait" is a title and a subtitle, where there is none besides. */
function divideTitle({ title, subtitle }: CoverDesign): { title: string; subtitle: string } {
  if (subtitle?.trim()) return { title, subtitle }
  const divided = /^(.{3,60}?)\s*(?::\s+|\s[—–]\s)(.{3,})$/u.exec(title.trim())
  return divided ? { title: divided[1]!, subtitle: divided[2]! } : { title, subtitle: '' }
}
