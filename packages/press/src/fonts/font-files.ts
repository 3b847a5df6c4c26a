import { packageBytes, packagePath } from './package-file.ts'
import { type FontRole, type FontStyle, type FontTheme, fontThemes, type Typeface, typefaces } from './typefaces.ts'

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
