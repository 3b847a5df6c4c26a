/** The stemmers PostgreSQL 17 has, by ISO 639-1 code. Everything else is searched by its words as they stand. */
const configs: Record<string, string> = {
  ar: 'arabic',
  ca: 'catalan',
  da: 'danish',
  de: 'german',
  el: 'greek',
  en: 'english',
  es: 'spanish',
  eu: 'basque',
  fi: 'finnish',
  fr: 'french',
  ga: 'irish',
  hi: 'hindi',
  hu: 'hungarian',
  hy: 'armenian',
  id: 'indonesian',
  it: 'italian',
  lt: 'lithuanian',
  nb: 'norwegian',
  ne: 'nepali',
  nl: 'dutch',
  nn: 'norwegian',
  no: 'norwegian',
  pt: 'portuguese',
  ro: 'romanian',
  ru: 'russian',
  sr: 'serbian',
  sv: 'swedish',
  ta: 'tamil',
  tr: 'turkish',
  yi: 'yiddish',
}

/** The PostgreSQL text search configuration for a language tag (BCP 47). */
export function textConfig(language: string): string {
  return configs[language.toLowerCase().split('-')[0]!] ?? 'simple'
}

/** Every configuration `textConfig` can give. */
export const textConfigs: readonly string[] = [...new Set([...Object.values(configs), 'simple'])]
