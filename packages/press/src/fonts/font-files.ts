import { isTraditionalChinese } from '../language.ts'
import { hasPackage, packageBytes, packagePath } from './package-file.ts'
import {
  type EastAsian,
  eastAsian,
  type FontRole,
  type FontStyle,
  type FontTheme,
  fontThemes,
  type Typeface,
  typefaces,
} from './typefaces.ts'

/** One TTF on disk. */
export interface FontFile {
  /** Absolute. */
  path: string
  /** As Typst and resvg know it. */
  family: string
  weight: number
  italic: boolean
  role: FontRole
}

/**
 * The TTFs of a theme for Typst and resvg, fallbacks last; a file that serves two roles is there once, with its first.
 * Browsers take `webFonts`. Load them with system fonts off, or a book looks different on every machine.
 */
export function fontFiles(theme: FontTheme): FontFile[] {
  const files = new Map<string, FontFile>()
  for (const { role, typeface } of fontThemes[theme]) {
    for (const file of filesOf(typefaces[typeface], role)) if (!files.has(file.path)) files.set(file.path, file)
  }
  return [...files.values()]
}

/** The TTFs of Chinese, Japanese and Korean that are installed: none with Octavo itself. */
export function eastAsianFontFiles(): FontFile[] {
  return Object.values(eastAsian)
    .filter(({ ttf }) => hasPackage(ttf.package))
    .flatMap(typeface => filesOf(typeface, 'fallback'))
}

/** Families in the order in which Typst looks in them for what a typeface lacks; that of the book's language first. */
export function fallbackFamilies(language: string): string[] {
  const own = eastAsianOf(language)
  const others = Object.values(eastAsian).filter(one => one !== own)
  return [
    ...fontThemes.technical.flatMap(({ role, typeface }) => (role === 'fallback' ? [typefaces[typeface].family] : [])),
    // These are in the compiler.
    'New Computer Modern Math',
    'Libertinus Serif',
    'DejaVu Sans Mono',
    // Last, so that a book without their letters is the same whether they are installed or not.
    ...[own, ...others].map(({ family }) => family),
  ]
}

/** The package with the typeface for letters of a book in this language. */
export const eastAsianPackage = (language: string): string => eastAsianOf(language).ttf.package

/** Letters of a book in another language are taken for Chinese. */
function eastAsianOf(language: string): (typeof eastAsian)[EastAsian] {
  if (/^ja\b/i.test(language)) return eastAsian.ja
  if (/^ko\b/i.test(language)) return eastAsian.ko
  return isTraditionalChinese(language) ? eastAsian['zh-Hant'] : eastAsian['zh-Hans']
}

function filesOf({ family, ttf }: Typeface, role: FontRole): FontFile[] {
  return (ttf?.styles ?? []).map(style => ({
    path: packagePath(ttf!.package, `${style}/${ttf!.prefix}_${style}.ttf`),
    family,
    weight: weightOf(style),
    italic: style.endsWith('_Italic'),
    role,
  }))
}

function weightOf(style: FontStyle): number {
  return Number.parseInt(style, 10)
}

/** The licence that must go wherever files of these typefaces go, by a name for the copy. */
export function ttfLicences(theme: FontTheme): Map<string, Uint8Array> {
  const licences = new Map<string, Uint8Array>()
  for (const { typeface } of fontThemes[theme]) {
    const { ttf }: Typeface = typefaces[typeface]
    if (ttf) licences.set(`${typeface}-OFL.txt`, packageBytes(ttf.package, 'LICENSE_FONT'))
  }
  return licences
}
