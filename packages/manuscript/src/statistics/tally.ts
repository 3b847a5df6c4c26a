import { primaryLanguage } from '../language.ts'
import { breakClass, complex, separator, space } from '../sentences/break-class.ts'
import { splitSentences } from '../sentences/split-sentences.ts'
import { type Counts, noCounts } from './counts.ts'
import type { Block } from './prose.ts'
import { sentimentOf } from './sentiment.ts'
import { factsIn, type WordFacts } from './word-facts.ts'
import { type WordRanges, wordRanges } from './word-ranges.ts'

/** A sentence of running text and where it begins in its block. */
export interface CountedSentence {
  text: string
  words: number
  block: Block
  start: number
}

/** Counts block after block of the prose of a page. */
export class Tally {
  readonly counts: Counts
  /** The sum of what sentences feel like; over `counts.feltSentences` it is their mean. */
  feeling = 0
  readonly #language: string
  readonly #english: boolean
  readonly #factsOf: (word: string) => WordFacts
  readonly #onSentence: (sentence: CountedSentence) => void

  constructor(language: string, onSentence: (sentence: CountedSentence) => void) {
    const primary = primaryLanguage(language)
    this.counts = noCounts(language)
    this.#language = language
    this.#english = primary === 'en'
    this.#factsOf = factsIn(primary)
    this.#onSentence = onSentence
  }

  add(block: Block): void {
    const words = wordRanges(block.text)
    this.counts.words += words.length / 2
    this.#addCharacters(block.text)
    if (!block.running || words.length === 0) return
    this.counts.paragraphs++
    let from = 0
    for (const { text, start, end } of splitSentences(block.text, this.#language)) {
      let to = from
      while (to < words.length && words[to]! < end) to += 2
      if (to === from) continue
      this.#addSentence(block.text, words, from, to)
      if (this.#english) this.#addFeeling(text)
      this.#onSentence({ text, words: (to - from) / 2, block, start })
      from = to
    }
  }

  #addCharacters(text: string): void {
    let characters = 0
    let spaces = 0
    let spaced = true
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at)
      const kind = breakClass(code)
      if (kind === space || kind === separator) {
        if (!spaced) spaces++
        spaced = true
      } else {
        // The second half of a surrogate pair is no character of its own.
        if (kind !== complex || (code & 0xfc00) !== 0xdc00) characters++
        spaced = false
      }
    }
    if (spaced && spaces > 0) spaces--
    this.counts.characters += characters
    this.counts.charactersWithSpaces += characters + spaces
  }

  #addSentence(text: string, words: WordRanges, from: number, to: number): void {
    const { counts } = this
    counts.sentences++
    counts.runningWords += (to - from) / 2
    let [letters, long, foreign, syllables, one, many, complexes, unfamiliar] = [0, 0, 0, 0, 0, 0, 0, 0]
    for (let at = from; at < to; at += 2) {
      const facts = this.#factsOf(text.slice(words[at], words[at + 1]))
      letters += facts.letters
      syllables += facts.syllables
      if (facts.letters > 6) long++
      if (facts.foreign) foreign++
      if (facts.syllables === 1) one++
      else if (facts.syllables >= 3) many++
      if (facts.complex || !facts.familiar) {
        // A capital inside of a sentence is a name: Gunning and Dale and Chall both pass over names.
        const name = at > from && /\p{Lu}/u.test(text[words[at]!]!)
        if (facts.complex && !name) complexes++
        if (!facts.familiar && !name) unfamiliar++
      }
    }
    counts.letters += letters
    counts.longWords += long
    counts.foreignWords += foreign
    if (counts.syllables !== null) counts.syllables += syllables
    if (counts.monosyllables !== null) counts.monosyllables += one
    if (counts.polysyllables !== null) counts.polysyllables += many
    if (counts.complexWords !== null) counts.complexWords += complexes
    if (counts.unfamiliarWords !== null) counts.unfamiliarWords += unfamiliar
  }

  #addFeeling(sentence: string): void {
    const found = sentimentOf(sentence)
    if (found === null || this.counts.feltSentences === null) return
    this.feeling += found
    this.counts.feltSentences++
  }
}
