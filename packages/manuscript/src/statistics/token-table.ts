import { learnToken, type TokenFacts } from './token-facts.ts'

const size = 1 << 17
/** At half its size a table is full: books with more different tokens are rare, and memory has an end. */
const mostKept = size / 2
/** Longer tokens are no words of a language, and are not kept. */
const longestKept = 100

/**
 * What is known of tokens in one language. A book says the same words again and again, and to count the syllables of one
 * takes longer than to read a page: each is learnt once. Looked up in the text itself, without making a string of it.
 */
export class TokenTable {
  readonly #primary: string
  /** Open addressing: the place of a token in `#known`, and its hash beside it. Place 0 means none. */
  readonly #places = new Int32Array(size)
  readonly #hashes = new Int32Array(size)
  readonly #known: TokenFacts[] = []
  /** Twice the words of the token at a place, and one more when it is felt. */
  readonly traits = new Int32Array(mostKept)
  /** How often the token at a place has been used in what is read now. */
  readonly uses = new Int32Array(mostKept)

  constructor(primary: string) {
    this.#primary = primary
    this.#known.push(learnToken('', primary))
  }

  /** The place of the token that stands between two offsets, whose code units have this hash; 0 when it cannot be kept. */
  find(text: string, start: number, end: number, hash: number): number {
    let slot = (hash ^ (hash >>> 15)) & (size - 1)
    for (let place = this.#places[slot]!; place > 0; place = this.#places[slot]!) {
      if (this.#hashes[slot] === hash && stands(this.#known[place]!.text, text, start, end)) return place
      slot = (slot + 1) & (size - 1)
    }
    if (this.#known.length >= mostKept || end - start > longestKept) return 0
    const place = this.#known.length
    // A copy of its own: a slice would keep the whole text in memory.
    const facts = learnToken(text.slice(start, end).split('').join(''), this.#primary)
    this.#known.push(facts)
    this.traits[place] = 2 * facts.words + Number(facts.felt)
    this.#places[slot] = place
    this.#hashes[slot] = hash
    return place
  }

  factsAt(place: number): TokenFacts {
    return this.#known[place]!
  }

  get full(): boolean {
    return this.#known.length >= mostKept
  }
}

function stands(token: string, text: string, start: number, end: number): boolean {
  if (token.length !== end - start) return false
  for (let at = 0; at < token.length; at++) if (token.charCodeAt(at) !== text.charCodeAt(start + at)) return false
  return true
}

export const emptyHash = 0x811c9dc5 | 0

/** A hash with one code unit more: FNV-1a (Fowler, Noll and Vo). */
export function hashed(hash: number, code: number): number {
  return Math.imul(hash ^ code, 0x01000193)
}

const tables = new Map<string, TokenTable>()

/** The table of a language, by its primary subtag; a new one when it is full. Nothing may be read with it meanwhile. */
export function tokensIn(primary: string): TokenTable {
  let table = tables.get(primary)
  if (!table || table.full) {
    table = new TokenTable(primary)
    tables.set(primary, table)
  }
  return table
}
