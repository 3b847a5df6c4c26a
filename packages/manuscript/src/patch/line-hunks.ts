import { applyPatch } from './apply-patch.ts'
import type { Patch } from './patch.ts'

/** A line of a diff, without its LF; what stands on both sides is `same`. */
export interface DiffLine {
  kind: 'same' | 'removed' | 'added'
  text: string
  /** The last line of a text that does not end with LF. */
  unended?: true
}

/** Changed lines that stand together, with the lines around them. Line numbers from 1. */
export interface LineHunk {
  beforeStart: number
  beforeLines: number
  afterStart: number
  afterLines: number
  lines: DiffLine[]
}

interface Block {
  /** Lines of the text before, from 0, `end` exclusive, and what they become. */
  start: number
  end: number
  added: string[]
}

/**
 * A patch of a text as changed lines with `context` lines around, as `diff -u` shows it. Only LF ends a line here, as for
 * every tool that reads such diffs.
 */
export function lineHunks(text: string, patch: Patch, context = 3): LineHunk[] {
  applyPatch(text, patch)
  const lines = splitLines(text)
  const blocks = changedBlocks(text, lines, patch)
  const hunks: LineHunk[] = []
  let shift = 0
  for (let index = 0; index < blocks.length; ) {
    const group = [blocks[index++]!]
    while (index < blocks.length && blocks[index]!.start - group.at(-1)!.end <= 2 * context)
      group.push(blocks[index++]!)
    const from = Math.max(0, group[0]!.start - context)
    const to = Math.min(lines.length, group.at(-1)!.end + context)
    const shown: DiffLine[] = []
    let line = from
    for (const { start, end, added } of group) {
      shown.push(...lines.slice(line, start).map(asLine('same')))
      shown.push(...lines.slice(start, end).map(asLine('removed')), ...added.map(asLine('added')))
      line = end
    }
    shown.push(...lines.slice(line, to).map(asLine('same')))
    const beforeLines = to - from
    const afterLines = shown.filter(({ kind }) => kind !== 'removed').length
    // By convention a side without lines is named by the line ahead of it.
    const number = (lines: number, start: number) => (lines === 0 ? start : start + 1)
    hunks.push({
      beforeStart: number(beforeLines, from),
      beforeLines,
      afterStart: number(afterLines, from + shift),
      afterLines,
      lines: shown,
    })
    shift += afterLines - beforeLines
  }
  return hunks
}

/** A patch as a unified diff, which `patch` and `git apply` understand. Empty when it changes nothing. */
export function unified(text: string, patch: Patch, { file = 'text', context = 3 } = {}): string {
  const hunks = lineHunks(text, patch, context)
  if (hunks.length === 0) return ''
  return `--- a/${file}\n+++ b/${file}\n${hunks.map(formatHunk).join('')}`
}

const signs = { same: ' ', removed: '-', added: '+' }

function formatHunk(hunk: LineHunk): string {
  const lines = hunk.lines.map(
    ({ kind, text, unended }) => `${signs[kind]}${text}\n${unended ? '\\ No newline at end of file\n' : ''}`,
  )
  return `${hunkTitle(hunk)}\n${lines.join('')}`
}

/** The line above a hunk: `@@ -3,4 +3,5 @@`. */
export function hunkTitle({ beforeStart, beforeLines, afterStart, afterLines }: LineHunk): string {
  return `@@ -${beforeStart},${beforeLines} +${afterStart},${afterLines} @@`
}

const splitLines = (text: string) => text.match(/[^\n]*\n|[^\n]+/g) ?? []

function asLine(kind: DiffLine['kind']): (line: string) => DiffLine {
  return line => (line.endsWith('\n') ? { kind, text: line.slice(0, -1) } : { kind, text: line, unended: true })
}

/** The lines a patch changes. Hunks on the same line, or on lines that touch, come together. */
function changedBlocks(text: string, lines: string[], patch: Patch): Block[] {
  const starts = [0]
  for (const line of lines) starts.push(starts.at(-1)! + line.length)
  const blocks: Block[] = []
  let line = 0
  for (let index = 0; index < patch.length; ) {
    while (line < lines.length - 1 && starts[line + 1]! <= patch[index]!.start) line++
    let end = Math.min(line + 1, lines.length)
    let taken = starts[line]!
    let result = ''
    for (;;) {
      while (index < patch.length && (patch[index]!.start < starts[end]! || end === lines.length)) {
        const hunk = patch[index++]!
        result += text.slice(taken, hunk.start) + hunk.after
        taken = hunk.end
        while (end < lines.length && starts[end]! < taken) end++
      }
      result += text.slice(taken, starts[end])
      taken = starts[end]!
      if (result === '' || result.endsWith('\n') || end === lines.length) break
      // The end of the line is gone, so the next one moves onto it.
      end++
    }
    const block = trimmed({ start: line, end, added: splitLines(result) }, lines)
    const last = blocks.at(-1)
    if (block && last?.end === block.start) {
      last.end = block.end
      last.added.push(...block.added)
    } else if (block) blocks.push(block)
  }
  return blocks
}

/** Without the lines that stay at its beginning and end; undefined when all do. */
function trimmed({ start, end, added }: Block, lines: string[]): Block | undefined {
  let head = 0
  while (start + head < end && head < added.length && lines[start + head] === added[head]) head++
  let tail = 0
  while (tail < Math.min(end - start, added.length) - head && lines[end - 1 - tail] === added[added.length - 1 - tail])
    tail++
  const block = { start: start + head, end: end - tail, added: added.slice(head, added.length - tail) }
  return block.start === block.end && block.added.length === 0 ? undefined : block
}
