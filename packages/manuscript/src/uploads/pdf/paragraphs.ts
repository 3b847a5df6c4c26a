import type { Line } from './lines.ts'

export interface PdfParagraph {
  lines: Line[]
  /** More room before it than paragraphs have, or the top of a page that does not go on. */
  apart: boolean
}

/** How the text of a document is set: what most of it has. */
export interface Setting {
  /** Points of its letters. */
  size: number
  /** Points from one baseline to the next. */
  leading: number
  /** Points between the baselines of two paragraphs. */
  gap: number
  /** Paragraphs begin with an indent. */
  indents: boolean
  /** Baselines of the first and the last line of a full page. */
  top: number
  bottom: number
}

export function settingOf(pages: Line[][]): Setting {
  const size = most(pages.flat().map(line => [Math.round(line.size * 10) / 10, line.text.length])) ?? 10
  const steps: [number, number][] = []
  let indents = 0
  let lines = 0
  for (const page of pages) {
    for (const [index, line] of page.entries()) {
      const before = page[index - 1]
      if (!before || Math.abs(line.size - size) > size * 0.08) continue
      const step = before.y - line.y
      if (step > 0 && step < size * 4) steps.push([Math.round(step * 2) / 2, 1])
      lines++
      if (isIndented(line) && !isIndented(before)) indents++
    }
  }
  const leading = most(steps) ?? size * 1.2
  const wide = steps.filter(([step]) => step > leading * 1.25)
  const usual = (line: Line | undefined): [number, number][] => (line ? [[Math.round(line.y), 1]] : [])
  return {
    size,
    leading,
    gap: wide.length > steps.length * 0.05 ? most(wide)! : leading,
    indents: indents > Math.max(3, lines * 0.02),
    top: most(pages.flatMap(page => usual(page[0]))) ?? 0,
    bottom: most(pages.flatMap(page => usual(page.at(-1)))) ?? 0,
  }
}

function most(weighed: [number, number][]): number | undefined {
  const weights = new Map<number, number>()
  for (const [value, weight] of weighed) weights.set(value, (weights.get(value) ?? 0) + weight)
  return [...weights].sort((a, b) => b[1] - a[1])[0]?.[0]
}

function isIndented({ x, left, size }: Line): boolean {
  return x - left > size * 0.7 && x - left < size * 5
}

export function isCentered({ x, right, left, edge, size }: Line): boolean {
  const before = x - left
  const behind = edge - right
  return before > size * 1.5 && behind > size * 1.5 && Math.abs(before - behind) < Math.max(size, (edge - left) * 0.04)
}

/** Lines as paragraphs, over columns and pages; notes at the foot of a page stand behind the paragraph they interrupt. */
export function paragraphsOf(pages: Line[][], setting: Setting): PdfParagraph[] {
  const paragraphs: PdfParagraph[] = []
  let held: PdfParagraph[] = []
  let open: PdfParagraph | undefined
  for (const page of pages) {
    const { text, notes } = withoutNotes(page, setting)
    for (const line of text) {
      const before = open?.lines.at(-1)
      if (open && before && !begins(line, before, open, setting)) {
        open.lines.push(line)
        continue
      }
      paragraphs.push(...held)
      held = []
      open = { lines: [line], apart: before !== undefined && standsApart(line, before, setting) }
      paragraphs.push(open)
    }
    for (const note of notes) {
      const last = held.at(-1)
      const before = last?.lines.at(-1)
      if (last && before?.page === note.page && !beginsNote(note) && before.y - note.y < note.size * 2)
        last.lines.push(note)
      else held.push({ lines: [note], apart: false })
    }
  }
  return [...paragraphs, ...held]
}

const beginsNote = ({ text }: Line) => /^([[(]?\d{1,3}[\])]?|[*†‡§¶¹²³\u2070-\u2079])/.test(text)

/** The notes at the foot of a page: smaller, the first of them with its number or sign. */
function withoutNotes(page: Line[], { size }: Setting): { text: Line[]; notes: Line[] } {
  let start = page.length
  while (start > 0 && page[start - 1]!.size < size * 0.92) start--
  while (start < page.length && !beginsNote(page[start]!)) start++
  return start > 0 ? { text: page.slice(0, start), notes: page.slice(start) } : { text: page, notes: [] }
}

/** Whether there is more room between two lines than between paragraphs: also what a page leaves free at either end. */
function standsApart(line: Line, before: Line, { leading, gap, top, bottom }: Setting): boolean {
  if (line.page !== before.page) return line.y < top - leading * 1.5 || before.y > bottom + leading * 3
  return before.y - line.y > Math.max(gap, line.size * 1.2) * 1.6
}

function begins(line: Line, before: Line, { lines }: PdfParagraph, setting: Setting): boolean {
  if (Math.abs(line.size - before.size) > before.size * 0.08 || line.bold !== before.bold) return true
  const isTitle = before.size > setting.size * 1.15
  // Lines under each other are a paragraph that is set further in.
  const centered = isCentered(line) && Math.abs(line.x - before.x) > 1
  if (Math.abs(line.x - before.x) > 1 && centered !== isCentered(before) && !(isTitle && centered))
    return fits(line, before) || centered
  const isSameColumn = line.page === before.page && line.left === before.left && line.y < before.y
  if (!isSameColumn) return !goesOn(line, before, setting)
  const step = before.y - line.y
  const usual = isTitle ? line.size * 1.5 : setting.leading * (line.size / setting.size)
  if (step > usual * 1.3 + 0.5) return true
  if (centered) return false
  const first = lines[0]!
  // A paragraph begins further in than the line before; one that is set further in as a whole does not.
  if (line.x - before.x > line.size * 0.7 && line.x - before.x < line.size * 5) return !hangs(first, line)
  if (isTitle) return false
  // One line each, all of them indented: paragraphs of speech, the end of a letter.
  const isOneOfMany = setting.indents && lines.length === 1 && isIndented(line) && isIndented(before)
  if (isOneOfMany && ended(before)) return true
  return fits(line, before) && (isOneOfMany || !/,$/.test(before.text))
}

/** Later lines further in than the first: items of lists, entries. */
function hangs(first: Line, line: Line): boolean {
  return first.x < line.x && /^([•◦▪–—*-]|\(?(\d{1,3}|[A-Za-z])[.)])\s/.test(first.text)
}

/** Whether the first word of a line would still have stood on the line before: so that ended on purpose. */
function fits(line: Line, before: Line): boolean {
  const word = line.text.split(' ', 1)[0]!
  const width = ((line.right - line.x) / Math.max(1, line.text.length)) * (word.length + 1)
  return before.edge - before.right > width + line.size * 0.5 && !/[-‐]$/.test(before.text)
}

/** Whether a column or page begins in the middle of a paragraph. */
function goesOn(line: Line, before: Line, { indents }: Setting): boolean {
  if (/[\p{L}][-‐\u00ad]$/u.test(before.text)) return true
  if (isCentered(line) || isCentered(before)) return false
  if (/^\p{Ll}/u.test(line.text)) return true
  if (isIndented(line) && indents) return false
  const isFull = before.edge - before.right < before.size * 2
  return indents ? isFull : isFull && !ended(before)
}

function ended({ text }: Line): boolean {
  return /[.!?:…]["'”’»)\]]*$/u.test(text)
}
