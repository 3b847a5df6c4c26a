import { places } from '../places.ts'
import type { Hunk, Patch } from './patch.ts'
import { PatchError } from './patch-error.ts'

/**
 * The text with every hunk applied. What is outside of the hunks stays as it is. Throws PatchError, and then nothing was
 * applied.
 */
export function applyPatch(text: string, patch: Patch): string {
  const pieces: string[] = []
  const seams: number[] = []
  let end = 0
  let length = 0
  const add = (piece: string) => {
    pieces.push(piece)
    length += piece.length
  }
  for (const [index, hunk] of patch.entries()) {
    checkHunk(text, hunk, index, end)
    add(text.slice(end, hunk.start))
    seams.push(length)
    add(hunk.after)
    seams.push(length)
    end = hunk.end
  }
  add(text.slice(end))
  const result = pieces.join('')
  // An end of line put behind a carriage return would become one with it, and change a line nobody touched.
  const joined = seams.findIndex(seam => splitsCharacter(result, seam))
  if (joined >= 0) throw splits(text, patch[joined >> 1]!, joined >> 1)
  return result
}

function checkHunk(text: string, hunk: Hunk, index: number, previousEnd: number): void {
  const { start, end, before } = hunk
  if (!Number.isInteger(start) || !Number.isInteger(end) || start < 0 || end < start || end > text.length) {
    throw new PatchError(
      'out-of-range',
      `hunk ${index + 1} goes from ${start} to ${end} in a text of ${text.length}. Make the patch again from this text`,
      { hunk: index },
    )
  }
  if (start < previousEnd) {
    throw new PatchError(
      'overlap',
      `hunk ${index + 1} begins at ${start}, before the one ahead of it ends at ${previousEnd}. Join them, or put them in order`,
      { hunk: index },
    )
  }
  if (text.length < start + before.length || !text.startsWith(before, start) || before.length !== end - start) {
    const place = placeOf(text, start)
    throw new PatchError(
      'stale',
      `line ${place.line}, column ${place.column} reads ${quoted(text.slice(start, end))}, not ${quoted(before)}. The text has changed: make the patch again from this text`,
      { hunk: index, place },
    )
  }
  if (splitsCharacter(text, start) || splitsCharacter(text, end)) throw splits(text, hunk, index)
}

function splits(text: string, hunk: Hunk, index: number): PatchError {
  const place = placeOf(text, hunk.start)
  return new PatchError(
    'splits-character',
    `hunk ${index + 1} at line ${place.line}, column ${place.column} has half a character, or half the end of a line, at its edge. Widen it by one`,
    { hunk: index, place },
  )
}

/** Whether an offset lies inside of a surrogate pair or between the two characters of a CRLF. */
export function splitsCharacter(text: string, offset: number): boolean {
  if (offset <= 0 || offset >= text.length) return false
  const left = text.charCodeAt(offset - 1)
  const right = text.charCodeAt(offset)
  if (left === 13) return right === 10
  return left >= 0xd800 && left < 0xdc00 && right >= 0xdc00 && right < 0xe000
}

/** Line and column, from 1, of an offset. */
export function placeOf(text: string, offset: number): { line: number; column: number } {
  const { line, column } = places(text).at(offset)
  return { line, column }
}

const longestQuote = 60

/** A piece of text for a message: in quotes, on one line, not too long. */
export function quoted(text: string): string {
  const short = text.length > longestQuote ? `${text.slice(0, longestQuote)}…` : text
  return JSON.stringify(short.toWellFormed())
}
