import type { Hunk } from '../patch/patch.ts'
import type { Addition } from './addition.ts'
import { type NumberedBlock, numberedBlocks } from './numbered-blocks.ts'
import { reachesOutside } from './reaches-outside.ts'

/** The longest text one addition may have, in UTF-16 code units: several pages. */
const longestAddition = 20_000

/** An addition as a change of the page, or why it is refused, in words its writer can act on. */
export type Placed = { hunk: Hunk; problem?: never } | { hunk?: never; problem: string }

/**
 * Turns an addition into the one hunk it is. It is refused when it names no block of the page, when it stands instead of
 * a block and loses a word of it, and when the page around it would read differently.
 */
export function placeAddition(page: string, { place, how, text }: Addition, reason: string): Placed {
  const blocks = numberedBlocks(page)
  const block = blocks.find(({ id }) => id === place)
  if (!block || !how) {
    return { problem: `There is no block ${place ?? '(none named)'}: name one from b1 to b${blocks.length}.` }
  }
  const written = text
    .toWellFormed()
    .replaceAll('\0', '')
    .replace(/^\s*\n|\s+$/g, '')
  if (written.trim() === '') return { problem: 'The text is empty.' }
  if (written.length > longestAddition) return { problem: `The text is longer than ${longestAddition} characters.` }
  const lost = how === 'instead' ? lostWord(block.text, written) : undefined
  if (lost !== undefined) {
    return { problem: `Instead of ${block.id} every word of it must stay, in its order; "${lost}" is missing.` }
  }
  const hunk = hunkAt(page, block, how, written, reason)
  const problem = reachesOutside(page, hunk)
  return problem ? { problem } : { hunk }
}

function hunkAt(page: string, block: NumberedBlock, how: 'after' | 'instead', written: string, reason: string): Hunk {
  const ending = /\r\n|\r|\n/.exec(page)?.[0] ?? '\n'
  const after = written.replace(/\r\n?|\n/g, ending)
  if (how === 'instead') return { start: block.start, end: block.end, before: block.text, after, reason }
  return { start: block.end, end: block.end, before: '', after: `${ending}${ending}${after}`, reason }
}

/** The first word of a text that another does not hold after those before it; undefined when all are there in order. */
function lostWord(from: string, to: string): string | undefined {
  const words = to.match(/[\p{L}\p{N}]+/gu) ?? []
  let at = 0
  for (const word of from.match(/[\p{L}\p{N}]+/gu) ?? []) {
    while (at < words.length && words[at] !== word) at++
    if (at++ >= words.length) return word
  }
  return undefined
}
