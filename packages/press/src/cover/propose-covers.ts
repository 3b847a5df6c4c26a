import { type CoverDesign, type LayoutName, layoutNames, type MotifName, motifNames } from './design.ts'
import { type PaletteName, paletteNames } from './palettes.ts'
import { seeded } from './random.ts'

/** What a proposal starts from. */
export interface CoverSubject {
  title: string
  subtitle?: string
  authors: readonly string[]
  /** As a brief names it; another word is as good as none. */
  kind?: string
}

export interface CoverWishes {
  layout?: LayoutName
  palette?: PaletteName
  motif?: MotifName
}

/** What suits a kind of book, best first; everything else comes after. */
const suited: Record<string, { layouts: readonly LayoutName[]; motifs: readonly MotifName[] }> = {
  technical: {
    layouts: ['technical', 'technical', 'essay'],
    motifs: ['arcs', 'constellation', 'ridges', 'sheets', 'orbits', 'contours'],
  },
  documentation: {
    layouts: ['technical', 'technical', 'essay'],
    motifs: ['sheets', 'constellation', 'arcs', 'contours'],
  },
  academic: { layouts: ['essay', 'technical'], motifs: ['contours', 'orbits', 'ridges', 'constellation', 'strata'] },
  fiction: { layouts: ['literary', 'literary', 'essay'], motifs: ['hills', 'waves', 'leaves', 'flowers', 'scales'] },
  'non-fiction': {
    layouts: ['essay', 'literary', 'technical'],
    motifs: ['strata', 'waves', 'hills', 'contours', 'scales'],
  },
}

/**
 * Designs for a book, each with its own motif and palette as long as there are others. The same book gets the same
 * proposals; with a wish, all of them fulfil it.
 */
export function proposeCovers(subject: CoverSubject, count: number, wishes: CoverWishes = {}): CoverDesign[] {
  const { title, subtitle, authors, kind = '' } = subject
  const random = seeded(JSON.stringify(['proposals', title, authors]))
  const suits = suited[kind] ?? { layouts: layoutNames.filter(name => name !== 'poster'), motifs: [] }
  const motifs = [
    ...random.shuffle(suits.motifs),
    ...random.shuffle(motifNames.filter(motif => !suits.motifs.includes(motif))),
  ]
  const palettes = random.shuffle(paletteNames)
  return Array.from({ length: count }, (_, index) => ({
    title,
    ...(subtitle ? { subtitle } : {}),
    authors,
    layout: wishes.layout ?? suits.layouts[index % suits.layouts.length]!,
    palette: wishes.palette ?? palettes[index % palettes.length]!,
    motif: wishes.motif ?? motifs[index % motifs.length]!,
    variation: wishes.motif ? index : Math.floor(index / motifs.length),
  }))
}
