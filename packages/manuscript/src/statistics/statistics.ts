import type { ParsedPage } from '../parsed-page.ts'
import { readingMinutes } from './count-words.ts'
import { type Counts, sumOf } from './counts.ts'
import { type Index, type IndexName, indicesOf } from './indices.ts'
import { proseOf } from './prose.ts'
import { type CountedSentence, Tally } from './tally.ts'

/** A sentence that is longer than the others of its page, and where it begins there. */
export interface LongSentence {
  words: number
  /** Its text without markup, cut after 200 characters. */
  text: string
  /** From 1. The column is that of its first words, or 1 where markup stands between them. */
  line: number
  column: number
}

/** What is counted, measured and told of the prose of one page, or of several together. */
export interface Statistics extends Counts {
  /** The language it was counted as, a BCP 47 tag. */
  language: string
  /** To read all of it, at 200 words a minute. */
  readingMinutes: number
  /** Words a sentence, and letters a word, of running text; null without any. */
  averageSentenceLength: number | null
  averageWordLength: number | null
  indices: Record<IndexName, Index>
  /** English: the mean of its sentences, −1 (negative) to 1 (positive); null elsewhere and without any sentence. */
  sentiment: number | null
}

export interface PageStatistics extends Statistics {
  /** At most five, the longest first. */
  longestSentences: LongSentence[]
}

const longestShown = 5
const longestText = 200

/** The statistics of a page, read from its parse. Takes time in proportion to its length. */
export function statisticsOf(page: ParsedPage, language: string): PageStatistics {
  const longest: CountedSentence[] = []
  const tally = new Tally(language, sentence => {
    if (longest.length === longestShown && sentence.words <= longest.at(-1)!.words) return
    const place = longest.findIndex(other => other.words < sentence.words)
    longest.splice(place < 0 ? longest.length : place, 0, sentence)
    if (longest.length > longestShown) longest.pop()
  })
  for (const block of proseOf(page.tree)) tally.add(block)
  const { counts, feeling } = tally.finish()
  const lines = longest.length > 0 ? page.text.replace(/^\uFEFF/, '').split(/\r\n?|\n/) : []
  return {
    ...measured(counts, language, feeling),
    longestSentences: longest.map(sentence => located(sentence, lines)),
  }
}

/** The statistics of several pages in one language as those of one: counts add up, and everything else follows from them. */
export function statisticsOfAll(pages: readonly Statistics[], language: string): Statistics {
  const feeling = pages.reduce((sum, { sentiment, feltSentences }) => sum + (sentiment ?? 0) * (feltSentences ?? 0), 0)
  return measured(sumOf(pages, language), language, feeling)
}

/** What follows from counts; `feeling` is the sum over `counts.feltSentences`. */
function measured(counts: Counts, language: string, feeling: number): Statistics {
  const { words, runningWords, sentences, letters, feltSentences } = counts
  return {
    language,
    ...counts,
    readingMinutes: readingMinutes(words),
    averageSentenceLength: sentences > 0 ? round(runningWords / sentences, 100) : null,
    averageWordLength: runningWords > 0 ? round(letters / runningWords, 100) : null,
    indices: indicesOf(counts, language),
    sentiment: feltSentences ? round(feeling / feltSentences, 10_000) : null,
  }
}

function round(value: number, parts: number): number {
  return Math.round(value * parts) / parts
}

function located({ text, words, block, start }: CountedSentence, lines: readonly string[]): LongSentence {
  const line = block.line + block.breaks.filter(offset => offset <= start).length
  const source = lines[line - 1] ?? ''
  const column =
    opening(text)
      .map(words => source.indexOf(words))
      .find(index => index >= 0) ?? 0
  const shown = text.replace(/\s+/g, ' ')
  return {
    words,
    text: shown.length > longestText ? `${shown.slice(0, longestText - 1)}…` : shown,
    line,
    column: column + 1,
  }
}

/** The first words of a sentence, as many as may stand together in its source, then fewer. */
function opening(sentence: string): string[] {
  const words = sentence.slice(0, 100).split(' ', 4)
  return words.map((_, index) => words.slice(0, words.length - index).join(' ')).filter(Boolean)
}
