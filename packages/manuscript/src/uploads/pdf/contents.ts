import { romanValue } from './furniture.ts'
import type { Line } from './lines.ts'

export interface ContentsEntry {
  title: string
  depth: number
  /** Of the file; undefined when pages have no numbers or it is a Roman one. */
  page: number | undefined
}

export interface PrintedContents {
  entries: ContentsEntry[]
  /** The lines of it, its heading as well. */
  lines: Set<Line>
}

const headings =
  /^(table of )?contents?$|^(inhalt(sverzeichnis)?|table des matières|sommaire|índice|indice|sumário|inhoud(sopgave)?|innehåll|indhold|innhold|spis treści|содержание|目次|目录)$/iu
const entry = /^(.*?\S)\s*(?:[.·…_]\s*){2,}\s*(\d{1,4}|[ivxlcdm]{1,7})$|^(.*?\S)\s+(\d{1,4})$/i
const leaders = /(?:[.·…_]\s*){2,}\S+$/
/** Pages from the front that may hold it. */
const front = 40

/**
 * What looks like the printed table of contents: under a heading that says so, or at least five lines in a row with dots
 * to a page number that is not below the one before. A title may take two lines.
 */
export function printedContents(pages: Line[][], offset: number | undefined): PrintedContents | undefined {
  for (const [index, page] of pages.slice(0, front).entries()) {
    const heading = page.findIndex(line => headings.test(line.text))
    const found = entriesFrom(pages.slice(index, index + 20), heading + 1, offset)
    const dotted = [...found.lines].filter(line => leaders.test(line.text)).length
    if (heading >= 0 ? found.entries.length >= 2 : dotted >= 5) {
      if (heading >= 0) found.lines.add(page[heading]!)
      return found
    }
  }
  return undefined
}

function entriesFrom(pages: Line[][], start: number, offset: number | undefined): PrintedContents {
  const found: PrintedContents = { entries: [], lines: new Set() }
  const indents: number[] = []
  let last = 0
  for (const [index, page] of pages.entries()) {
    let pending: Line[] = []
    let misses = 0
    const before = found.lines.size
    for (const line of page.slice(index === 0 ? start : 0)) {
      const match = entry.exec(line.text)
      const number = match ? (match[2] ?? match[4])! : ''
      const value = /^\d/.test(number) ? Number(number) : romanValue(number)
      if (!match || (/^\d/.test(number) && value < last)) {
        pending.push(line)
        if (++misses > 2) break
        continue
      }
      misses = 0
      if (/^\d/.test(number)) last = value
      const first = pending.at(-1) && pending.at(-1)!.y - line.y < line.size * 1.7 ? pending.at(-1)! : undefined
      const title = [first?.text, (match[1] ?? match[3])!]
        .filter(Boolean)
        .join(' ')
        .replace(/[\s.·…_]+$/, '')
      for (const part of first ? [first, line] : [line]) found.lines.add(part)
      // Names of parts between the entries have no number of their own.
      for (const part of pending) if (part !== first && found.entries.length > 0) found.lines.add(part)
      pending = []
      const x = (first ?? line).x
      indents.push(x)
      const isArabic = /^\d/.test(number) && offset !== undefined
      found.entries.push({ title, depth: 1, page: isArabic ? value + offset : undefined })
    }
    if (found.lines.size === before) break
  }
  const levels = [...new Set(indents.map(x => Math.round(x / 4)))].sort((a, b) => a - b)
  for (const [index, item] of found.entries.entries()) item.depth = levels.indexOf(Math.round(indents[index]! / 4)) + 1
  return found
}
