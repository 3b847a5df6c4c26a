import type { PaletteName } from './palettes.ts'

/** How a cover is arranged. */
export const layoutNames = ['technical', 'literary', 'essay', 'poster'] as const
export type LayoutName = (typeof layoutNames)[number]

/** What is drawn on it. */
export const motifNames = [
  'arcs',
  'constellation',
  'contours',
  'flowers',
  'hills',
  'leaves',
  'orbits',
  'ridges',
  'scales',
  'sheets',
  'strata',
  'waves',
] as const
export type MotifName = (typeof motifNames)[number]

/** Everything a drawn cover depends on: equal designs give equal bytes. */
export interface CoverDesign {
  title: string
  subtitle?: string
  /** Names as they are printed. */
  authors: readonly string[]
  layout: LayoutName
  palette: PaletteName
  motif: MotifName
  /** Another number, another drawing of the same motif. Default 0. */
  variation?: number
}

/** What a cover could not do as asked. */
export interface CoverWarning {
  code: 'missing-characters' | 'word-divided' | 'text-cut' | 'spine-too-narrow' | 'narrow-spine-text'
  /** A sentence for the author. */
  message: string
}
