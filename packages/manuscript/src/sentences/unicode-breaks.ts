import { pieces, primaryLanguage, segmenter } from '../language.ts'
import {
  breakClass,
  close,
  complex,
  goesOn,
  letter,
  lower,
  numeric,
  separator,
  space,
  stop,
  terminal,
  upper,
} from './break-class.ts'

/**
 * Where sentences end in a text by UAX #29, each end exclusive and with the white space after it, the last being the
 * length of the text. The same as `Intl.Segmenter` gives, which is asked only for texts with characters that combine.
 */
export function unicodeBreaks(text: string, language: string): number[] {
  // Greek is the one language for which the segmenter departs from the common rules: its question mark is a semicolon.
  const own = primaryLanguage(language) === 'el' ? undefined : plainBreaks(text)
  return own ?? segmentedBreaks(text, language)
}

/** The rules of UAX #29 (revision 45, SB3–SB998) for text in which each character stands for itself. */
function plainBreaks(text: string): number[] | undefined {
  const breaks: number[] = []
  const { length } = text
  let at = 0
  while (at < length) {
    const kind = breakClass(text.charCodeAt(at))
    if (kind === complex) return undefined
    if (kind === separator) {
      at = afterSeparator(text, at)
      breaks.push(at)
      continue
    }
    at++
    if (kind !== stop && kind !== terminal) continue
    const end = afterTerminator(text, at, kind)
    if (end === undefined) return undefined
    if (end > 0) {
      breaks.push(end)
      at = end
    }
  }
  if (breaks.at(-1) !== length && length > 0) breaks.push(length)
  return breaks
}

/** Past a paragraph separator (SB3, SB4). */
function afterSeparator(text: string, at: number): number {
  return text[at] === '\r' && text[at + 1] === '\n' ? at + 2 : at + 1
}

/** Where the sentence ends whose terminator stands before `at`; 0 when it goes on, undefined when a character combines. */
function afterTerminator(text: string, at: number, kind: number): number | undefined {
  const classAt = (index: number) => (index < text.length ? breakClass(text.charCodeAt(index)) : 0)
  const next = classAt(at)
  if (kind === stop) {
    if (next === numeric) return 0 // SB6
    const before = at > 1 ? classAt(at - 2) : 0
    if (next === upper && (before === upper || before === lower)) return 0 // SB7
  }
  let end = at
  while (classAt(end) === close) end++
  while (classAt(end) === space) end++
  const following = classAt(end)
  if (following === complex) return undefined
  if (kind === stop) {
    let ahead = end
    let found = following
    // SB8: any letter, terminator or separator ends the search; a lower-case letter means that the sentence goes on.
    while (
      found &&
      found !== letter &&
      found !== upper &&
      found !== lower &&
      found !== separator &&
      found !== stop &&
      found !== terminal
    ) {
      if (found === complex) return undefined
      found = classAt(++ahead)
    }
    if (found === complex) return undefined
    if (found === lower) return 0
  }
  if (following === goesOn || following === stop || following === terminal) return 0 // SB8a
  return following === separator ? afterSeparator(text, end) : end // SB9–SB11
}

function segmentedBreaks(text: string, language: string): number[] {
  const breaks: number[] = []
  for (const { piece, start } of pieces(text)) {
    // A piece that was cut off inside of a sentence is no end of it.
    const last = breaks.at(-1)
    if (
      last !== undefined &&
      !/[\p{Sentence_Terminal}\n\r\u2029]["'\p{Ps}\p{Pe}\p{Pi}\p{Pf}]*\s+$/u.test(
        text.slice(Math.max(0, last - 20), last),
      )
    )
      breaks.pop()
    for (const { index, segment } of segmenter(language, 'sentence').segment(piece)) {
      breaks.push(start + index + segment.length)
    }
  }
  return breaks
}
