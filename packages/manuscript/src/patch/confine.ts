import { applyPatch, placeOf, quoted } from './apply-patch.ts'
import type { Hunk, Patch } from './patch.ts'
import { patchBetween } from './patch-between.ts'
import { PatchError } from './patch-error.ts'

/** A part of a text. `end` is exclusive. Offsets in UTF-16 code units. */
export interface Range {
  start: number
  end: number
}

/**
 * Lets a change through that stays inside of the ranges it was asked for, and returns it as a patch. `change` is a patch, or the whole text as
 * it came back. Ranges are in order and do not overlap; at their edges may be inserted. Throws PatchError
 * `outside`, with the place, when anything else differs, be it a blank.
 */
export function confine(text: string, change: Patch | string, ranges: readonly Range[], reason = ''): Patch {
  if (typeof change === 'string') return confineText(text, change, ranges, reason)
  applyPatch(text, change)
  refuseOutside(text, change, ranges)
  return change
}

function refuseOutside(text: string, patch: Patch, ranges: readonly Range[]): void {
  const index = patch.findIndex(hunk => !ranges.some(range => range.start <= hunk.start && hunk.end <= range.end))
  if (index >= 0) throw outside(text, patch[index]!, index)
}

function outside(text: string, { start, before, after }: Hunk, index: number): PatchError {
  const place = placeOf(text, start)
  const what =
    before === ''
      ? `inserts ${quoted(after)}`
      : after === ''
        ? `removes ${quoted(before)}`
        : `changes ${quoted(before)}`
  return new PatchError(
    'outside',
    `the answer ${what} at line ${place.line}, column ${place.column}, where nothing was to be changed. Ask again, or for that place too`,
    { hunk: index, place },
  )
}

/**
 * The answer has to be the text between the ranges, in order, with anything in the place of the ranges. Comparing words
 * alone would not do: of two equal words a diff may take the one outside for the one that changed.
 */
function confineText(text: string, answer: string, ranges: readonly Range[], reason: string): Patch {
  const kept = ranges.map((range, index) => text.slice(ranges[index - 1]?.end ?? 0, range.start))
  const last = text.slice(ranges.at(-1)?.end ?? 0)
  const filled: Range[] = []
  let from = 0
  for (const [index, piece] of kept.entries()) {
    const found = index === 0 ? (answer.startsWith(piece) ? 0 : -1) : answer.indexOf(piece, from)
    if (found < 0) throw whereItLeaves(text, answer, ranges)
    if (index > 0) filled.push({ start: from, end: found })
    from = found + piece.length
  }
  const fits = ranges.length === 0 ? answer === text : answer.endsWith(last) && answer.length - last.length >= from
  if (!fits) throw whereItLeaves(text, answer, ranges)
  if (ranges.length > 0) filled.push({ start: from, end: answer.length - last.length })
  const patch = ranges.flatMap(({ start, end }, index) => {
    const range = filled[index]!
    return patchBetween(text.slice(start, end), answer.slice(range.start, range.end), reason).map(hunk => ({
      ...hunk,
      start: hunk.start + start,
      end: hunk.end + start,
    }))
  })
  applyPatch(text, patch)
  return patch
}

function whereItLeaves(text: string, answer: string, ranges: readonly Range[]): PatchError {
  const patch = patchBetween(text, answer)
  const inside = (hunk: Hunk) => ranges.some(range => range.start <= hunk.start && hunk.end <= range.end)
  const index = patch.findIndex(hunk => !inside(hunk))
  return outside(text, patch[Math.max(index, 0)]!, Math.max(index, 0))
}
