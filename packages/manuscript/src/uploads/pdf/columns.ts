import { type Line, lineOf } from './lines.ts'

/**
 * The lines of a page in reading order: from the top, column after column where the page is set in columns. What reaches
 * over columns, such as a title, parts those above it from those below.
 */
export function inReadingOrder(fragments: Line[], usual?: number): Line[] {
  if (fragments.length === 0) return []
  const gutter = findGutter(fragments) ?? (usual !== undefined && parts(fragments, usual) ? usual : undefined)
  if (gutter === undefined) return rows(fragments)
  const ordered: Line[] = []
  let band: Line[] = []
  const flush = () => {
    const left = band.filter(line => line.right <= gutter)
    const right = band.filter(line => line.x >= gutter)
    ordered.push(...inReadingOrder(left), ...inReadingOrder(right))
    band = []
  }
  for (const line of fragments.toSorted((a, b) => b.y - a.y)) {
    if (line.x < gutter && line.right > gutter) {
      flush()
      ordered.push(...rows([line]))
    } else band.push(line)
  }
  flush()
  return ordered
}

/** Parts of lines that stand on one baseline, as whole lines from top to bottom. */
function rows(fragments: Line[]): Line[] {
  const lines: Line[][] = []
  for (const fragment of fragments.toSorted((a, b) => b.y - a.y || a.x - b.x)) {
    const row = lines.at(-1)
    const beside = row?.every(other => other.right <= fragment.x + 1 || fragment.right <= other.x + 1)
    if (row && beside && Math.abs(row[0]!.y - fragment.y) < Math.min(row[0]!.size, fragment.size) * 0.3)
      row.push(fragment)
    else lines.push([fragment])
  }
  const whole = lines.map(row =>
    row.length === 1
      ? row[0]!
      : lineOf(
          row.flatMap(line => line.spans),
          row[0]!.page,
        ),
  )
  const left = Math.min(...whole.map(line => line.x))
  const edge = Math.max(...whole.map(line => line.right))
  return whole.map(line => ({ ...line, left, edge }))
}

/** Where the columns of most pages of a document part; a short page, or one with a list, shows them less clearly. */
export function usualGutter(pages: Line[][]): number | undefined {
  const found = pages
    .map(findGutter)
    .filter(gutter => gutter !== undefined)
    .sort((a, b) => a - b)
  const middle = found[Math.floor(found.length / 2)]
  if (middle === undefined || found.length < pages.length * 0.4) return undefined
  const near = found.filter(gutter => Math.abs(gutter - middle) < 12)
  return near.length > found.length * 0.7 ? middle : undefined
}

/** Whether hardly anything reaches over a place, and something stands on both sides of it. */
function parts(fragments: Line[], gutter: number): boolean {
  const crossing = fragments.filter(line => line.x < gutter && line.right > gutter)
  return (
    crossing.length <= Math.max(2, fragments.length * 0.15) &&
    fragments.some(line => line.x >= gutter) &&
    fragments.some(line => line.right <= gutter)
  )
}

const bins = 200

/**
 * Where the room between two columns is: in the middle of the page nearly nothing reaches over it, and on both sides
 * most lines fill their column, unlike the cells of a table or the numbers of a table of contents.
 */
function findGutter(fragments: Line[]): number | undefined {
  if (fragments.length < 12) return undefined
  const left = Math.min(...fragments.map(line => line.x))
  const right = Math.max(...fragments.map(line => line.right))
  const step = (right - left) / bins
  if (step <= 0) return undefined
  const crossing = new Float64Array(bins + 1)
  for (const line of fragments) {
    const from = Math.floor((line.x - left) / step)
    const to = Math.ceil((line.right - left) / step)
    for (let bin = from; bin < Math.min(to, bins); bin++) crossing[bin]!++
  }
  let best: { start: number; end: number; count: number } | undefined
  for (let bin = Math.floor(bins * 0.2); bin < bins * 0.8; bin++) {
    const count = crossing[bin]!
    if (best?.count === count && best.end === bin) best.end = bin + 1
    else if (!best || count < best.count) best = { start: bin, end: bin + 1, count }
  }
  if (!best || best.count > fragments.length * 0.15) return undefined
  const gutter = left + ((best.start + best.end) / 2) * step
  const sides = [fragments.filter(line => line.right <= gutter), fragments.filter(line => line.x >= gutter)]
  return sides.every(isColumn) ? gutter : undefined
}

function isColumn(lines: Line[]): boolean {
  if (lines.length < 5) return false
  const left = Math.min(...lines.map(line => line.x))
  const right = Math.max(...lines.map(line => line.right))
  const filling = lines.filter(line => line.right - line.x > (right - left) * 0.65)
  return filling.length > lines.length * 0.5 && right - left > lines[0]!.size * 8
}
