import type { Place } from './passage.ts'

/** Finds lines and places in one text. Lines end as Markdown ends them: LF, CRLF or a lone CR (CommonMark 0.31 §2.1). */
export interface Places {
  /** How many lines the text has; at least 1. */
  lines: number
  /** Offset of the first code unit of a line, counted from 0. A line past the end gives the length of the text. */
  lineStart(line: number): number
  /** The place of an offset from 0 to the length of the text. */
  at(offset: number): Place
}

/** Indexes the lines of a text once, so that each place after that costs a binary search. */
export function places(text: string): Places {
  const starts = [0]
  for (const ending of text.matchAll(/\r\n?|\n/g)) starts.push(ending.index + ending[0].length)
  return {
    lines: starts.length,
    lineStart: line => starts[line] ?? text.length,
    at(offset) {
      let low = 0
      let high = starts.length - 1
      while (low < high) {
        const middle = (low + high + 1) >> 1
        if (starts[middle]! <= offset) low = middle
        else high = middle - 1
      }
      return { line: low + 1, column: offset - starts[low]! + 1, offset }
    },
  }
}
