export {
  eastAsianFontFiles,
  eastAsianPackage,
  type FontFile,
  fallbackFamilies,
  fontFiles,
  ttfLicences,
} from './font-files.ts'
export { type FontMetrics, fontMetrics } from './font-metrics.ts'
export { type FontRole, type FontTheme, fontThemes, type TypefaceName, typefaces } from './typefaces.ts'
export { type WebFontFile, type WebFontOptions, type WebFonts, webFonts } from './web-fonts.ts'
