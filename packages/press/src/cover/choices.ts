/**
 * What there is to choose from, without anything that draws: quick to load, for whoever only checks or lists choices.
 * Drawing is in `@octavo/press/cover`, proposing in `@octavo/press/cover/propose`.
 */
export {
  type CoverDesign,
  type CoverWarning,
  type LayoutName,
  layoutNames,
  type MotifName,
  motifNames,
} from './design.ts'
export { type Isbn, IsbnProblem, readIsbn } from './isbn.ts'
export { type Palette, type PaletteName, paletteNames, palettes } from './palettes.ts'
export {
  bleed,
  fewestPagesForSpineText,
  type Paper,
  pageRange,
  paperNames,
  spineWidth,
  type Trim,
  type TrimName,
  trimNames,
  trims,
} from './print.ts'
