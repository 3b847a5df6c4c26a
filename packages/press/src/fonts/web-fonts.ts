import { packageBytes } from './package-file.ts'
import { type FontRole, type FontTheme, fontThemes, type Typeface, type TypefaceName, typefaces } from './typefaces.ts'

/** One WOFF2, for a slope and a range of characters. */
export interface WebFontFile {
  /** Such as `inter-greek-wght-normal.woff2`. */
  name: string
  bytes: Uint8Array
  family: string
  italic: boolean
  /** As the package names it: `latin`, `latin-ext`, `greek`, `cyrillic`, `vietnamese`, …; `math` for the math font. */
  subset: string
}

export interface WebFonts {
  files: WebFontFile[]
  /** One `@font-face` for each file; the files are looked for in the folder `url`. */
  css: string
  /** What `font-family` should say for each role, with what to take where the font does not load. */
  families: Record<Exclude<FontRole, 'fallback'>, string>
  /** The Open Font License of each typeface by file name; it must be shipped with the files. */
  licences: Map<string, Uint8Array>
}

export interface WebFontOptions {
  /** The folder of the files as the style sheet sees it. Default `fonts/`, beside the sheet; ends in `/`. */
  url?: string
  /** Which ranges to ship. Default all the packages have; an e-book may want fewer. Math is shipped by `math`. */
  subsets?: readonly string[]
  /** Whether the book has formulas (the math font has 400 kB). Default true. */
  math?: boolean
  /** Whether the book has code. Default true. */
  code?: boolean
  /** The text typeface instead of the theme's, such as `literata`, drawn for screens. */
  text?: TypefaceName
}

const generic: Record<Exclude<FontRole, 'fallback'>, string> = {
  text: 'Georgia, serif',
  heading: 'system-ui, sans-serif',
  code: 'ui-monospace, monospace',
  math: 'math, serif',
}

/** The fonts of a theme for a site or an EPUB: files, the style sheet that declares them, and their licences. */
export function webFonts(theme: FontTheme, options: WebFontOptions = {}): WebFonts {
  const { url = 'fonts/', subsets, math = true, code = true } = options
  const faces = new Map<string, Face>()
  const licences = new Map<string, Uint8Array>()
  const families = { text: '', heading: '', code: '', math: '' }
  for (const { role, typeface } of fontThemes[theme]) {
    if (role === 'fallback') continue
    const serif = theme === 'literary' && role === 'heading'
    const name = options.text && (role === 'text' || serif) ? options.text : typeface
    const { web }: Typeface = typefaces[name]
    if (!web) throw new Error(`${name} has no files for browsers: take another typeface for the text.`)
    families[role] = `'${web.family}', ${serif ? generic.text : generic[role]}`
    if ((role === 'math' && !math) || (role === 'code' && !code)) continue
    licences.set(`${name}-OFL.txt`, packageBytes(web.package, web.licence))
    for (const face of facesOf(name)) {
      if (face.subset === 'math' || !subsets || subsets.includes(face.subset)) faces.set(face.name, face)
    }
  }
  return {
    files: [...faces.values()].map(({ css: _css, package: from, ...file }) => ({
      ...file,
      bytes: packageBytes(from, `files/${file.name}`),
    })),
    css: [...faces.values()].map(face => face.css.replace('{file}', `${url}${face.name}`)).join('\n'),
    families,
    licences,
  }
}

interface Face extends Omit<WebFontFile, 'bytes'> {
  package: string
  /** With `{file}` where the address of the file belongs. */
  css: string
}

const known = new Map<TypefaceName, Face[]>()

/** The faces of a typeface as its package's own style sheets declare them: they know the range each file covers. */
function facesOf(name: TypefaceName): Face[] {
  const before = known.get(name)
  if (before) return before
  const { web }: Typeface = typefaces[name]
  const faces = web!.sheets.flatMap(sheet => {
    const text = new TextDecoder().decode(packageBytes(web!.package, sheet))
    return [...text.matchAll(/@font-face\s*\{([^}]*)\}/g)].map(([, body]) => readFace(web!, body!))
  })
  known.set(name, faces)
  return faces
}

function readFace(web: NonNullable<Typeface['web']>, body: string): Face {
  const property = (key: string) => new RegExp(`${key}:\\s*([^;]+);`).exec(body)?.[1]?.trim()
  const name = /url\(\.\/files\/([\w-]+\.woff2)\)/.exec(body)?.[1]
  const [style, weight, range] = [property('font-style'), property('font-weight'), property('unicode-range')]
  if (!name || !style || !weight) throw new Error(`A style sheet of ${web.package} has a face without a WOFF2 file.`)
  const subset = web.family === 'STIX Two Math' ? 'math' : /-(\w+(?:-ext)?)-(?:wght|\d+)-\w+\.woff2$/.exec(name)![1]!
  return {
    name,
    family: web.family,
    italic: style === 'italic',
    subset,
    package: web.package,
    css: [
      '@font-face {',
      `  font-family: '${web.family}';`,
      `  font-style: ${style};`,
      `  font-weight: ${weight};`,
      '  font-display: swap;',
      "  src: url('{file}') format('woff2');",
      ...(range ? [`  unicode-range: ${range};`] : []),
      '}',
    ].join('\n'),
  }
}
