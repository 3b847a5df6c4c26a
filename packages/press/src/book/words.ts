import { isTraditionalChinese } from '../language.ts'
import { chinese } from './words/chinese.ts'
import { english } from './words/english.ts'
import { french } from './words/french.ts'
import { german } from './words/german.ts'
import { japanese } from './words/japanese.ts'
import { korean } from './words/korean.ts'
import { spanish } from './words/spanish.ts'
import { traditionalChinese } from './words/traditional-chinese.ts'

/** Words a book is printed with, in its language. `%s` stands for a number. */
export interface BookWords {
  part: string
  chapter: string
  appendix: string
  section: string
  figure: string
  table: string
  equation: string
  listing: string
  contents: string
  listOfFigures: string
  listOfTables: string
  references: string
  index: string
  notes: string
  cover: string
  see: string
  seeAlso: string
  admonitions: Record<string, string>
  proofs: Record<string, string>
}

const languages: Record<string, BookWords> = {
  en: english,
  de: german,
  fr: french,
  es: spanish,
  ja: japanese,
  ko: korean,
  zh: chinese,
}

/** The words for a book in a language, a BCP 47 tag; English ones where there are none. */
export function bookWords(language: string): BookWords {
  if (isTraditionalChinese(language)) return traditionalChinese
  return languages[language.toLowerCase().split(/[-_]/)[0]!] ?? english
}

/** What an English word of the parser is in the language of the book; itself when the author has chosen it. */
export const titleOfAdmonition = (title: string, kind: string, words: BookWords): string =>
  title === english.admonitions[kind] || title.toLowerCase().replace(/\s/g, '') === kind
    ? (words.admonitions[kind] ?? title)
    : title
