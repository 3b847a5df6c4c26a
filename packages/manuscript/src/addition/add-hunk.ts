import type { Hunk } from '../patch/patch.ts'

/**
 * A patch with one more change, which was made in the text the patch gives and becomes a change of the original. Where it
 * touches what an earlier hunk wrote, the two become one, for neither makes sense without the other; every other hunk
 * stays the very same. What is equal of the original is returned with `before` taken from it.
 *
 * Applying the result gives the same text as applying the patch and then the hunk.
 */
export function addHunk<H extends Hunk>(original: string, patch: readonly H[], added: H): H[] {
  const above: H[] = []
  const touched: { hunk: H; at: number }[] = []
  const below: H[] = []
  /** How much longer the text is by now than the original. */
  let growth = 0
  let growthAbove = 0
  for (const hunk of patch) {
    const at = hunk.start + growth
    const end = at + hunk.after.length
    growth += hunk.after.length - (hunk.end - hunk.start)
    // An insertion at the edge of a hunk stands beside it.
    if (end <= added.start && !(end === added.start && at === end && added.end > added.start)) {
      above.push(hunk)
      growthAbove = growth
    } else if (at >= added.end) below.push(hunk)
    else touched.push({ hunk, at })
  }
  return [...above, merge(original, touched, added, growthAbove), ...below]
}

function merge<H extends Hunk>(original: string, touched: { hunk: H; at: number }[], added: H, growthAbove: number): H {
  const first = touched[0]
  const last = touched.at(-1)
  if (!first || !last) {
    const [start, end] = [added.start - growthAbove, added.end - growthAbove]
    return { ...added, start, end, before: original.slice(start, end) }
  }
  const lastEnd = last.at + last.hunk.after.length
  const start = Math.min(first.hunk.start, added.start - growthAbove)
  const end = last.hunk.end + Math.max(0, added.end - lastEnd)
  // The stretch as it reads with the touched hunks applied, and in it the place of the added one.
  let text = ''
  let from = start
  for (const { hunk } of touched) {
    text += original.slice(from, hunk.start) + hunk.after
    from = hunk.end
  }
  text += original.slice(from, end)
  const offset = added.start - Math.min(first.at, added.start)
  const after = text.slice(0, offset) + added.after + text.slice(offset + (added.end - added.start))
  const reasons = [...new Set([...touched.map(({ hunk }) => hunk.reason), added.reason])]
  return { ...added, start, end, before: original.slice(start, end), after, reason: reasons.join(', ') }
}
