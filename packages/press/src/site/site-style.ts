import { type FontTheme, type WebFontFile, type WebFonts, webFonts } from '../fonts/index.ts'
import { besideModule } from '../fonts/package-file.ts'
import { hashOf } from './pictures.ts'

export interface SiteStyle {
  file: string
  css: string
  fonts: { file: string; bytes: Uint8Array }[]
  licences: Map<string, Uint8Array>
  /** The files of the fonts a page is set in first, for readers of Latin script. */
  first: string[]
}

/** In the order in which they build on each other. */
const sheets =
  'tokens technical literary base bar contents shell prose code figures boxes notes book overlays print'.split(' ')

/**
 * The style sheet of a site and its fonts, which it looks for in the folder `url`. Without formulas or code in the book,
 * their fonts are left out.
 */
export function siteStyle(theme: FontTheme, holds: { math: boolean; code: boolean }, url = 'fonts/'): SiteStyle {
  const fonts = webFonts(theme, { url, ...holds })
  // Garamond is too fine for small letters on a screen; Literata is drawn for them.
  const small = theme === 'literary' ? webFonts(theme, { url, math: false, code: false, text: 'literata' }) : undefined
  const css = [
    fonts.css,
    small?.css ?? '',
    families(fonts, small?.families.text ?? fonts.families.heading),
    ...sheets.map(name => textBeside(`assets/${name}.css`)),
  ].join('\n')
  const files = new Map([...fonts.files, ...(small?.files ?? [])].map(font => [font.name, font]))
  const preloaded = (font: WebFontFile) =>
    font.subset === 'latin' &&
    !font.italic &&
    [fonts.families.text, fonts.families.heading].some(family => family.includes(font.family))
  return {
    file: `assets/octavo-${hashOf(css).slice(0, 10)}.css`,
    css,
    fonts: [...files.values()].map(({ name, bytes }) => ({ file: `assets/fonts/${name}`, bytes })),
    licences: new Map([...fonts.licences, ...(small?.licences ?? [])]),
    first: [...files.values()].filter(preloaded).map(({ name }) => `assets/fonts/${name}`),
  }
}

const families = ({ families: { text, heading, code, math } }: WebFonts, small: string): string =>
  `:root { --font-text: ${text}; --font-heading: ${heading}; --font-interface: ${small}; --font-code: ${code}; --font-math: ${math}; }`

export const textBeside = (name: string): string =>
  new TextDecoder().decode(besideModule(new URL(name, import.meta.url)))
