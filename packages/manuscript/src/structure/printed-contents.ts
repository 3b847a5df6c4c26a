import { type Label, readLabel } from './read-label.ts'
import { comparable, type Line, type Survey } from './survey.ts'

/** A table of contents printed in the text. */
export interface PrintedContents {
  /** Its blocks; `end` is exclusive. */
  start: number
  end: number
  /** As printed above it, where it has a title. */
  title?: string
  entries: ContentsEntry[]
}

export interface ContentsEntry {
  /** Without leaders and page number. */
  text: string
  label?: Label
}

/** Entries longer than this, in words, are paragraphs. */
const longestEntry = 25
const fewestEntries = 3
const leader = /[\s.…·_]*(?:\s|[.…·_]{2,})(?:\d{1,4}|[ivxlc]{1,7})$/

/**
 * The tables of contents printed in a text: below a title that says so, or runs of numbered titles without text between
 * them which all come again later. What they list must not be taken for chapters.
 */
export function printedContents(survey: Survey): PrintedContents[] {
  const found: PrintedContents[] = []
  const last = new Map<string, number>()
  for (const line of survey.lines) if (line.label?.number !== undefined) last.set(keyOf(line), line.block)
  let from = 0
  for (const line of survey.lines) {
    if (line.block < from) continue
    const titled = line.label?.role === 'contents' && line.words <= 6 && startsList(survey, line.block + 1)
    const end = titled ? endOfEntries(survey, line.block + 1) : endOfRun(survey, line.block, last)
    if (end === undefined) continue
    const start = line.block
    const listed = survey.lines.slice(titled ? start + 1 : start, end).flatMap(entry => entriesOf(survey, entry))
    found.push({ start, end, entries: joined(listed), ...(titled && { title: line.plain }) })
    from = end
  }
  return found
}

/** Something is listed; not a heading in the text that happens to be called "Contents". */
function startsList({ lines, upload }: Survey, at: number): boolean {
  const line = lines[at]
  return line !== undefined && (isList(line, upload.blocks[at]!.text) || line.words <= longestEntry)
}

/** A list, a line that ends with a page number, or several short lines. */
function isList(line: Line, text: string): boolean {
  if (/^\s*(?:[-*+]|\d+[.)])\s/.test(text) || leader.test(line.plain)) return true
  const rows = text.split('\n')
  return rows.length >= fewestEntries && rows.every(row => row.length <= 90 && !/[,;]\\?$/.test(row))
}

function entriesOf({ upload, lexicons }: Survey, line: Line): ContentsEntry[] {
  const text = upload.blocks[line.block]!.text
  const rows = text.includes('\n') ? text.split('\n').map(row => plainRow(row)) : [line.plain]
  return rows.flatMap(row => {
    const entry = row.replace(leader, '').trim()
    if (entry === '') return []
    const label = readLabel(entry, lexicons)
    return [{ text: entry, ...(label && { label }) }]
  })
}

/** Entries with a number alone together with the title below them. */
function joined(entries: readonly ContentsEntry[]): ContentsEntry[] {
  const whole: ContentsEntry[] = []
  for (const entry of entries) {
    const last = whole.at(-1)
    if (last?.label?.number !== undefined && last.label.title === '' && !entry.label)
      whole[whole.length - 1] = { text: entry.text, label: { ...last.label, title: entry.text } }
    else whole.push(entry)
  }
  return whole
}

/** A row of a list or a table, or a line of a paragraph, without its marks. */
function plainRow(row: string): string {
  return row
    .replace(/^\s*(?:[-*+]|\d+[.)])\s+(?=\S)/, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\\(?=.)|\\$|\*\*|^\s*\||\|\s*$/g, '')
    .replaceAll('|', ' ')
    .trim()
}

const keyOfEntry = ({ text, label }: ContentsEntry) =>
  label?.number === undefined ? comparable(text) : `${label.series}#${label.number}`
const keyOf = (line: Line) =>
  line.label?.number === undefined
    ? comparable(line.plain.replace(leader, ''))
    : `${line.label.series}#${line.label.number}`

/** Where the entries below a title end: before the first of them comes again, or where prose begins. */
function endOfEntries(survey: Survey, from: number): number | undefined {
  const { lines, upload } = survey
  const seen = new Set<string>()
  let end = from
  for (; end < lines.length; end++) {
    const line = lines[end]!
    const listed = isList(line, upload.blocks[end]!.text)
    if (!listed && (line.words > longestEntry || line.label?.role === 'contents')) break
    if (!listed && line.words > 0 && !line.isTitle && !leader.test(line.plain)) break
    if (seen.has(keyOf(line))) return end
    seen.add(keyOf(line) || 'nothing printed')
    for (const entry of entriesOf(survey, line)) seen.add(keyOfEntry(entry))
  }
  const prose = end < lines.length
  // What stands right above the first prose is the title of that, unless a page number says it is an entry.
  while (
    prose &&
    end > from &&
    !isList(lines[end - 1]!, upload.blocks[end - 1]!.text) &&
    beginsAgain(survey, from, end)
  )
    end--
  return end > from ? end : undefined
}

/** Whether the last entry begins the text: its number falls back behind the one before, or it has none where others do. */
function beginsAgain({ lines }: Survey, from: number, end: number): boolean {
  const numbers = lines.slice(from, end).flatMap(line => line.label?.number ?? [])
  const last = lines[end - 1]!.label
  if (last?.number !== undefined) return numbers.length > 1 && last.number < numbers.at(-2)!
  return numbers.length === 0 && end - from > fewestEntries
}

/** Where a run of titles that number on without text between them ends, if most of them come again later. */
function endOfRun(survey: Survey, from: number, lastPlaces: ReadonlyMap<string, number>): number | undefined {
  const first = survey.lines[from]!.label
  if (first?.number === undefined || first.number > 2) return undefined
  const keys = new Set<string>()
  let last = first
  let end = from
  for (let at = from; at < survey.lines.length; at++) {
    const line = survey.lines[at]!
    const label = line.label
    if (label?.number !== undefined) {
      const follows = at === from || (label.rank === last.rank ? label.number === last.number! + 1 : true)
      if (!follows || keys.has(keyOf(line))) break
      keys.add(keyOf(line))
      last = label
      end = at + 1
    } else if (line.words > longestEntry || !line.isTitle || at > end) break
    else end = Math.max(end, at + (last.title === '' ? 1 : 0))
  }
  const ofOneKind = Math.max(
    0,
    ...Map.groupBy(keys, key => key.split('#')[0]!)
      .values()
      .map(same => same.length),
  )
  if (ofOneKind < fewestEntries) return undefined
  const again = [...keys].filter(key => lastPlaces.get(key)! >= end)
  return again.length >= keys.size / 2 ? end : undefined
}
