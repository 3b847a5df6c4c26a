import { align } from './align.ts'
import type { Anchor } from './anchor.ts'
import { splitsCharacter } from './apply-patch.ts'
import { moveOffset } from './move.ts'
import { wordTokens } from './tokens.ts'

/** Where an anchor is now. `exact` tells whether the quote stands there as it was, or was edited. */
export interface Located {
  start: number
  end: number
  exact: boolean
}

/** Occurrences of a quote that are compared; of more, those nearest to where it was. */
const mostOccurrences = 1_000
/** Characters of a quote that tell on their own that it is the same; a shorter one needs its surroundings as well. */
const tellingQuote = 32
/** Characters beside a short quote that have to be what they were, on one side or on both together. */
const tellingContext = 8
/** Share of an edited quote that has to be left of it. */
const leastLeft = 0.5

/**
 * Finds an anchor in a text that has changed since. Edits elsewhere, around and inside of the quote are survived; among
 * equal places the one with the same surroundings wins, then the one nearest to where it was. Undefined when it is gone:
 * better no place than another text. Takes time in proportion to the text.
 */
export function locate(anchor: Anchor, text: string): Located | undefined {
  if (anchor.quote === '') return undefined
  const exact = locateExactly(anchor, text)
  if (exact !== undefined) return { start: exact, end: exact + anchor.quote.length, exact: true }
  return locateEdited(anchor, text)
}

function locateExactly(anchor: Anchor, text: string): number | undefined {
  const { quote, prefix, suffix } = anchor
  let best: { at: number; score: number; distance: number } | undefined
  const there = text.startsWith(quote, anchor.start) ? [anchor.start] : []
  for (const at of [...there, ...nearest(occurrences(text, quote), anchor.start, mostOccurrences)]) {
    if (splitsCharacter(text, at) || splitsCharacter(text, at + quote.length)) continue
    const before = sharedEnd(text, at, prefix)
    const after = sharedStart(text, at + quote.length, suffix)
    if (!tells(anchor, before, after, at, text)) continue
    const score = before + after
    const distance = Math.abs(at - anchor.start)
    if (!best || score > best.score || (score === best.score && distance < best.distance))
      best = { at, score, distance }
  }
  return best?.at
}

/** Whether a quote found again is the one that was meant. What stood at an edge of the text still has to. */
function tells({ quote, prefix, suffix }: Anchor, before: number, after: number, at: number, text: string): boolean {
  if (quote.length >= tellingQuote) return true
  const whole = before === prefix.length && after === suffix.length
  if (whole && prefix.length + suffix.length >= tellingContext) return true
  if (before + after >= tellingContext) return true
  // A text too short for a context: nothing else can be asked of it than to be the same.
  return whole && at === prefix.length && text.length === prefix.length + quote.length + suffix.length
}

function sharedEnd(text: string, at: number, prefix: string): number {
  let length = 0
  while (length < prefix.length && text[at - 1 - length] === prefix[prefix.length - 1 - length]) length++
  return length
}

function sharedStart(text: string, at: number, suffix: string): number {
  let length = 0
  while (length < suffix.length && text[at + length] === suffix[length]) length++
  return length
}

/** Longer pieces are found by their beginning, and so many beginnings looked at: text may repeat itself on purpose. */
const longestSearch = 200
const mostSearched = 2_000

/** Where a piece stands, without those that overlap: of `aaa` in a text of `a` there would be one at every letter. */
function occurrences(text: string, piece: string): number[] {
  const found: number[] = []
  const head = piece.slice(0, longestSearch)
  let searched = 0
  for (let at = text.indexOf(head); at >= 0; ) {
    const whole = piece === head || (searched++ < mostSearched && text.slice(at, at + piece.length) === piece)
    if (whole) found.push(at)
    at = text.indexOf(head, at + (whole ? piece : head).length)
  }
  return found
}

/** At most `most` of rising numbers, those nearest to one. */
function nearest(rising: number[], to: number, most: number): number[] {
  if (rising.length <= most) return rising
  let first = rising.findIndex(number => number >= to)
  if (first < 0) first = rising.length
  const from = Math.min(Math.max(0, first - (most >> 1)), rising.length - most)
  return rising.slice(from, from + most)
}

/** Longer quotes are found by their two ends: what is between them moves along. */
const longestPattern = 1_000
/** Characters of the pieces by which an edited quote is looked for, and how many places each may stand for. */
const seedLength = 10
const seedPlaces = 100

function locateEdited(anchor: Anchor, text: string): Located | undefined {
  const { quote } = anchor
  if (quote.length <= longestPattern) return locatePattern(anchor, text)
  const half = longestPattern >> 1
  const head = locatePattern({ ...anchor, quote: quote.slice(0, half), suffix: '', end: anchor.start + half }, text)
  if (!head) return undefined
  const moved = head.start - anchor.start
  const tailStart = anchor.end - half
  const tail = locatePattern(
    { ...anchor, quote: quote.slice(-half), prefix: '', start: tailStart + moved, end: anchor.end + moved },
    text,
  )
  if (!tail || tail.end <= head.start) return undefined
  const length = tail.end - head.start
  if (length < quote.length * leastLeft || length * leastLeft > quote.length) return undefined
  return { start: head.start, end: tail.end, exact: false }
}

const inLetters = 400

/** Looks for the stretch of the text that has most pieces of quote and context, and lays the quote beside it. */
function locatePattern(anchor: Anchor, text: string): Located | undefined {
  const { quote, prefix, suffix } = anchor
  const pattern = prefix + quote + suffix
  let best: { start: number; end: number; left: number } | undefined
  for (const at of likely(pattern, text, anchor.start - prefix.length)) {
    const slack = Math.max(40, pattern.length >> 2)
    const from = Math.max(0, at - slack)
    const found = layBeside(anchor, pattern, text.slice(from, at + pattern.length + slack))
    if (found && (!best || found.left > best.left)) {
      best = { start: from + found.start, end: from + found.end, left: found.left }
    }
  }
  if (!best || splitsCharacter(text, best.start) || splitsCharacter(text, best.end)) return undefined
  const { start, end } = toWholeWords(anchor, text, best)
  return { start, end, exact: text.slice(start, end) === quote }
}

const isWord = (text: string | undefined) => text !== undefined && /[\p{L}\p{N}\p{M}]/u.test(text)
/** Characters a word may have grown by at its end. */
const longestEnding = 20

/** A quote of whole words stays one: what a word got at its end or beginning belongs to it. */
function toWholeWords({ quote, prefix, suffix }: Anchor, text: string, place: { start: number; end: number }) {
  let { start, end } = place
  if (isWord(quote.at(-1)) && !isWord(suffix[0])) {
    while (end < place.end + longestEnding && isWord(text[end - 1]) && isWord(text[end])) end++
  }
  if (isWord(quote[0]) && !isWord(prefix.at(-1))) {
    while (start > place.start - longestEnding && isWord(text[start]) && isWord(text[start - 1])) start--
  }
  return { start, end }
}

/** The quote's place in a window of the text, and the share of the quote that is left there; undefined if that is too little. */
function layBeside({ quote, prefix, suffix }: Anchor, pattern: string, window: string) {
  // Letters find more, and cost the square of what differs.
  const tokensOf = pattern.length < inLetters ? (text: string) => Array.from(text) : wordTokens
  const a = tokensOf(pattern)
  const b = tokensOf(window)
  const differences = align(a, b)
  const lengths = (tokens: string[]) => {
    const starts = [0]
    for (const token of tokens) starts.push(starts.at(-1)! + token.length)
    return starts
  }
  const inA = lengths(a)
  const inB = lengths(b)
  const patch = differences.map(({ aStart, aEnd, bStart, bEnd }) => ({
    start: inA[aStart]!,
    end: inA[aEnd]!,
    before: '',
    after: window.slice(inB[bStart], inB[bEnd]),
    reason: '',
  }))
  const quoteEnd = prefix.length + quote.length
  let removed = 0
  for (const { start, end } of patch) {
    removed += Math.max(0, Math.min(end, quoteEnd) - Math.max(start, prefix.length))
  }
  const start = moveOffset(patch, prefix.length, 'right')
  const end = moveOffset(patch, quoteEnd, 'left')
  const kept = quote.length - removed
  const left = kept / Math.max(quote.length, end - start)
  if (end <= start || left < leastLeft) return undefined
  // Letters in the right order are in any two sentences: there have to be words as well. One or two may themselves have
  // been edited; then what is next to them tells.
  const untouched = (from: number, to: number) => !patch.some(hunk => hunk.start < to && hunk.end > from)
  const tells =
    wordsIn(quote).length > 2
      ? shareOfWords(quote, window.slice(start, end)) >= leastLeft
      : (prefix.length >= tellingContext && untouched(prefix.length - tellingContext, prefix.length)) ||
        (suffix.length >= tellingContext && untouched(quoteEnd, quoteEnd + tellingContext))
  return tells ? { start, end, left } : undefined
}

const wordsIn = (text: string) => wordTokens(text).filter(isWord)

/** The share of the words of a text that are in another one. */
function shareOfWords(text: string, other: string): number {
  const there = new Set(wordsIn(other))
  const words = wordsIn(text)
  return words.length === 0 ? 0 : words.filter(word => there.has(word)).length / words.length
}

/** Where in the text the pattern may begin, the likeliest first: pieces of it that are found vote for a place. */
function likely(pattern: string, text: string, expected: number): number[] {
  const votes = new Map<number, { seeds: Set<number>; at: number }>()
  // Edits move what follows them: votes within a stretch count together.
  const stretch = Math.max(64, pattern.length >> 1)
  const length = Math.min(seedLength, Math.max(3, pattern.length >> 2))
  const step = Math.max(length >> 1, Math.ceil(pattern.length / 60))
  for (let offset = 0; offset + length <= pattern.length; offset += step) {
    const places = occurrences(text, pattern.slice(offset, offset + length))
    for (const place of nearest(places, expected + offset, seedPlaces)) {
      const at = place - offset
      const cell = Math.floor(at / stretch)
      // An occurrence on the border of two cells belongs to both.
      for (const key of [cell, at - cell * stretch < stretch / 2 ? cell - 1 : cell + 1]) {
        const known = votes.get(key) ?? { seeds: new Set(), at }
        known.seeds.add(offset)
        if (Math.abs(at - expected) < Math.abs(known.at - expected)) known.at = at
        votes.set(key, known)
      }
    }
  }
  return [...votes.values()]
    .sort((a, b) => b.seeds.size - a.seeds.size || Math.abs(a.at - expected) - Math.abs(b.at - expected))
    .slice(0, 4)
    .map(({ at }) => at)
}
