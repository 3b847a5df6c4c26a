export { PdfError, type PdfErrorCode } from './pdf-error.ts'
export type { PdfOptions, PdfStandard, Trim } from './pdf-options.ts'
export { type Pdf, PdfPress, type PdfStep, type RenderOptions, renderPdf } from './pdf-press.ts'
