import type { Range } from '../library/workspace/editor-handle.ts'
import type { Finding } from './audit.ts'

/** Where a finding is in the text it was found in; what has no end is a word, or the line. */
export function rangeOf(
  text: string,
  { line, column, endLine, endColumn }: Omit<Finding, 'rule' | 'severity' | 'message'>,
): Range {
  const from = offsetOf(text, line, column)
  if (endLine !== undefined && endColumn !== undefined) {
    return { from, to: Math.max(from, offsetOf(text, endLine, endColumn)) }
  }
  const rest = text.slice(from, lineEnd(text, from))
  return { from, to: from + (/^[\w`{:-]+/.exec(rest)?.[0].length || rest.length) }
}

/** The offset of a line and column, both from 1; of what is behind the end, the end. */
export function offsetOf(text: string, line: number, column = 1): number {
  let start = 0
  for (let left = line; left > 1; left--) {
    const end = text.indexOf('\n', start)
    if (end < 0) return text.length
    start = end + 1
  }
  return Math.min(start + column - 1, lineEnd(text, start))
}

/** The line an offset is on, from 1. */
export function lineOf(text: string, offset: number): number {
  let line = 1
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++
  return line
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end < 0 ? text.length : end
}

/** A text with one sign at the end of each line, as the editor has it; stored, there may be two. */
export const lf = (text: string): string => text.replaceAll('\r\n', '\n')

/** The place in the editor of an offset in a stored text. */
export function toEditor(stored: string, offset: number): number {
  return stored.includes('\r\n') ? lf(stored.slice(0, offset)).length : offset
}

/** The offset in a stored text of a place in the editor. */
export function toStored(stored: string, place: number): number {
  let offset = place
  for (let at = stored.indexOf('\r\n'); at >= 0 && at < offset; at = stored.indexOf('\r\n', at + 2)) offset++
  return offset
}
