export { barsOf } from './barcode.ts'
export { contrast } from './colour.ts'
export type { CoverDesign, CoverWarning } from './design.ts'
export { type CoverShape, coverShapes, type DrawnCover, drawCover } from './draw-cover.ts'
export { type DrawnWrap, drawWrap, type WrapOptions } from './draw-wrap.ts'
export { type Isbn, IsbnProblem, readIsbn } from './isbn.ts'
export { type LayoutName, layoutNames } from './layouts/index.ts'
export { type MotifName, motifNames } from './motifs/index.ts'
export { type OwnCover, ownCoverSize, readOwnCover } from './own-cover.ts'
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
export { type CoverSubject, type CoverWishes, proposeCovers } from './propose-covers.ts'
export { type CoverPicture, type RenderedCover, rasterize, renderCover } from './render-cover.ts'
export { wrapPdf } from './wrap-pdf.ts'
