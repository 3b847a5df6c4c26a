import { primaryLanguage } from '../language.ts'
import { breakClass, stop } from '../sentences/break-class.ts'
import { splitSentences } from '../sentences/split-sentences.ts'
import { type Counts, noCounts } from './counts.ts'
import type { Block } from './prose.ts'
import { longestFelt, plainSentiment, sentimentOf } from './sentiment.ts'
import { learnToken, type TokenFacts } from './token-facts.ts'
import { emptyHash, felt, hashed, stirring, type TokenTable, tokensIn, traitsOf, wordsShift } from './token-table.ts'
import { blank, complex, wordClass } from './word-class.ts'

const space = 0x20

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
  #entries = new Int32Array(1_024)
  #tokens = 0
  #kept: TokenFacts[] = []
  #characters = 0
  #words = 0
  /** The traits of all of them together, but for their words. */
  #traits = 0
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
    counts.charactersWithSpaces += this.#characters + Math.max(0, this.#tokens - 1)
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
      tokens += this.#tokens
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
    const table = this.#table
    let [start, hash, tokens, words, characters, all] = [from, emptyHash, 0, 0, 0, 0]
    if (this.#kept.length > 0) this.#kept = []
    for (let at = from; at <= to; at++) {
      const code = at < to ? text.charCodeAt(at) : space
      const kind = wordClass(code)
      if (kind !== blank) {
        hash = hashed(hash, code)
        // The second half of a surrogate pair is no character of its own.
        if (kind === complex && (code & 0xfc00) === 0xdc00) characters--
        continue
      }
      if (at > start) {
        const entry = table.find(text, start, at, hash)
        const traits = entry >= 0 ? table.traitsOf(entry) : this.#learn(text.slice(start, at))
        if (tokens === this.#entries.length) this.#enlarge()
        this.#entries[tokens++] = entry
        words += traits >> wordsShift
        characters += at - start
        all |= traits
      }
      start = at + 1
      hash = emptyHash
    }
    this.#tokens = tokens
    this.#words = words
    this.#characters = characters
    this.#traits = all
  }

  #enlarge(): void {
    const larger = new Int32Array(2 * this.#entries.length)
    larger.set(this.#entries)
    this.#entries = larger
  }

  #learn(token: string): number {
    const facts = learnToken(token, this.#primary)
    this.#kept.push(facts)
    return traitsOf(facts)
  }

  /** Counts the tokens read last as those of a sentence. */
  #useTokens(): void {
    const table = this.#table
    let kept = 0
    let opened = false
    for (let at = 0; at < this.#tokens; at++) {
      const entry = this.#entries[at]!
      const facts = entry < 0 ? this.#kept[kept++]! : undefined
      if (facts) this.#addFacts(facts, 1)
      else if (table.use(entry)) this.#used.push(entry)
      if (!opened && (facts ? facts.words > 0 : table.traitsOf(entry) >> wordsShift > 0)) {
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
    if (this.#counts.feltSentences === null || this.#tokens > longestFelt) return
    this.#counts.feltSentences++
    if ((this.#traits & felt) === 0) return
    const entries = this.#entries.subarray(0, this.#tokens)
    const plain = this.#kept.length === 0 && (this.#traits & stirring) === 0
    this.#feeling += plain ? plainSentiment(entries, this.#table) : sentimentOf(this.#facts(entries))
  }

  #facts(entries: Int32Array): TokenFacts[] {
    let kept = 0
    return Array.from(entries, entry => (entry < 0 ? this.#kept[kept++]! : this.#table.factsOf(entry)))
  }
}
