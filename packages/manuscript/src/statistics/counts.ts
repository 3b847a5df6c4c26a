import { primaryLanguage } from '../language.ts'
import { countsSyllables } from './syllables.ts'

/** What is counted in a page. Counts of several pages add up. Null is what cannot be counted in the language. */
export interface Counts {
  /** All words a reader reads: running text, headings, titles, captions and tables. */
  words: number
  /** Unicode code points of those blocks, without blanks. */
  characters: number
  /** The same with the blanks inside of a block, each stretch of them as one. */
  charactersWithSpaces: number
  /** Blocks of running text that have a word; each item of a list is one. */
  paragraphs: number
  /** Sentences of running text that have a word. The end of a paragraph ends a sentence. */
  sentences: number
  /** Words in those sentences. Everything below is counted in them. */
  runningWords: number
  /** Letters and digits. */
  letters: number
  /** Words of more than six letters. */
  longWords: number
  /** Words in another script than the language is written in. */
  foreignWords: number
  syllables: number | null
  monosyllables: number | null
  /** Words of three syllables or more. */
  polysyllables: number | null
  /** English: of those, without names and without words that are so long only by -es, -ed or -ing. */
  complexWords: number | null
  /** English: words that are neither on Dale and Chall's list nor forms of a word on it, nor names, nor numbers. */
  unfamiliarWords: number | null
  /** English: sentences whose sentiment is told. */
  feltSentences: number | null
}

/** Nothing counted yet in a language. */
export function noCounts(language: string): Counts {
  const primary = primaryLanguage(language)
  const ofSyllables = countsSyllables(primary) ? 0 : null
  const ofEnglish = primary === 'en' ? 0 : null
  return {
    words: 0,
    characters: 0,
    charactersWithSpaces: 0,
    paragraphs: 0,
    sentences: 0,
    runningWords: 0,
    letters: 0,
    longWords: 0,
    foreignWords: 0,
    syllables: ofSyllables,
    monosyllables: ofSyllables,
    polysyllables: ofSyllables,
    complexWords: ofEnglish,
    unfamiliarWords: ofEnglish,
    feltSentences: ofEnglish,
  }
}

/** The counts of several pages in one language as those of one. */
export function sumOf(all: readonly Counts[], language: string): Counts {
  const sum = noCounts(language)
  for (const name of Object.keys(sum) as (keyof Counts)[]) {
    for (const counts of all) {
      const [before, more] = [sum[name], counts[name]]
      if (before !== null && more !== null) sum[name] = before + more
    }
  }
  return sum
}
