import type { Change, Range } from '../../editor-handle.ts'

/** A place in a source, as a footnote names it. */
export interface Cited {
  /** Of the footnote. */
  id: string
  title: string
  line: number
}

const mark = /\[\^([^\]\s]+)\](?!:)/g
const note = /^\[\^([^\]\s]+)\]:\s*(.+), line (\d+)\s*$/gm

/** The paragraph an offset is in: what stands between blank lines. */
export function paragraphAt(text: string, offset: number): Range & { text: string } {
  const blank = /\n[ \t]*\n/g
  let from = 0
  for (const match of text.matchAll(blank)) {
    if (match.index >= offset) return { from, to: match.index, text: text.slice(from, match.index) }
    from = match.index + match[0].length
  }
  return { from, to: text.length, text: text.slice(from) }
}

/** The places a paragraph of a text refers to, in its order. */
export function citedIn(paragraph: string, text: string): Cited[] {
  const notes = notesOf(text)
  const ids = new Set(Array.from(paragraph.matchAll(mark), match => match[1]!))
  return [...ids].flatMap(id => notes.find(one => one.id === id) ?? [])
}

/** The changes that cite a place behind a paragraph: a mark there, and at the end of the text its note, unless it stands there. */
export function cite(text: string, paragraph: Range, title: string, line: number): Change[] {
  const notes = notesOf(text)
  const known = notes.find(one => one.title === title && one.line === line)
  const id = known?.id ?? freeId(text)
  const body = text.slice(paragraph.from, paragraph.to).trimEnd()
  const at = paragraph.from + body.length
  const marked: Change = { from: at, to: at, insert: `[^${id}]` }
  if (known) return [marked]
  const end = text.trimEnd().length
  const added = { from: end, to: text.length, insert: `\n\n[^${id}]: ${title}, line ${line}\n` }
  return at === end ? [{ ...added, insert: marked.insert + added.insert }] : [marked, added]
}

function notesOf(text: string): Cited[] {
  return Array.from(text.matchAll(note), ([, id, title, line]) => ({ id: id!, title: title!, line: Number(line) }))
}

function freeId(text: string): string {
  const used = Array.from(text.matchAll(/\[\^p(\d+)\]/g), match => Number(match[1]))
  return `p${Math.max(0, ...used) + 1}`
}
