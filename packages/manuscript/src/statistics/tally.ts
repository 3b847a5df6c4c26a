import { primaryLanguage } from '../language.ts'
import { breakClass, stop } from '../sentences/break-class.ts'
import { splitSentences } from '../sentences/split-sentences.ts'
import { type Counts, noCounts } from './counts.ts'
import type { Block } from './prose.ts'
import { longestFelt, sentimentOf } from './sentiment.ts'
import { learnToken, type TokenFacts } from './token-facts.ts'
import { emptyHash, hashed, type TokenTable, tokensIn } from './token-table.ts'
import { blank, complex, wordClass } from './word-class.ts'

/** A sentence of running text and where it begins in its block. */
export interface CountedSentence {
  text: string
  words: number
  block: Block
  start: number
}

/** Whether a sentence ends at a full stop that may join the letters around it into one word. */
function endsInside(text: string, end: number): boolean {
  return end < text.length && wordClass(text.charCodeAt(end)) !== blank && breakClass(text.charCodeAt(end - 1)) === stop
}

/**
 * Counts block after block of the prose of a page. Of each token only its use is counted; what the tokens are worth is
 * added up at the end, once for each that differs.
 */
export class Tally {
  readonly #counts: Counts
  readonly #language: string
  readonly #primary: string
  readonly #table: TokenTable
  readonly #onSentence: (sentence: CountedSentence) => void
  /** The tokens that are used in this page, by their entries in the table. */
  readonly #used: number[] = []
  /** The tokens of the stretch read last, by their entries; those the table does not keep are −1 and stand in `#kept`. */
  readonly #entries: number[] = []
  readonly #kept: TokenFacts[] = []
  #characters = 0
  #words = 0
  #felt = false
  #feeling = 0

  constructor(language: string, onSentence: (sentence: CountedSentence) => void) {
    this.#counts = noCounts(language)
    this.#language = language
    this.#primary = primaryLanguage(language)
    this.#table = tokensIn(this.#primary)
    this.#onSentence = onSentence
  }

  add(block: Block): void {
    const { text, running } = block
    const counts = this.#counts
    if (running && this.#addSentences(block)) return
    // Labels, and where a sentence ends inside of a word: the word is then two of its sentences, and one of the block.
    this.#read(text, 0, text.length)
    counts.words += this.#words
    counts.characters += this.#characters
    counts.charactersWithSpaces += this.#characters + Math.max(0, this.#entries.length - 1)
  }

  /** What has been counted, and the sum of what its sentences feel like. Ends the tally. */
  finish(): { counts: Counts; feeling: number } {
    const table = this.#table
    for (const entry of this.#used) this.#addFacts(table.factsOf(entry), table.takeUses(entry))
    return { counts: this.#counts, feeling: this.#feeling }
  }

  /** Adds the sentences of a block; false when a word is two of them, and words are to be counted anew. */
  #addSentences(block: Block): boolean {
    const { text } = block
    const counts = this.#counts
    const before = counts.sentences
    let [words, characters, tokens, whole] = [0, 0, 0, true]
    for (const { text: sentence, start, end } of splitSentences(text, this.#language)) {
      this.#read(text, start, end)
      words += this.#words
      characters += this.#characters
      tokens += this.#entries.length
      if (endsInside(text, end)) whole = false
      if (this.#words === 0) continue
      counts.sentences++
      counts.runningWords += this.#words
      this.#useTokens()
      this.#onSentence({ text: sentence, words: this.#words, block, start })
    }
    if (counts.sentences > before) counts.paragraphs++
    if (!whole) return false
    counts.words += words
    counts.characters += characters
    counts.charactersWithSpaces += characters + Math.max(0, tokens - 1)
    return true
  }

  #read(text: string, from: number, to: number): void {
    this.#entries.length = 0
    this.#kept.length = 0
    this.#characters = 0
    this.#words = 0
    this.#felt = false
    let start = from
    let hash = emptyHash
    let halves = 0
    for (let at = from; at < to; at++) {
      const code = text.charCodeAt(at)
      const kind = wordClass(code)
      if (kind !== blank) {
        hash = hashed(hash, code)
        // The second half of a surrogate pair is no character of its own.
        if (kind === complex && (code & 0xfc00) === 0xdc00) halves++
      } else {
        if (at > start) this.#readToken(text, start, at, hash)
        start = at + 1
        hash = emptyHash
      }
    }
    if (to > start) this.#readToken(text, start, to, hash)
    this.#characters -= halves
  }

  #readToken(text: string, start: number, end: number, hash: number): void {
    const entry = this.#table.find(text, start, end, hash)
    const traits = entry >= 0 ? this.#table.traitsOf(entry) : this.#learn(text.slice(start, end))
    this.#entries.push(entry)
    this.#characters += end - start
    this.#words += traits >> 1
    if ((traits & 1) === 1) this.#felt = true
  }

  #learn(token: string): number {
    const facts = learnToken(token, this.#primary)
    this.#kept.push(facts)
    return 2 * facts.words + Number(facts.felt)
  }

  /** Counts the tokens read last as those of a sentence. */
  #useTokens(): void {
    const table = this.#table
    let kept = 0
    let opened = false
    for (const entry of this.#entries) {
      const facts = entry < 0 ? this.#kept[kept++]! : undefined
      if (facts) this.#addFacts(facts, 1)
      else if (table.use(entry)) this.#used.push(entry)
      if (!opened && (facts ? facts.words > 0 : table.traitsOf(entry) > 1)) {
        this.#addOpening(facts ?? table.factsOf(entry))
        opened = true
      }
    }
    this.#addFeeling()
  }

  /** The first word of a sentence has a capital without being a name. */
  #addOpening({ complexFirst, complexInside, unfamiliarFirst, unfamiliarInside }: TokenFacts): void {
    const counts = this.#counts
    if (counts.complexWords !== null) counts.complexWords += complexFirst - complexInside
    if (counts.unfamiliarWords !== null) counts.unfamiliarWords += unfamiliarFirst - unfamiliarInside
  }

  #addFacts(facts: TokenFacts, times: number): void {
    const counts = this.#counts
    counts.letters += times * facts.letters
    counts.longWords += times * facts.longWords
    counts.foreignWords += times * facts.foreignWords
    if (counts.syllables !== null) counts.syllables += times * facts.syllables
    if (counts.monosyllables !== null) counts.monosyllables += times * facts.monosyllables
    if (counts.polysyllables !== null) counts.polysyllables += times * facts.polysyllables
    if (counts.complexWords !== null) counts.complexWords += times * facts.complexInside
    if (counts.unfamiliarWords !== null) counts.unfamiliarWords += times * facts.unfamiliarInside
  }

  #addFeeling(): void {
    if (this.#counts.feltSentences === null || this.#entries.length > longestFelt) return
    this.#counts.feltSentences++
    if (!this.#felt) return
    let kept = 0
    this.#feeling += sentimentOf(
      this.#entries.map(entry => (entry < 0 ? this.#kept[kept++]! : this.#table.factsOf(entry))),
    )
  }
}
