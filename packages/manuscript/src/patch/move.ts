import type { Patch } from './patch.ts'

/**
 * Where an offset is after a patch. Inside of a hunk, and at an insertion, `left` stays in front of what was put there
 * and `right` goes behind it.
 */
export function moveOffset(patch: Patch, offset: number, side: 'left' | 'right'): number {
  let shift = 0
  for (const { start, end, after } of patch) {
    const grown = after.length - (end - start)
    if (end < offset || (end === offset && (side === 'right' || start < end))) shift += grown
    else if (start < offset) return start + shift + (side === 'right' ? after.length : 0)
    else break
  }
  return offset + shift
}
