import type { LayoutName } from './layouts/index.ts'
import type { MotifName } from './motifs/index.ts'
import type { PaletteName } from './palettes.ts'

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
