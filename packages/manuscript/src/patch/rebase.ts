import type { Hunk, Patch } from './patch.ts'

/** A patch moved over another one. Indexes are those of the patch that was moved. */
export interface Rebased {
  /** What still fits, for the text with the other patch applied. */
  patch: Patch
  /** Hunks the other patch has already made. */
  done: number[]
  /** Hunks that change what the other patch has changed in another way. */
  lost: number[]
}

/**
 * Moves a patch over another one, of the same text, that was applied in between. A hunk fits when the other patch left
 * its text alone; what was inserted at the same place stays in front.
 */
export function rebase(patch: Patch, over: Patch): Rebased {
  const moved: Hunk[] = []
  const done: number[] = []
  const lost: number[] = []
  let shift = 0
  let next = 0
  for (const [index, hunk] of patch.entries()) {
    for (; next < over.length && isBefore(over[next]!, hunk); next++) {
      shift += over[next]!.after.length - over[next]!.before.length
    }
    const other = over[next]
    if (other && isSame(other, hunk)) done.push(index)
    else if (other && overlaps(other, hunk)) lost.push(index)
    else moved.push({ ...hunk, start: hunk.start + shift, end: hunk.end + shift })
  }
  return { patch: moved, done, lost }
}

const isSame = (a: Hunk, b: Hunk) => a.start === b.start && a.end === b.end && a.after === b.after

/** Whether a hunk ends where another begins or earlier, and is not the same insertion. */
const isBefore = (a: Hunk, b: Hunk) => a.end <= b.start && !isSame(a, b)

const overlaps = (a: Hunk, b: Hunk) => a.start < b.end && b.start < a.end
