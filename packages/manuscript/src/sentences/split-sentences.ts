import { abbreviationsOf } from './abbreviations.ts'
import { breakClass, close, lower } from './break-class.ts'
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

/** With its quotes; longer than any abbreviation. */
const longestAbbreviation = 24

/** What stands between a blank or a bracket and the full stop at the end, when it is letters with periods inside. */
function abbreviated(text: string, start: number, end: number): string | undefined {
  let last = end
  while (last > start && /\s/.test(text[last - 1]!)) last--
  const from = Math.max(start, last - longestAbbreviation)
  const found = /(?:^|[\s("“‘'«[])((?:\p{L}\.)*\p{L}+)\.["']*$/u.exec(text.slice(from, last))
  // What begins where the text was cut off goes further back.
  return found && (from === start || found.index > 0) ? found[1] : undefined
}
