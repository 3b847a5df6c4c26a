import { align, type Difference, effort } from './align.ts'
import type { Hunk, Patch } from './patch.ts'
import { lineTokens, wordTokens } from './tokens.ts'

/** Code units of changed lines, both sides together, within which single words are looked for. */
const mostInWords = 200_000

/**
 * The changes that make `after` of `before`: lines first, then words inside of changed lines. Hunks are as small as words
 * allow, do not touch, and can be accepted one by one. Takes less than a second for a megabyte whatever the texts: where
 * too much differs, whole lines or blocks of them become one hunk.
 */
export function patchBetween(before: string, after: string, reason = ''): Patch {
  const spend = effort()
  const a = lineTokens(before)
  const b = lineTokens(after)
  const hunks: Hunk[] = []
  let words = mostInWords
  for (const { removed, added, start } of texts(a, b, align(a, b, spend))) {
    words -= removed.length + added.length
    if (removed === '' || added === '' || words < 0) {
      hunks.push({ start, end: start + removed.length, before: removed, after: added, reason })
      continue
    }
    const left = wordTokens(removed)
    const right = wordTokens(added)
    for (const inside of texts(left, right, align(left, right, spend))) {
      const from = start + inside.start
      hunks.push({
        start: from,
        end: from + inside.removed.length,
        before: inside.removed,
        after: inside.added,
        reason,
      })
    }
  }
  return hunks
}

interface Replaced {
  /** Where in the first text. */
  start: number
  removed: string
  added: string
}

/** What differs, as text. */
function* texts(a: readonly string[], b: readonly string[], differences: Difference[]): Generator<Replaced> {
  let index = 0
  let start = 0
  for (const { aStart, aEnd, bStart, bEnd } of differences) {
    for (; index < aStart; index++) start += a[index]!.length
    yield { start, removed: a.slice(aStart, aEnd).join(''), added: b.slice(bStart, bEnd).join('') }
  }
}
