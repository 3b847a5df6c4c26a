import type { Change } from '../../editor-handle.ts'

/** Lines times lines that are compared one by one; beyond, a part is replaced as a whole. */
const mostComparisons = 4_000_000

/**
 * What makes one text of another, as changes of the first: few and small, so that a cursor between them stays where it
 * was. Lines that are in both, in order, stay; within a changed part, what is equal at its ends stays.
 */
export function changesBetween(before: string, after: string): Change[] {
  if (before === after) return []
  const changes: Change[] = []
  const [a, b] = [lines(before), lines(after)]
  let head = 0
  while (head < a.length && head < b.length && a[head] === b[head]) head++
  let tail = 0
  while (tail < Math.min(a.length, b.length) - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++
  const [middleA, middleB] = [a.slice(head, a.length - tail), b.slice(head, b.length - tail)]
  let offset = lengthOf(a.slice(0, head))
  for (const { removed, added, kept } of parts(middleA, middleB)) {
    const change = trimmed(offset, removed.join(''), added.join(''))
    if (change) changes.push(change)
    offset += lengthOf(removed) + lengthOf(kept)
  }
  return changes
}

const lines = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+/g) ?? []
const lengthOf = (some: readonly string[]): number => some.reduce((sum, line) => sum + line.length, 0)

/** Lines that go and come, and the equal ones behind them. */
interface Part {
  removed: string[]
  added: string[]
  kept: string[]
}

/** The longest common subsequence by the table of its lengths (Hunt and McIlroy 1976, section 2). */
function parts(a: readonly string[], b: readonly string[]): Part[] {
  if (a.length * b.length > mostComparisons) return [{ removed: [...a], added: [...b], kept: [] }]
  const width = b.length + 1
  const longest = new Uint32Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      longest[i * width + j] =
        a[i] === b[j]
          ? longest[(i + 1) * width + j + 1]! + 1
          : Math.max(longest[(i + 1) * width + j]!, longest[i * width + j + 1]!)
    }
  }
  const found: Part[] = []
  let part: Part = { removed: [], added: [], kept: [] }
  for (let i = 0, j = 0; i < a.length || j < b.length; ) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      part.kept.push(a[i]!)
      i++
      j++
      continue
    }
    if (part.kept.length > 0) {
      found.push(part)
      part = { removed: [], added: [], kept: [] }
    }
    const removes = j >= b.length || (i < a.length && longest[(i + 1) * width + j]! >= longest[i * width + j + 1]!)
    if (removes) part.removed.push(a[i++]!)
    else part.added.push(b[j++]!)
  }
  return [...found, part]
}

function trimmed(offset: number, removed: string, added: string): Change | undefined {
  if (removed === added) return undefined
  let head = 0
  while (head < removed.length && head < added.length && removed[head] === added[head]) head++
  let tail = 0
  const most = Math.min(removed.length, added.length) - head
  while (tail < most && removed[removed.length - 1 - tail] === added[added.length - 1 - tail]) tail++
  return { from: offset + head, to: offset + removed.length - tail, insert: added.slice(head, added.length - tail) }
}
