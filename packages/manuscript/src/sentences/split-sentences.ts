import { abbreviationsOf } from './abbreviations.ts'
import { breakClass, close, letter, lower, stop, upper } from './break-class.ts'
import { unicodeBreaks } from './unicode-breaks.ts'

/** A sentence and where it stands in the text it was split from (UTF-16 offsets, end exclusive, no outer white space). */
export interface Sentence {
  text: string
  start: number
  end: number
}

/**
 * Splits a block of prose into sentences: by UAX #29, with the language's abbreviations, initials, and speech that its
 * sentence continues mended. Every character that is not white space lies in exactly one sentence. `shape` is a text of
 * the same length to find the breaks in, where what must not be split is masked.
 */
export function splitSentences(text: string, language: string, shape = text): Sentence[] {
  const ends: number[] = []
  let start = 0
  let last = 0
  for (const end of unicodeBreaks(shape, language)) {
    if (last > 0 && !continues(shape, start, last, end, language)) {
      ends.push(last)
      start = last
    }
    last = end
  }
  ends.push(last)
  return ends.flatMap((end, index) => trimmed(text, index === 0 ? 0 : ends[index - 1]!, end))
}

function trimmed(text: string, from: number, to: number): Sentence[] {
  const raw = text.slice(from, to)
  const sentence = raw.trim()
  if (sentence === '') return []
  const start = from + raw.length - raw.trimStart().length
  return [{ text: sentence, start, end: start + sentence.length }]
}

/** Whether the break at `at` is only an abbreviation, an initial, or speech that the sentence from `start` on continues. */
function continues(text: string, start: number, at: number, end: number, language: string): boolean {
  let next = at
  while (next < end && (breakClass(text.charCodeAt(next)) === close || /\s/.test(text[next]!))) next++
  if (next < end && breakClass(text.charCodeAt(next)) === lower) return true
  if (!/[\p{L}\p{N}]/u.test(text.slice(at, end))) return true
  const word = abbreviated(text, start, at)
  if (word === undefined) return text.slice(start, at).trim() === ''
  if (/^\p{Lu}$/u.test(word) && word !== 'I') return true
  return abbreviationsOf(language).has(word.toLowerCase())
}

/** Longer than any. */
const longestAbbreviation = 12

/** The letters and inner periods before the full stop at the end, when a blank or a bracket stands before them. */
function abbreviated(text: string, start: number, end: number): string | undefined {
  let at = end - 1
  while (at > start && /[\s"']/.test(text[at]!)) at--
  if (text[at] !== '.') return undefined
  const last = at
  const first = Math.max(start, last - longestAbbreviation)
  while (at > first && isAbbreviating(text.charCodeAt(at - 1))) at--
  const opened = at === start || /[\s("“‘'«[]/.test(text[at - 1]!)
  return opened && at < last ? text.slice(at, last) : undefined
}

function isAbbreviating(code: number): boolean {
  const kind = breakClass(code)
  return kind === lower || kind === upper || kind === letter || kind === stop
}
