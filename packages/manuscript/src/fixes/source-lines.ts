import type { Hunk } from '../patch/patch.ts'

/** A line of the source, without what ends it and without a byte order mark. Offsets in UTF-16 code units. */
export interface SourceLine {
  text: string
  start: number
  /** Exclusive, before what ends the line. */
  end: number
  /** Exclusive, after it. */
  next: number
}

/** The lines of a page as the parser counts them (LF, CRLF or a lone CR end one), for patches by position. */
export interface SourceLines {
  text: string
  lines: SourceLine[]
  /** What ends most lines; LF in a text of one. */
  ending: string
}

export function sourceLines(text: string): SourceLines {
  const lines: SourceLine[] = []
  let start = text.startsWith('\uFEFF') ? 1 : 0
  const counts = new Map<string, number>()
  for (const { 0: ending, index } of text.matchAll(/\r\n?|\n/g)) {
    lines.push({ text: text.slice(start, index), start, end: index, next: index + ending.length })
    start = index + ending.length
    counts.set(ending, (counts.get(ending) ?? 0) + 1)
  }
  lines.push({ text: text.slice(start), start, end: text.length, next: text.length })
  const [ending = '\n'] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? []
  return { text, lines, ending }
}

/** A hunk of a text by offsets. */
export function replace({ text }: { text: string }, start: number, end: number, after: string, reason: string): Hunk {
  return { start, end, before: text.slice(start, end), after, reason }
}

/** A hunk that takes out whole lines, from 0, `end` exclusive. */
export function removeLines(source: SourceLines, from: number, end: number, reason: string): Hunk {
  return replace(source, source.lines[from]!.start, source.lines[end - 1]!.next, '', reason)
}
