/** A family of letters as two npm packages carry it: static TTFs for Typst and resvg, variable WOFF2s for browsers. */
export interface Typeface {
  /** The family's name inside its TTFs, by which Typst and resvg find it. */
  family: string
  /** The TTF files, each `weight + Style / file`, of `@expo-google-fonts/…`. Absent where only browsers need it. */
  ttf?: { package: string; prefix: string; styles: readonly FontStyle[] }
  /** The WOFF2 files; `sheets` are the package's own style sheets, which say what range each file covers. */
  web?: { package: string; family: string; sheets: readonly string[]; licence: string }
}

/** A weight and a slope, such as `700Bold_Italic`. */
export type FontStyle = `${400 | 500 | 600 | 700 | 800}${'Regular' | 'Medium' | 'SemiBold' | 'Bold' | 'ExtraBold'}${
  | ''
  | '_Italic'}`

const upright: readonly FontStyle[] = ['400Regular', '500Medium', '600SemiBold', '700Bold', '800ExtraBold']
const text: readonly FontStyle[] = [
  '400Regular',
  '400Regular_Italic',
  '600SemiBold',
  '600SemiBold_Italic',
  '700Bold',
  '700Bold_Italic',
]

const variable = (name: string, family: string): Typeface['web'] => ({
  package: `@fontsource-variable/${name}`,
  family: `${family} Variable`,
  sheets: ['wght.css', 'wght-italic.css'],
  licence: 'LICENSE',
})

const noto = (family: string) =>
  ({
    family,
    ttf: {
      package: `@expo-google-fonts/${family.toLowerCase().replaceAll(' ', '-')}`,
      prefix: family.replaceAll(' ', ''),
      styles: ['400Regular', '700Bold'],
    },
  }) as const satisfies Typeface

/** Every typeface Octavo ships. All are under the SIL Open Font License 1.1, whose text must travel with the files. */
export const typefaces = {
  'source-serif': {
    family: 'Source Serif 4',
    ttf: { package: '@expo-google-fonts/source-serif-4', prefix: 'SourceSerif4', styles: text },
    web: variable('source-serif-4', 'Source Serif 4'),
  },
  inter: {
    family: 'Inter',
    ttf: {
      package: '@expo-google-fonts/inter',
      prefix: 'Inter',
      styles: [...upright, '400Regular_Italic', '700Bold_Italic'],
    },
    web: variable('inter', 'Inter'),
  },
  'jetbrains-mono': {
    family: 'JetBrains Mono',
    ttf: {
      package: '@expo-google-fonts/jetbrains-mono',
      prefix: 'JetBrainsMono',
      styles: ['400Regular', '400Regular_Italic', '700Bold', '700Bold_Italic'],
    },
    web: variable('jetbrains-mono', 'JetBrains Mono'),
  },
  'eb-garamond': {
    family: 'EB Garamond',
    ttf: {
      package: '@expo-google-fonts/eb-garamond',
      prefix: 'EBGaramond',
      styles: [...text, '500Medium', '500Medium_Italic'],
    },
    web: variable('eb-garamond', 'EB Garamond'),
  },
  literata: { family: 'Literata', web: variable('literata', 'Literata') },
  'stix-math': {
    family: 'STIX Two Math',
    // `latin-400.css` is the sheet without a range: the one file holds all of mathematics, not only Latin.
    web: {
      package: '@fontsource/stix-two-math',
      family: 'STIX Two Math',
      sheets: ['latin-400.css'],
      licence: 'LICENSE',
    },
  },
  'noto-naskh-arabic': noto('Noto Naskh Arabic'),
  'noto-serif-hebrew': noto('Noto Serif Hebrew'),
  'noto-serif-devanagari': noto('Noto Serif Devanagari'),
  'noto-serif-bengali': noto('Noto Serif Bengali'),
  'noto-emoji': {
    family: 'Noto Emoji',
    ttf: { package: '@expo-google-fonts/noto-emoji', prefix: 'NotoEmoji', styles: ['400Regular'] },
  },
  'noto-symbols': {
    family: 'Noto Sans Symbols 2',
    ttf: { package: '@expo-google-fonts/noto-sans-symbols-2', prefix: 'NotoSansSymbols2', styles: ['400Regular'] },
  },
} as const satisfies Record<string, Typeface>

export type TypefaceName = keyof typeof typefaces

/** What a typeface is for. `math` is for browsers alone: Typst has New Computer Modern Math built in. */
export type FontRole = 'text' | 'heading' | 'code' | 'math' | 'fallback'

export type FontTheme = 'technical' | 'literary'

/**
 * Typefaces of Chinese, Japanese and Korean, each for the language whose shapes of shared letters it has. They are too
 * large for everybody (60 MB each): PDFs are set in those that are installed.
 */
export const eastAsian = {
  ja: noto('Noto Serif JP'),
  'zh-Hans': noto('Noto Serif SC'),
  'zh-Hant': noto('Noto Serif TC'),
  ko: noto('Noto Serif KR'),
} as const

export type EastAsian = keyof typeof eastAsian

/** Where letters are looked for that the others lack. */
const fallback: readonly { role: FontRole; typeface: TypefaceName }[] = [
  { role: 'fallback', typeface: 'noto-naskh-arabic' },
  { role: 'fallback', typeface: 'noto-serif-hebrew' },
  { role: 'fallback', typeface: 'noto-serif-devanagari' },
  { role: 'fallback', typeface: 'noto-serif-bengali' },
  { role: 'fallback', typeface: 'noto-symbols' },
  { role: 'fallback', typeface: 'noto-emoji' },
]

/** Which typefaces a theme uses, in the order in which a missing character is looked for. */
export const fontThemes: Record<FontTheme, readonly { role: FontRole; typeface: TypefaceName }[]> = {
  technical: [
    { role: 'text', typeface: 'source-serif' },
    { role: 'heading', typeface: 'inter' },
    { role: 'code', typeface: 'jetbrains-mono' },
    { role: 'math', typeface: 'stix-math' },
    ...fallback,
  ],
  literary: [
    { role: 'text', typeface: 'eb-garamond' },
    { role: 'heading', typeface: 'eb-garamond' },
    { role: 'code', typeface: 'jetbrains-mono' },
    { role: 'math', typeface: 'stix-math' },
    ...fallback,
  ],
}
