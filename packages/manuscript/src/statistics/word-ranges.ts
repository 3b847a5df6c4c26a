import { pieces, segmenter } from '../language.ts'
import { between, betweenDigits, betweenLetters, blank, complex, digit, letter, wordClass } from './word-class.ts'

/** The words of a text: where each begins and ends, exclusive, one after the other in one list. */
export type WordRanges = number[]

/**
 * The words of a text by Unicode's segmentation (UAX #29, with dictionaries for Chinese, Japanese, Thai …): what
 * `Intl.Segmenter` calls word-like. It is asked only for stretches that hold other than simple letters and marks.
 */
export function wordRanges(text: string): WordRanges {
  const ranges: WordRanges = []
  const { length } = text
  let at = 0
  while (at < length) {
    while (at < length && wordClass(text.charCodeAt(at)) === blank) at++
    const before = ranges.length
    const end = plainWords(text, at, ranges)
    if (end >= 0) at = end
    else {
      ranges.length = before
      at = segmentedWords(text, at, ranges)
    }
  }
  return ranges
}

/** Adds the words of one stretch without blanks and gives its end, or -1 when it holds something complex. */
function plainWords(text: string, from: number, ranges: WordRanges): number {
  const { length } = text
  let start = -1
  let previous = 0
  for (let at = from; at < length; at++) {
    const kind = wordClass(text.charCodeAt(at))
    if (kind === complex) return -1
    if (kind === letter || kind === digit) {
      if (start < 0) start = at
      previous = kind
      continue
    }
    if (start >= 0) {
      if (joins(kind, previous) && at + 1 < length) {
        const next = wordClass(text.charCodeAt(at + 1))
        if (next === complex) return -1
        if (next === previous) continue // WB6, WB7, WB11, WB12
      }
      ranges.push(start, at)
      start = -1
    }
    if (kind === blank) return at
  }
  if (start >= 0) ranges.push(start, length)
  return length
}

function joins(kind: number, previous: number): boolean {
  return kind === between || (previous === letter ? kind === betweenLetters : kind === betweenDigits)
}

/** Adds the words of a stretch and of those after it that begin with something complex as well; gives its end. */
function segmentedWords(text: string, from: number, ranges: WordRanges): number {
  let end = from
  do {
    while (end < text.length && wordClass(text.charCodeAt(end)) === blank) end++
    while (end < text.length && wordClass(text.charCodeAt(end)) !== blank) end++
  } while (end + 1 < text.length && wordClass(text.charCodeAt(end + 1)) === complex)
  for (const { piece, start } of pieces(text.slice(from, end))) {
    for (const { index, segment, isWordLike } of segmenter('en', 'word').segment(piece)) {
      const begin = from + start + index
      if (isWordLike) ranges.push(begin, begin + segment.length)
    }
  }
  return end
}
