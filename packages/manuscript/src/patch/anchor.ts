import { splitsCharacter } from './apply-patch.ts'
import { locate } from './locate.ts'
import { moveOffset } from './move.ts'
import type { Patch } from './patch.ts'

/**
 * A place in a text that is found again after the text was edited: what stands there, what stands around it, and where it
 * was (TextQuoteSelector and TextPositionSelector of the W3C Web Annotation Data Model, §4.2.4 and §4.2.5). Offsets in
 * UTF-16 code units, `end` exclusive.
 */
export interface Anchor {
  quote: string
  prefix: string
  suffix: string
  start: number
  end: number
}

/** Characters kept on each side. */
const contextLength = 64

/** An anchor for a part of a text, widened where it would take a character apart. Throws RangeError for an empty part, or one that is not in the text. */
export function anchorOf(text: string, start: number, end: number): Anchor {
  if (!(Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start < end && end <= text.length)) {
    throw new RangeError(
      `nothing can be anchored from ${start} to ${end} in a text of ${text.length}: select some text`,
    )
  }
  if (splitsCharacter(text, start)) start--
  if (splitsCharacter(text, end)) end++
  let from = Math.max(0, start - contextLength)
  if (splitsCharacter(text, from)) from++
  let to = Math.min(text.length, end + contextLength)
  if (splitsCharacter(text, to)) to--
  return { quote: text.slice(start, end), prefix: text.slice(from, start), suffix: text.slice(end, to), start, end }
}

/**
 * Takes an anchor through a patch of its text; `after` is the text with the patch applied. Exact: text that equals the
 * quote elsewhere does not matter. Changes inside of the quote change the quote. Undefined when nothing of it is left, or
 * it was rewritten together with what is around it and cannot be found in what came of that.
 */
export function moveAnchor(anchor: Anchor, patch: Patch, after: string): Anchor | undefined {
  const { start, end } = anchor
  const around = patch.find(hunk => hunk.start <= start && end <= hunk.end && hunk.end - hunk.start > end - start)
  if (around) {
    const hunkStart = moveOffset(patch, around.start, 'right')
    const inside = { ...anchor, start: start - around.start, end: end - around.start }
    const found = locate(inside, around.after)
    return found && anchorOf(after, hunkStart + found.start, hunkStart + found.end)
  }
  const from = moveOffset(patch, start, 'right')
  const to = moveOffset(patch, end, 'left')
  return from < to ? anchorOf(after, from, to) : undefined
}
