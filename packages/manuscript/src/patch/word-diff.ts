import type { Patch } from './patch.ts'
import { patchBetween } from './patch-between.ts'

/** A piece of two texts: what both have, what only the first has, what only the second has. */
export interface Segment {
  kind: 'same' | 'removed' | 'added'
  text: string
}

/**
 * What changed between two texts, word by word, to be shown: `same` and `removed` in order are the first text, `same` and
 * `added` the second. Bounded as `patchBetween`.
 */
export function wordDiff(before: string, after: string): Segment[] {
  return segmentsOf(before, patchBetween(before, after))
}

/** A text with a patch of it as segments. */
export function segmentsOf(text: string, patch: Patch): Segment[] {
  const segments: Segment[] = []
  const add = (kind: Segment['kind'], piece: string) => {
    if (piece !== '') segments.push({ kind, text: piece })
  }
  let end = 0
  for (const hunk of patch) {
    add('same', text.slice(end, hunk.start))
    add('removed', hunk.before)
    add('added', hunk.after)
    end = hunk.end
  }
  add('same', text.slice(end))
  return segments
}
