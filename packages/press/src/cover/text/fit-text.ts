import { breakLines, fillLines, type Measure } from './break-lines.ts'

export interface Fit {
  lines: string[]
  /** Of the letters, in the units of the drawing. */
  size: number
  /** Whether a word had to be divided, or the end cut off, because nothing else fitted. */
  divided: boolean
  cut: boolean
}

export interface Room {
  width: number
  height: number
  /** The sizes between which to choose. */
  largest: number
  smallest: number
  /** Distance of baselines in multiples of the size. */
  leading: number
  mostLines: number
}

/**
 * The largest size at which a text stands evenly in its room, whole words only. Where even the smallest size is too
 * large for a word, the word is divided; where there are too many, the end is cut off and marked.
 *
 * @param measure the width of a text at size 1
 */
export function fitText(text: string, room: Room, measure: Measure): Fit {
  const { width, height, largest, smallest, leading, mostLines } = room
  const rowsAt = (size: number) => Math.min(mostLines, Math.floor((height / size - 1) / leading) + 1)
  let best: { lines: string[]; size: number; score: number } | undefined
  let first: number | undefined
  for (let size = largest; size >= smallest; size *= 0.97) {
    // A little smaller may stand much better: look on for a while from where it first fits.
    if (first !== undefined && size < first * 0.8) break
    for (let count = 1; count <= rowsAt(size); count++) {
      const broken = breakLines(text, count, width / size, measure)
      if (!broken) continue
      first ??= size
      const score = size / first - broken.cost * 0.5 - count * 0.025
      if (!best || score > best.score) best = { lines: broken.lines, size, score }
    }
  }
  if (best) return { lines: best.lines, size: best.size, divided: false, cut: false }
  const rows = Math.max(1, rowsAt(smallest))
  const lines = fillLines(text, width / smallest, measure)
  if (lines.length <= rows) return { lines, size: smallest, divided: true, cut: false }
  const kept = lines.slice(0, rows)
  let last = kept.pop()!
  while (last.length > 1 && measure(`${last}…`) > width / smallest) last = [...last].slice(0, -1).join('')
  return { lines: [...kept, `${last.replace(/[\s,;:.-]+$/, '')}…`], size: smallest, divided: true, cut: true }
}
