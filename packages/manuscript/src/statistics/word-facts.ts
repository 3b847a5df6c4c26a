import { isFamiliar } from './familiar-words.ts'
import { countsSyllables, syllablesOf } from './syllables.ts'

/** What is known of a word wherever it stands. */
export interface WordFacts {
  /** Letters and digits. */
  letters: number
  /** 0 where syllables cannot be counted. */
  syllables: number
  /** English: three syllables or more, and not only by -es, -ed or -ing. */
  complex: boolean
  /** English: on Dale and Chall's list, or a number. */
  familiar: boolean
  /** In another script than the language is written in. */
  foreign: boolean
}

// Scripts by language; any other language is only asked whether it puts blanks between its words.
const scripts: Record<string, RegExp> = {
  ru: /\p{Script=Cyrillic}/u,
  ...Object.fromEntries(['en', 'de', 'nl', 'fr', 'es', 'it', 'pt'].map(primary => [primary, /\p{Script=Latin}/u])),
}
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u

// A book says the same words again and again, and to count the syllables of one takes longer than to read a page.
const known = new Map<string, Map<string, WordFacts>>()
const mostKnown = 50_000

/** A lookup of the facts of words in a language, by its primary subtag. */
export function factsIn(primary: string): (word: string) => WordFacts {
  let facts = known.get(primary)
  if (!facts) {
    facts = new Map()
    known.set(primary, facts)
  }
  const words = facts
  return word => {
    let found = words.get(word)
    if (!found) {
      if (words.size >= mostKnown) words.clear()
      found = learn(word, primary)
      words.set(word, found)
    }
    return found
  }
}

/** Longer is no word of a language, and would be kept in memory. */
const longestWord = 100

function learn(whole: string, primary: string): WordFacts {
  const word = whole.length > longestWord ? whole.slice(0, longestWord) : whole
  const syllables = countsSyllables(primary) ? syllablesOf(word, primary) : 0
  const english = primary === 'en'
  const script = scripts[primary]
  const lettered = /\p{L}/u.test(word)
  return {
    letters: whole.match(/[\p{L}\p{Nd}]/gu)?.length ?? 0,
    syllables,
    complex: english && syllables >= 3 && !onlyByEnding(word),
    familiar: english && (!lettered || isFamiliar(word.toLowerCase())),
    foreign: lettered && (script ? !script.test(word) : unspaced.test(word)),
  }
}

function onlyByEnding(word: string): boolean {
  const stem = word.replace(/(?:es|ed|ing)$/i, '')
  return stem !== word && syllablesOf(stem, 'en') < 3
}
