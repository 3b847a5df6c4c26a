import { primaryLanguage, segmenter } from '@octavo/manuscript'
import stopword from 'stopword'

// ISO 639-1 → ISO 639-3, for the languages books are most often written in; others use no stop list.
const codes: Record<string, string> = {
  ar: 'ara',
  bg: 'bul',
  ca: 'cat',
  cs: 'ces',
  da: 'dan',
  de: 'deu',
  el: 'ell',
  en: 'eng',
  es: 'spa',
  et: 'est',
  fi: 'fin',
  fr: 'fra',
  he: 'heb',
  hi: 'hin',
  hr: 'hrv',
  hu: 'hun',
  id: 'ind',
  it: 'ita',
  ja: 'jpn',
  ko: 'kor',
  lt: 'lit',
  lv: 'lav',
  nb: 'nob',
  nl: 'nld',
  no: 'nob',
  pl: 'pol',
  pt: 'por',
  ro: 'ron',
  ru: 'rus',
  sk: 'slk',
  sl: 'slv',
  sv: 'swe',
  tr: 'tur',
  uk: 'ukr',
  vi: 'vie',
  zh: 'zho',
}

// Words too general to say what a text is about, which the English list leaves in.
const general =
  "also can cannot could may might must shall should will would one two three first second last next many much more most less least get gets got getting make makes made making use used uses using way ways thing things like even just still yet never always often time times need needs want wants keep keeps take takes give gives let lets say says said see seen know does done doing without within every each either neither another already rather simply really quite actually perhaps since until because though although whether however therefore thus hence instead otherwise else ever both such than them they it its it's that's don't doesn't isn't can't won't what's there's you you're your we our us i he she his her him".split(
    ' ',
  )

const stopLists = new Map<string, Set<string>>()

/** The stop words of a language; empty when there is no list for it. */
export function stopWords(language: string): Set<string> {
  const primary = primaryLanguage(language)
  let list = stopLists.get(primary)
  if (!list) {
    const words = stopword[codes[primary] ?? '']
    list = new Set(Array.isArray(words) ? words.map(word => String(word).toLowerCase()) : [])
    if (primary === 'en') for (const word of general) list.add(word)
    stopLists.set(primary, list)
  }
  return list
}

/** The words of a text in order, lower case, by Unicode segmentation; punctuation and lone symbols are left out. */
export function wordsOf(text: string, language: string): string[] {
  const words: string[] = []
  for (const part of segmenter(language, 'word').segment(text)) {
    if (part.isWordLike) words.push(part.segment.toLowerCase().replaceAll('’', "'"))
  }
  return words
}

/**
 * Reduces an English plural or verb ending so that "queue", "queues" and "queued" count as one term: the S-stemmer of
 * Harman (1991, "How effective is suffixing?") with -ed and -ing added. Other languages keep their words whole.
 */
export function stem(word: string, language: string): string {
  if (primaryLanguage(language) !== 'en' || word.length < 4) return word
  const bare = word.replace(/'s?$/, '')
  const singular = /[^aeiou]ies$/.test(bare)
    ? `${bare.slice(0, -3)}y`
    : /(?:ss|us|is)$/.test(bare)
      ? bare
      : /(?:xes|ches|shes|sses|zes)$/.test(bare)
        ? bare.slice(0, -2)
        : bare.replace(/s$/, '')
  if (/[aeiouy].*[^e]ing$/.test(singular) && singular.length > 5) return undouble(singular.slice(0, -3))
  if (/[aeiouy].*ed$/.test(singular) && singular.length > 4) return undouble(singular.slice(0, -2))
  return singular.replace(/e$/, '')
}

function undouble(word: string): string {
  return /([bdgmnprt])\1$/.test(word) ? word.slice(0, -1) : word.replace(/e$/, '')
}

/** The terms of a text: stemmed words that carry meaning, in order, with repeats. */
export function termsOf(text: string, language: string): string[] {
  const stop = stopWords(language)
  return wordsOf(text, language)
    .filter(word => word.length > 1 && !stop.has(word) && !/^[\d.,]+$/.test(word))
    .map(word => stem(word, language))
}

/** How often each item occurs, in order of first appearance. */
export function countOf<T>(items: Iterable<T>): Map<T, number> {
  const counts = new Map<T, number>()
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1)
  return counts
}

/** Orders strings by code unit, the same on every machine, unlike a locale's collation. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
