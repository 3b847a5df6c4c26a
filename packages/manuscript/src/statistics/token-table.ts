import { contextOf } from './sentiment.ts'
import { countsSyllables } from './syllables.ts'
import { learnToken, type TokenFacts } from './token-facts.ts'

const size = 1 << 17
/** At half its size a table is full: books with more different tokens are rare, and memory has an end. */
const mostKept = size / 2
/** Longer tokens are no words of a language, and are not kept. */
const longestKept = 100

/** Integers an entry of a table has, side by side, so that a lookup waits for memory once. */
const width = 8
const placeAt = 0
const hashAt = 1
const lengthAt = 2
const lettersAt = 3
const traitsAt = 4
const usesAt = 5
const contextAt = 6

/** Traits of a token, beside the number of its words: VADER's lexicon has it; it may change a sentence that is felt. */
export const felt = 1
export const stirring = 2
export const wordsShift = 2

export function traitsOf({ words, felt: isFelt, emphatic, item }: TokenFacts): number {
  return (words << wordsShift) | (isFelt ? felt : 0) | (emphatic || /^but$/i.test(item) ? stirring : 0)
}

/**
 * What is known of tokens in one language. A book says the same words again and again, and to count the syllables of one
 * takes longer than to read a page: each is learnt once. Looked up in the text itself, without making a string of it.
 */
export class TokenTable {
  readonly #primary: string
  /** Open addressing. An entry is free while its place in `#known` is 0. */
  readonly #entries = new Int32Array(size * width)
  #letters = new Uint16Array(1 << 14)
  #lettersUsed = 0
  readonly #known: (TokenFacts | undefined)[] = [undefined]

  constructor(primary: string) {
    this.#primary = primary
  }

  /**
   * The entry of the token that stands between two offsets, whose code units have this hash; −1 when it cannot be kept.
   * Entries stay where they are.
   */
  find(text: string, start: number, end: number, hash: number): number {
    const entries = this.#entries
    let entry = ((hash ^ (hash >>> 15)) & (size - 1)) * width
    while (entries[entry] !== 0) {
      if (entries[entry + hashAt] === hash && this.#stands(entry, text, start, end)) return entry
      entry = (entry + width) & (size * width - 1)
    }
    if (this.full || end - start > longestKept) return -1
    return this.#keep(entry, text, start, end, hash)
  }

  /** The traits of a token, as `traitsOf` has them. */
  traitsOf(entry: number): number {
    return this.#entries[entry + traitsAt]!
  }

  isFelt(entry: number): boolean {
    return (this.#entries[entry + traitsAt]! & felt) !== 0
  }

  /** Counts one more use of a token; true for the first. */
  use(entry: number): boolean {
    return this.#entries[entry + usesAt]!++ === 0
  }

  /** How often a token has been used since this was asked last. */
  takeUses(entry: number): number {
    const uses = this.#entries[entry + usesAt]!
    this.#entries[entry + usesAt] = 0
    return uses
  }

  /** What a token is to a felt one beside it; found out when it is first asked for. */
  contextOf(entry: number): number {
    const known = this.#entries[entry + contextAt]!
    if (known > 0) return known
    const found = contextOf(this.factsOf(entry))
    this.#entries[entry + contextAt] = found
    return found
  }

  factsOf(entry: number): TokenFacts {
    return this.#known[this.#entries[entry + placeAt]!]!
  }

  get full(): boolean {
    return this.#known.length >= mostKept
  }

  #stands(entry: number, text: string, start: number, end: number): boolean {
    if (this.#entries[entry + lengthAt] !== end - start) return false
    const shift = this.#entries[entry + lettersAt]! - start
    for (let at = start; at < end; at++) if (this.#letters[at + shift] !== text.charCodeAt(at)) return false
    return true
  }

  #keep(entry: number, text: string, start: number, end: number, hash: number): number {
    const length = end - start
    if (this.#lettersUsed + length > this.#letters.length) {
      const larger = new Uint16Array(2 * this.#letters.length)
      larger.set(this.#letters)
      this.#letters = larger
    }
    for (let at = start; at < end; at++) this.#letters[this.#lettersUsed + at - start] = text.charCodeAt(at)
    // A copy of its own: a slice would keep the whole text in memory.
    const token = String.fromCharCode(...this.#letters.subarray(this.#lettersUsed, this.#lettersUsed + length))
    const facts = learnToken(token, this.#primary)
    this.#entries.set([this.#known.push(facts) - 1, hash, length, this.#lettersUsed, traitsOf(facts), 0, 0], entry)
    this.#lettersUsed += length
    return entry
  }
}

export const emptyHash = 0x811c9dc5 | 0

/** A hash with one code unit more: FNV-1a (Fowler, Noll and Vo). */
export function hashed(hash: number, code: number): number {
  return Math.imul(hash ^ code, 0x01000193)
}

const tables = new Map<string, TokenTable>()

/**
 * The table of a language, by its primary subtag; a new one when it is full. Nothing may be read with it meanwhile. All
 * languages without syllables share one: their tokens are worth the same, and there are more tags than memory.
 */
export function tokensIn(primary: string): TokenTable {
  const key = countsSyllables(primary) ? primary : ''
  let table = tables.get(key)
  if (!table || table.full) {
    table = new TokenTable(key)
    tables.set(key, table)
  }
  return table
}
