import { classOf, digit, hardBreak, isOfWord, joiner, letter, lower, mark, stop, upper } from './character-classes.ts'
import type { Prose } from './reading.ts'

export interface Sentence {
  /** Offsets in the prose. */
  from: number
  to: number
  words: number
  /** How many letters and digits it has. */
  letters: number
  /** Of its letters and digits in lower case (ASCII): equal sentences have equal ones. 30 bits. */
  hash: number
}

/** A word of capitals and nothing else, with an optional s at its end. */
export interface Capitals {
  from: number
  to: number
}

export interface Scan {
  words: number
  sentences: Sentence[]
  capitals: Capitals[]
}

/** Words of up to six letters that were seen in lower case, as a bitmap of hashes; now and then it holds one too many. */
export class SeenWords {
  readonly #bits = new Uint8Array(1 << 18)

  add(hash: number): void {
    this.#bits[(hash >>> 11) & 0x3ffff]! |= 1 << (hash >>> 29)
  }

  has(word: string): boolean {
    const hash = hashOf(word.toLowerCase())
    return (this.#bits[(hash >>> 11) & 0x3ffff]! & (1 << (hash >>> 29))) !== 0
  }
}

const longestSeen = 6
// A 32-bit integer with its sign, as every hash here: other numbers would not stay in registers.
const hashStart = 0x811c9dc5 | 0
const mix = (hash: number, code: number) => Math.imul(hash ^ code, 0x01000193)

function hashOf(word: string): number {
  let hash = hashStart
  for (let index = 0; index < word.length; index++) hash = mix(hash, word.charCodeAt(index))
  return hash >>> 0
}

/** Before these a full stop ends no sentence, whatever follows. */
const abbreviated = new Set(
  `mr mrs ms dr prof st sr jr rev hon gen col capt lt vs etc e.g i.e eg ie cf al fig figs eq eqs no nos vol vols ch sec
  pp ed eds inc ltd co corp approx dept est resp ca viz z.b bzw usw d.h nr bd s`.split(/\s+/),
)

let memory = Buffer.alloc(1 << 16)
let codeUnits = unitsIn(memory)

function unitsIn(bytes: Buffer): Uint16Array {
  return new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >> 1)
}

/** The UTF-16 code units of a text, until the next call: text from a parser is in pieces, which are slow to go through. */
function codesOf(text: string): Uint16Array {
  if (text.length * 2 > memory.byteLength) {
    memory = Buffer.alloc(text.length * 4)
    codeUnits = unitsIn(memory)
  }
  memory.write(text, 'utf16le')
  return codeUnits
}

const breakCode = 0x2028

const unspaced = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]/
const firstUnspaced = 0xe00
const segmenter = new Intl.Segmenter('en', { granularity: 'word' })

/**
 * Words, sentences and words in capitals of a run of prose, in one pass over its characters; what is masked counts as
 * part of its sentence and as no word. Sentences end with a mark that a blank and no lower-case letter follows, or at a
 * break. Words are those of UAX #29 but for rare scripts; where words are not parted by blanks, by dictionary.
 */
export function scanProse({ text, masks }: Prose, seen?: SeenWords): Scan {
  const scan: Scan = { words: 0, sentences: [], capitals: [] }
  const { length } = text
  const codes = codesOf(text)
  let highest = 0
  let mask = 0
  let masked = masks[0] ?? length
  let sentence: Sentence = { from: -1, to: 0, words: 0, letters: 0, hash: 0 }
  let whole = hashStart

  for (let at = 0; at < length; ) {
    const from = at
    let hash = hashStart
    let ended = false
    if (at === masked) {
      at = masks[mask + 1]!
      mask += 2
      masked = masks[mask] ?? length
      for (let index = from; index < at; index++) hash = mix(hash, codes[index]!)
      sentence.letters += at - from
    } else {
      const code = codes[at]!
      const kind = classOf[code]!
      if (isOfWord(kind)) {
        let capitals = 0
        let small = 0
        let others = 0
        do {
          const next = codes[at]!
          const nextKind = classOf[next]!
          if (nextKind === lower) small++
          else if (nextKind === upper) capitals++
          else if (nextKind === letter) {
            others++
            if (next > highest) highest = next
          } else if (nextKind !== digit && !(joins(nextKind) && at + 1 < masked && isOfWord(classOf[codes[at + 1]!]!)))
            break
          hash = mix(hash, nextKind === upper ? next | 32 : next)
          at++
        } while (at < masked)
        sentence.words++
        sentence.letters += at - from
        if (others === 0) {
          if (capitals > 1 && capitals + small === at - from && (small === 0 || (small === 1 && codes[at - 1] === 115)))
            scan.capitals.push({ from, to: at })
          else if (capitals === 0 && small > 1 && small <= longestSeen) seen?.add(hash >>> 0)
        }
      } else {
        at++
        if (kind === hardBreak) ended = true
        else if ((kind === mark || kind === stop) && sentence.from >= 0 && isEnd(text, from)) {
          while (at < masked && isCloser(codes[at]!)) at++
          ended = true
        }
      }
    }
    if (hash !== hashStart) {
      if (sentence.from < 0) sentence.from = from
      whole = mix(whole, hash)
    }
    if ((ended || at >= length) && sentence.from >= 0) {
      sentence.to = codes[at - 1] === breakCode ? at - 1 : at
      sentence.hash = whole & 0x3fffffff
      scan.words += sentence.words
      scan.sentences.push(sentence)
      sentence = { from: -1, to: 0, words: 0, letters: 0, hash: 0 }
      whole = hashStart
    }
  }
  if (highest >= firstUnspaced && unspaced.test(text)) scan.words = countByDictionary(text)
  return scan
}

const joins = (kind: number) => kind === joiner || kind === stop

/** What may stand between the mark that ends a sentence and the blank after it. */
const closers = new Set([...`"')]»’”」.!?…。！？`].map(character => character.charCodeAt(0)))
const isCloser = (code: number) => closers.has(code)
const isBlank = (code: number) => code === 32 || (code >= 9 && code <= 13) || code === 0xa0 || code === 0x2028

function isEnd(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  if (code > 0x2fff) return true
  let next = at + 1
  while (next < text.length && isCloser(text.charCodeAt(next))) next++
  if (next >= text.length) return true
  if (!isBlank(text.charCodeAt(next))) return false
  while (next < text.length && isBlank(text.charCodeAt(next))) next++
  if (classOf[text.charCodeAt(next)] === lower) return false
  return code !== 46 || !isAbbreviation(text, at)
}

/** Whether a full stop follows an initial, as in A. Conan Doyle, or an abbreviation. */
function isAbbreviation(text: string, stopAt: number): boolean {
  let from = stopAt
  while (
    from > 0 &&
    stopAt - from <= longestSeen &&
    (isOfWord(classOf[text.charCodeAt(from - 1)]!) || text[from - 1] === '.')
  )
    from--
  const word = text.slice(from, stopAt)
  return /^\p{L}$/u.test(word) || abbreviated.has(word.toLowerCase())
}

function countByDictionary(text: string): number {
  let words = 0
  for (const segment of segmenter.segment(text)) if (segment.isWordLike) words++
  return words
}
