import type { RemovedReason } from '../upload.ts'
import type { Line } from './lines.ts'

export interface Furniture {
  line: Line
  reason: Extract<RemovedReason, 'running-head' | 'page-number'>
}

export interface WithoutFurniture {
  pages: Line[][]
  removed: Furniture[]
  /** What to add to a printed page number for the page of the file; undefined when pages have no numbers. */
  offset: number | undefined
}

/** Lines of a page from its edge that may be running heads. */
const reach = 3
/** Points by which the same place may differ. */
const tolerance = 4
const roman = /^[ivxlcdm]+$/i

/**
 * Takes out running heads and page numbers. A number is one of a page if it grows with the pages, at the same place. A
 * running head says the same as one at its place not more than two pages before or behind, apart from such a number:
 * the word "Chapter" that stands alone over each chapter does not.
 */
export function withoutFurniture(pages: Line[][], body: number): WithoutFurniture {
  const edges = pages.flatMap(edgeLines)
  const removed = new Map<Line, Furniture['reason']>()
  const offset = commonOffset(edges)
  const templates = new Map<Line, string>()
  const numbered: Line[] = []
  for (const line of edges) {
    const { text, hasNumber } = template(line, offset)
    templates.set(line, text)
    if (hasNumber) numbered.push(line)
  }
  for (const line of numbered) {
    if (templates.get(line) === '#') removed.set(line, 'page-number')
    // With the title of its chapter, which may have few pages.
    else if (line.size <= body * 1.2 && atPlaceOf(line, numbered) >= 3) removed.set(line, 'running-head')
  }
  const places = Map.groupBy(edges, line => `${templates.get(line)}`)
  for (const [text, lines] of places) {
    if (text === '#' || text === '') continue
    for (const line of lines) {
      const isSmall = line.size <= body * 1.2
      const repeats = lines.some(
        other =>
          other !== line &&
          other.page !== line.page &&
          Math.abs(other.page - line.page) <= 2 &&
          Math.abs(other.y - line.y) <= tolerance,
      )
      if (isSmall && repeats && lines.length >= 3) removed.set(line, 'running-head')
    }
  }
  return {
    pages: pages.map(lines => lines.filter(line => !removed.has(line))),
    removed: [...removed].map(([line, reason]) => ({ line, reason })).sort((a, b) => a.line.page - b.line.page),
    offset,
  }
}

/** How many pages have one of these lines at the place of a line. */
function atPlaceOf(line: Line, lines: Line[]): number {
  return new Set(lines.filter(other => Math.abs(other.y - line.y) <= tolerance).map(other => other.page)).size
}

function edgeLines(lines: Line[]): Line[] {
  const byHeight = lines.toSorted((a, b) => b.y - a.y)
  return [...new Set([...byHeight.slice(0, reach), ...byHeight.slice(-reach)])]
}

/** The numbers at either end of a line, as numbers. */
function numbersOf({ text }: Line): number[] {
  const words = text.split(' ')
  return [...new Set([words[0]!, words.at(-1)!])]
    .map(word => word.replace(/^[[(|·•–—-]+|[\])|·•–—.-]+$/g, ''))
    .flatMap(word => {
      if (/^\d{1,4}$/.test(word)) return [Number(word)]
      return []
    })
}

/** The difference between the pages of the file and their numbers that holds for most pages. */
function commonOffset(edges: Line[]): number | undefined {
  const counts = new Map<string, Set<number>>()
  for (const line of edges) {
    for (const number of numbersOf(line)) {
      const key = String(line.page - number)
      const seen = counts.get(key) ?? new Set()
      counts.set(key, seen.add(line.page))
    }
  }
  const [best] = [...counts].sort((a, b) => b[1].size - a[1].size)
  return best && best[1].size >= 3 ? Number(best[0]) : undefined
}

/** A line with `#` for the number of its page. */
function template(line: Line, offset: number | undefined): { text: string; hasNumber: boolean } {
  const words = line.text.split(' ')
  let hasNumber = false
  for (const index of new Set([0, words.length - 1])) {
    const word = words[index]!.replace(/^[[(|·•–—-]+|[\])|·•–—.-]+$/g, '')
    const isNumber = offset !== undefined && /^\d{1,4}$/.test(word) && Number(word) === line.page - offset
    // Front matter is numbered i, ii, iii: with a number as small as its page.
    const isRoman =
      words.length === 1 &&
      roman.test(word) &&
      word === word.toLowerCase() &&
      romanValue(word) <= line.page &&
      romanValue(word) >= line.page - 4 &&
      (offset ?? 0) >= line.page - 1
    if (!isNumber && !isRoman) continue
    hasNumber = true
    words[index] = '#'
  }
  const text = words.filter(word => !/^[[\]()|·•–—-]+$/.test(word)).join(' ')
  return { text, hasNumber }
}

const values: Record<string, number> = { i: 1, v: 5, x: 10, l: 50, c: 100, d: 500, m: 1000 }

export function romanValue(numeral: string): number {
  const digits = [...numeral.toLowerCase()].map(letter => values[letter] ?? 0)
  return digits.reduce((sum, digit, index) => sum + (digit < (digits[index + 1] ?? 0) ? -digit : digit), 0)
}
