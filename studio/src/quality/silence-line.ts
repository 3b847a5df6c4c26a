import type { Change } from '../library/workspace/editor-handle.ts'
import { offsetOf } from './place.ts'

const fence = /^\s*(`{3,}|~{3,}|:{3,})/
/** Directives whose body is not read as markup: a comment in it would be part of it. */
const verbatim = /\{(code|code-block|code-cell|sourcecode|math|mermaid|raw|raw:\w+|csv-table|list-table)\}/
const listItem = /^\s*([-*+]|\d+[.)])\s/

/**
 * The change that silences a rule for the block a line is in: a comment right above it, as an audit understands it. A
 * block is a paragraph, a heading, a table, a list, a fence of code, or a directive the line opens.
 */
export function silenceLine(text: string, line: number, rule: string, reason: string): Change {
  const lines = text.split('\n')
  const first = blockStart(lines, Math.min(Math.max(line, 1), lines.length) - 1)
  const indent = /^\s*/.exec(lines[first]!)![0]
  const why = reason.trim().replaceAll(/\s+/g, ' ')
  const at = offsetOf(text, first + 1)
  return { from: at, to: at, insert: `${indent}% octavo-ignore ${rule}${why && `: ${why}`}\n` }
}

function blockStart(lines: readonly string[], index: number): number {
  const body = frontMatterEnd(lines)
  if (index < body) return Math.min(body, lines.length - 1)
  const opened = fenceAround(lines, body, index)
  // What stands in code is silenced for all of the code; in a directive, for its own block.
  if (opened?.code) return opened.line
  const floor = opened ? opened.line : body
  let start = index
  while (start > floor && !ends(lines, start)) start--
  if (opened && (start === opened.line || isOption(lines, opened.line, start))) return opened.line
  while (start > floor && belongsToList(lines, start)) start--
  return start
}

/** Whether the block a line is in begins with it. */
function ends(lines: readonly string[], at: number): boolean {
  const line = lines[at]!
  const above = lines[at - 1]!
  return (
    /^\s*(#{1,6}\s|%)/.test(line) || fence.test(line) || /^\s*$|^\s*#{1,6}\s|^\s*%/.test(above) || fence.test(above)
  )
}

function belongsToList(lines: readonly string[], at: number): boolean {
  if (!listItem.test(lines[at]!) && !/^\s+\S|^\s*$/.test(lines[at]!)) return false
  const above = lines.slice(0, at).findLastIndex(line => line.trim() !== '')
  return above >= 0 && (listItem.test(lines[above]!) || (/^\s+\S/.test(lines[above]!) && !fence.test(lines[above]!)))
}

/** The options of a directive stand under its first line. */
function isOption(lines: readonly string[], opening: number, at: number): boolean {
  return lines.slice(opening + 1, at + 1).every(line => /^\s*:[\w-]+:/.test(line))
}

/** The innermost fence a line is in or opens, and whether it holds code. */
function fenceAround(
  lines: readonly string[],
  from: number,
  index: number,
): { line: number; code: boolean } | undefined {
  const open: { line: number; mark: string; code: boolean }[] = []
  for (let at = from; at <= index; at++) {
    const mark = fence.exec(lines[at]!)?.[1]
    const inner = open.at(-1)
    if (!mark) continue
    const closes = inner && mark[0] === inner.mark[0] && mark.length >= inner.mark.length && lines[at]!.trim() === mark
    if (closes && at < index) open.pop()
    else if (!closes && !inner?.code) open.push({ line: at, mark, code: isCode(mark, lines[at]!) })
  }
  return open.at(-1)
}

function isCode(mark: string, opening: string): boolean {
  return verbatim.test(opening) || (!mark.startsWith(':') && !opening.includes('{'))
}

function frontMatterEnd(lines: readonly string[]): number {
  if (lines[0]?.trim() !== '---') return 0
  const end = lines.findIndex((line, at) => at > 0 && line.trim() === '---')
  return end < 0 ? 0 : end + 1
}
