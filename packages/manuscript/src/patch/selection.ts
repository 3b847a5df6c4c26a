import { type Part, parts, type Token } from '../blocks.ts'
import { places } from '../places.ts'
import type { Range } from './confine.ts'
import { optionLines, withoutOptions } from './directive-body.ts'
import { inlineRange } from './inline-range.ts'

/**
 * What may be handed to a model and put back. `words`: a part of one paragraph; `heading`: words of a heading; `cell`:
 * words of one cell of a table; `blocks`: whole paragraphs, lists, list items, tables, directives.
 */
export interface Selection extends Range {
  kind: 'words' | 'heading' | 'cell' | 'blocks'
}

/**
 * Widens what somebody selected so that a rewrite of it cannot break what is around: to whole words and whole markup
 * within a paragraph, a heading or a cell, otherwise to whole blocks of the page or of the directive they stand in. A
 * cursor selects the block it is in. Undefined in front matter, and where there is nothing but blank lines.
 */
export function selectionRange(text: string, start: number, end: number): Selection | undefined {
  if (!(start >= 0 && start <= end && end <= text.length)) {
    throw new RangeError(`there is nothing to select from ${start} to ${end} in a text of ${text.length}`)
  }
  const at = places(text)
  const lines = text.replace(/^\uFEFF/, ' ').split(/\r\n?|\n/)
  const trimmed = trim(text, start, end)
  const from = at.at(trimmed.start).line - 1
  const to = at.at(trimmed.end).line - 1
  const page: Page = { lines, lineStart: at.lineStart, from, to }
  const all = parts(text, 'page')
  if (
    all[0]!.tokens.some(
      token => token.type === 'front_matter' && token.map && token.map[0] <= to && token.map[1] > from,
    )
  )
    return undefined
  const within = all
    .filter(part => part.offset + optionLines(part) <= from && to < part.offset + part.lines.length)
    .map(withoutOptions)
  if (trimmed.start < trimmed.end) {
    const inline = inlineSelection(page, within.at(-1)!, trimmed)
    if (inline) return inline
  }
  for (const part of within.toReversed()) {
    const blocks = blockSelection(page, part)
    if (blocks) return blocks
  }
  return undefined
}

interface Page {
  lines: string[]
  lineStart: (line: number) => number
  /** The lines selected, from 0, both inclusive. */
  from: number
  to: number
}

function trim(text: string, start: number, end: number): Range {
  const before = /^\s*/.exec(text.slice(start, end))![0].length
  if (before === end - start) return { start, end: start }
  return { start: start + before, end: end - /\s*$/.exec(text.slice(start, end))![0].length }
}

function inlineSelection(page: Page, { tokens, offset }: Part, { start, end }: Range): Selection | undefined {
  const { lines, lineStart, from, to } = page
  const holds = ({ map }: Token) => map && map[0] + offset <= from && to < map[1] + offset
  if (from === to && tokens.some(token => token.type === 'table_open' && holds(token))) {
    return cellSelection(lines[from]!, lineStart(from), { start, end })
  }
  const index = tokens.findIndex(token => token.type === 'inline' && holds(token))
  const inline = tokens[index]
  const around = tokens[index - 1]?.type
  if (!inline || (around !== 'paragraph_open' && around !== 'heading_open')) return undefined
  // A heading with a line under it may have several; that line would not be its own for other words.
  if (around === 'heading_open' && inline.content.includes('\n')) return undefined
  // The run has no marks of quotes and lists at the beginnings of its lines; the page has.
  const runLines = inline.content.split('\n')
  const first = inline.map![0] + offset
  let inRun = 0
  const rows = runLines.map((content, row) => {
    const column = (lines[first + row] ?? '').indexOf(content)
    const known = { at: inRun, length: content.length, source: lineStart(first + row) + column, found: column >= 0 }
    inRun += content.length + 1
    return known
  })
  if (rows.some(({ found }) => !found)) return undefined
  const toRun = (offset: number) => {
    const row = rows.findLast(({ source }) => source <= offset) ?? rows[0]!
    return row.at + Math.min(Math.max(0, offset - row.source), row.length)
  }
  const toPage = (offset: number) => {
    const row = rows.findLast(({ at }) => at <= offset)!
    return row.source + Math.min(offset - row.at, row.length)
  }
  const range = inlineRange(inline.content, { start: toRun(start), end: toRun(end) })
  const kind = around === 'heading_open' ? 'heading' : 'words'
  return { kind, start: toPage(range.start), end: toPage(range.end) }
}

function cellSelection(line: string, lineStart: number, { start, end }: Range): Selection | undefined {
  if (/^[\s>|:-]*$/.test(line)) return undefined
  const bars = [...line.matchAll(/(?<!\\)\|/g)].map(({ index }) => index + lineStart)
  if (bars.some(bar => start <= bar && bar < end)) return undefined
  const from = (bars.findLast(bar => bar < start) ?? lineStart - 1) + 1
  const to = bars.find(bar => bar >= end) ?? lineStart + line.length
  const cell = line.slice(from - lineStart, to - lineStart)
  const range = inlineRange(cell, { start: start - from, end: end - from })
  const inside = trim(cell, range.start, range.end)
  return { kind: 'cell', start: from + inside.start, end: from + inside.end }
}

/** Whole blocks of a part that begin at the margin: the text of others has marks in front that a rewrite would lose. */
function blockSelection({ lines, lineStart, from, to }: Page, part: Part): Selection | undefined {
  const { tokens, offset } = part
  const touched = (level: number, type?: string) =>
    blocksOf(tokens).filter(
      block =>
        block.level === level &&
        (!type || block.type === type) &&
        block.map[0] + offset <= to &&
        block.map[1] + offset > from,
    )
  const top = touched(0)
  if (top.length === 0) return undefined
  const isList = top.length === 1 && /^(?:bullet|ordered)_list_open$/.test(top[0]!.type)
  const blocks = isList ? touched(1, 'list_item_open') : top
  const first = blocks[0]!.map[0] + offset
  let last = blocks.at(-1)!.map[1] + offset - 1
  while (last > first && lines[last]!.trim() === '') last--
  for (let line = first; line <= last; line++) {
    if (lines[line] !== part.lines[line - offset] && !(line === 0 && offset === 0)) return undefined
  }
  const bom = first === 0 && lines[0] !== part.lines[0] ? 1 : 0
  return { kind: 'blocks', start: lineStart(first) + bom, end: lineStart(last) + lines[last]!.length }
}

interface Block {
  type: string
  level: number
  map: [number, number]
}

/** The blocks of a part with their lines; those of a footnote are those of what it holds, for it has none of its own. */
function blocksOf(tokens: Token[]): Block[] {
  const blocks: Block[] = []
  let footnote: Block | undefined
  for (const { type, level, map, nesting } of tokens) {
    if (type === 'footnote_reference_close') footnote = undefined
    if (type === 'footnote_reference_open') {
      footnote = { type, level, map: [Number.POSITIVE_INFINITY, 0] }
      blocks.push(footnote)
    }
    if (!map || nesting < 0 || type === 'inline') continue
    blocks.push({ type, level, map })
    if (footnote) footnote.map = [Math.min(footnote.map[0], map[0]), Math.max(footnote.map[1], map[1])]
  }
  return blocks
}
