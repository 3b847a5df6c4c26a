import { parseMyst } from '../myst.ts'
import { proseOf } from './prose.ts'
import { wordRanges } from './word-ranges.ts'

/**
 * Counts the words of prose in a page of MyST: paragraphs, headings, lists, tables, quotes, captions, definitions, and
 * what stands inside of directives such as notes and exercises, with their titles. Not counted: front matter, code,
 * math, options and arguments that are not shown, comments, raw HTML, citations, footnotes (they are apparatus), and
 * URLs. Words are those of Unicode's segmentation (UAX #29, with dictionaries for Chinese, Japanese, Thai …).
 */
export function countWords(myst: string): number {
  return proseOf(parseMyst(myst).tree).reduce((words, { text }) => words + wordRanges(text).length / 2, 0)
}

/** Minutes to read that many words at 200 a minute, the lower end of adult silent reading (Brysbaert 2019: 238). */
export function readingMinutes(words: number): number {
  return Math.ceil(words / 200)
}
