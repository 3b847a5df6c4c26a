import type { Hunk, Patch } from './patch.ts'
import { PatchError } from './patch-error.ts'

/** A patch in two: what was accepted, for the text as it is, and the rest, for the text with the accepted hunks applied. */
export interface Choice {
  chosen: Patch
  rest: Patch
}

/**
 * Divides a patch by the indexes of the hunks that are accepted. Applying `chosen` and then `rest` gives what the whole
 * patch gives. Throws PatchError `out-of-range` for an index the patch does not have.
 */
export function choose(patch: Patch, accepted: readonly number[]): Choice {
  const wanted = new Set(accepted)
  for (const index of wanted) {
    if (patch[index] === undefined) {
      throw new PatchError('out-of-range', `there is no hunk ${index}: the patch has ${patch.length}, counted from 0`)
    }
  }
  const chosen: Hunk[] = []
  const rest: Hunk[] = []
  let shift = 0
  for (const [index, hunk] of patch.entries()) {
    if (wanted.has(index)) {
      chosen.push(hunk)
      shift += hunk.after.length - hunk.before.length
    } else rest.push({ ...hunk, start: hunk.start + shift, end: hunk.end + shift })
  }
  return { chosen, rest }
}
