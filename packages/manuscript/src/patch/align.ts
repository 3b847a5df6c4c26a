import { diffArrays } from 'diff'

/** What differs between two lists of tokens: `a` from `aStart` to `aEnd` became `b` from `bStart` to `bEnd`. */
export interface Difference {
  aStart: number
  aEnd: number
  bStart: number
  bEnd: number
}

/** What may still be spent on looking: Myers' algorithm takes the square of the number of differences. */
export interface Effort {
  left: number
}

/** Enough for 1,000 differences in one piece, and for any number of small pieces; a fraction of a second. */
export const effort = (): Effort => ({ left: 2_000_000 })

/**
 * Where two lists of tokens differ, in order, with at least one equal token between two differences. As few tokens differ
 * as possible (Myers, "An O(ND) Difference Algorithm and Its Variations", 1986) as long as the effort suffices. After
 * that tokens that stand once on each side divide the lists, as in patience diff; what cannot be divided is compared
 * token by token when that shows it to be alike, and counts as different as a whole when not.
 */
export function align(a: readonly string[], b: readonly string[], spend: Effort = effort()): Difference[] {
  const numbers = new Map<string, number>()
  const intern = (token: string) => {
    const known = numbers.get(token) ?? numbers.size
    numbers.set(token, known)
    return known
  }
  const found: Difference[] = []
  compare(a.map(intern), b.map(intern), { a: 0, b: 0 }, spend, found, 0)
  return found
}

interface Offset {
  a: number
  b: number
}

const deepest = 12

function compare(a: number[], b: number[], at: Offset, spend: Effort, found: Difference[], depth: number): void {
  let head = 0
  while (head < a.length && head < b.length && a[head] === b[head]) head++
  let tail = 0
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++
  const left = a.slice(head, a.length - tail)
  const right = b.slice(head, b.length - tail)
  const from = { a: at.a + head, b: at.b + head }
  if (left.length === 0 && right.length === 0) return
  const whole = { aStart: from.a, aEnd: from.a + left.length, bStart: from.b, bEnd: from.b + right.length }
  if (left.length === 0 || right.length === 0) {
    found.push(whole)
    return
  }
  if (closely(left, right, from, spend, found)) return
  const shared = depth < deepest ? anchors(left, right) : []
  if (shared.length === 0) {
    if (!abreast(left, right, from, found)) found.push(whole)
    return
  }
  let before = { a: 0, b: 0 }
  for (const anchor of [...shared, { a: left.length, b: right.length }]) {
    const start = { a: from.a + before.a, b: from.b + before.b }
    compare(left.slice(before.a, anchor.a), right.slice(before.b, anchor.b), start, spend, found, depth + 1)
    before = { a: anchor.a + 1, b: anchor.b + 1 }
  }
}

/** The least differences, when they can be found with half of the effort that is left. */
function closely(a: number[], b: number[], at: Offset, spend: Effort, found: Difference[]): boolean {
  const most = Math.floor(Math.sqrt(Math.max(0, spend.left) / 2))
  if (leastEdits(a, b) > most) return false
  const changes = diffArrays(a, b, { maxEditLength: most })
  if (!changes) {
    spend.left -= most * most
    return false
  }
  let edits = 0
  const position = { ...at }
  for (const { added, removed, count } of changes) {
    if (!added && !removed) {
      position.a += count
      position.b += count
      continue
    }
    edits += count
    const last = found.at(-1)
    const touches = last?.aEnd === position.a && last.bEnd === position.b
    const difference = touches ? last : { aStart: position.a, aEnd: position.a, bStart: position.b, bEnd: position.b }
    if (!touches) found.push(difference)
    if (removed) difference.aEnd = position.a += count
    else difference.bEnd = position.b += count
  }
  spend.left -= edits * edits
  return true
}

/** How many tokens have to go or come at least, whatever their order. */
function leastEdits(a: number[], b: number[]): number {
  const counts = new Map<number, number>()
  for (const token of a) counts.set(token, (counts.get(token) ?? 0) + 1)
  let shared = 0
  for (const token of b) {
    const left = counts.get(token) ?? 0
    if (left === 0) continue
    counts.set(token, left - 1)
    shared++
  }
  return a.length + b.length - 2 * shared
}

/** Compares token by token: a change in every line of a long text. False when too little stands at the same place. */
function abreast(a: number[], b: number[], at: Offset, found: Difference[]): boolean {
  if (a.length !== b.length || a.filter((token, index) => token === b[index]).length < a.length / 4) return false
  for (const [index, token] of a.entries()) {
    if (token === b[index]) continue
    const last = found.at(-1)
    if (last?.aEnd === at.a + index && last.bEnd === at.b + index) {
      last.aEnd++
      last.bEnd++
    } else {
      const [aStart, bStart] = [at.a + index, at.b + index]
      found.push({ aStart, aEnd: aStart + 1, bStart, bEnd: bStart + 1 })
    }
  }
  return true
}

/** Tokens that stand exactly once on each side, as many as keep their order. */
function anchors(a: number[], b: number[]): Offset[] {
  const inA = once(a)
  const inB = once(b)
  const shared: Offset[] = []
  for (const [token, index] of inA) {
    const other = inB.get(token)
    if (other !== undefined) shared.push({ a: index, b: other })
  }
  return rising(shared)
}

function once(tokens: number[]): Map<number, number> {
  const index = new Map<number, number>()
  const twice = new Set<number>()
  for (const [position, token] of tokens.entries()) {
    if (index.has(token)) twice.add(token)
    else index.set(token, position)
  }
  for (const token of twice) index.delete(token)
  return index
}

/** The longest part of pairs, ordered by `a`, in which `b` rises (patience sorting; Fredman 1975). */
function rising(pairs: Offset[]): Offset[] {
  const ends: number[] = []
  const previous: number[] = []
  for (const [index, { b }] of pairs.entries()) {
    let low = 0
    let high = ends.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (pairs[ends[middle]!]!.b < b) low = middle + 1
      else high = middle
    }
    previous[index] = low > 0 ? ends[low - 1]! : -1
    ends[low] = index
  }
  const chosen: Offset[] = []
  for (let index = ends.at(-1) ?? -1; index >= 0; index = previous[index]!) chosen.push(pairs[index]!)
  return chosen.reverse()
}
