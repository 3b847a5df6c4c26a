import { remainder, type Spanned } from './begin.ts'
import type { CoreRule, Token, Tokenizer } from './rules.ts'

/** Line and column from 0. */
interface Place {
  line: number
  column: number
}

/** The place of an offset in a run of inline text. */
type Locate = (offset: number) => Place

/** Gives each token of a page its line and column in the page, as the last of the core rules. */
export function placeTokens({ core }: Tokenizer): void {
  core.ruler.push('place_tokens', place)
}

const place: CoreRule = state => {
  // The text around a key of a citation is parsed on its own.
  if (state.inlineMode) return
  const lines = state.src.split('\n')
  let row: [number, number] = [0, 1]
  let cellEnd = -1
  let table: Place = { line: 0, column: 0 }
  for (const [index, token] of state.tokens.entries()) {
    if (token.type === 'tr_open' && token.map) {
      row = token.map
      cellEnd = -1
    } else if (token.type === 'inline') {
      if (token.map) placeRun(token, inParagraph(token, lines))
      else {
        const line = lines[row[0]] ?? ''
        const start =
          cellEnd < 0 ? firstCell(line, row[0] === table.line ? table.column : 0) : Math.min(cellEnd + 1, line.length)
        cellEnd = endOfCell(line, start)
        placeRun(token, inCell(token, line, row[0], start))
      }
    } else if (token.map && token.nesting >= 0) {
      const line = lines[token.map[0]] ?? ''
      const column =
        token.type === 'list_item_open' ? itemColumn(token, state.tokens[index + 1], line) : columnIn(token, line)
      if (column !== undefined) (token as Spanned).col = [column, 0]
      if (token.type === 'table_open') table = { line: token.map[0], column: column ?? 0 }
    }
  }
}

/** Where a block begins on its line; undefined when nobody knows. */
function columnIn(token: Token, line: string): number | undefined {
  if (token.type === 'parsed_directive_open') return Math.max(0, line.search(/[`~:]{3,}\s*\{/))
  const left = remainder(token)
  return left === undefined ? undefined : Math.max(0, line.trimEnd().length - left)
}

/** Where the mark of a list item is: the last one before what the item holds. */
function itemColumn(item: Token, content: Token | undefined, line: string): number {
  const column = content?.map?.[0] === item.map![0] ? columnIn(content, line) : undefined
  return Math.max(0, line.slice(0, column).search(/(?:[-+*]|\d{1,9}[.)])\s*$/))
}

/** The lines of a run are the ends of lines of the page, or parts of them. */
function inParagraph({ content, map }: Token, lines: string[]): Locate {
  const texts = content.split('\n')
  // The parser counts one line too few for options in YAML.
  const from = [0, 1, 2].map(more => map![0] + more).find(line => lines[line]?.includes(texts[0]!)) ?? map![0]
  const offsets: number[] = []
  const columns: number[] = []
  let offset = 0
  for (const [index, text] of texts.entries()) {
    const line = (lines[from + index] ?? '').trimEnd()
    const written = text.trimEnd()
    offsets.push(offset)
    columns.push(line.endsWith(written) ? line.length - written.length : Math.max(0, line.indexOf(written)))
    offset += text.length + 1
  }
  return at => {
    let low = 0
    let high = offsets.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (offsets[middle]! <= at) low = middle
      else high = middle - 1
    }
    return { line: from + low, column: columns[low]! + at - offsets[low]! }
  }
}

/** In a cell of a table, `\|` is written for a bar. */
function inCell({ content }: Token, line: string, at: number, from: number): Locate {
  if (!content.includes('|')) {
    const start = Math.max(from, line.indexOf(content, from))
    return offset => ({ line: at, column: start + offset })
  }
  let column = from
  while (line[column] === ' ' || line[column] === '\t') column++
  const columns = [...content].flatMap(character => {
    const start = column
    column += character === '|' && line[column] === '\\' ? 2 : character.length
    return character.length > 1 ? [start, start + 1] : start
  })
  return offset => ({ line: at, column: columns[offset] ?? column })
}

/** Where the first cell of a row begins: after the marks of quotes, and after its first bar if it begins with one. */
function firstCell(line: string, from: number): number {
  let start = from
  while (start < line.length && /[\s>]/.test(line[start]!)) start++
  return line[start] === '|' ? start + 1 : start
}

function endOfCell(line: string, from: number): number {
  let end = from
  while (end < line.length && !(line[end] === '|' && line[end - 1] !== '\\')) end++
  return end
}

function placeRun(run: Token, locate: Locate): void {
  // The box of a task was taken out of the text of its item after the item was read.
  const box = run.children?.[0]?.content.includes('task-list-item-checkbox') ? '[ ]' : ''
  const content = box + run.content
  const at: Locate = offset => locate(Math.max(0, offset - box.length))
  const open: { token: Spanned; end: number }[] = []
  // Where the text that is no part of another token goes on, how much of it there was, and where the text of a role is.
  let cursor = 0
  let passed = 0
  let role = { from: 0, to: 0 }
  for (const [index, child] of ((run.children ?? []) as Spanned[]).entries()) {
    if (child.type === 'inline') {
      // What a role holds is a run of its own.
      const from = role.from + Math.max(0, content.slice(role.from, role.to).indexOf(child.content))
      placeRun(child, offset => at(from + offset))
      continue
    }
    const address = child.type === 'link_open' && !child.col ? (run.children![index + 1]?.content ?? '') : undefined
    const [start, end] = address === undefined ? spanOf(child, cursor) : findAddress(content, address, cursor, passed)
    const first = at(start)
    const last = end > start ? at(end) : first
    child.map = [first.line, last.line + 1]
    child.col = [first.column, last.column]
    if (child.type === 'text') {
      passed += child.content.length
      continue
    }
    const before = cursor
    if (child.nesting > 0) {
      open.push({ token: child, end })
      if (child.type === 'parsed_role_open') role = { from: start + roleHeader(content.slice(start, end)), to: end }
      else if (child.type === 'link_open') cursor = child.markup === 'linkify' ? start : start + 1
      else if (child.type !== 'cite_group_open') cursor = Math.max(cursor, end)
    } else if (child.nesting < 0) {
      const opened = open.pop()
      cursor = Math.max(cursor, end, opened?.end ?? 0)
      if (opened && end > opened.end) endAt(opened.token, last)
    } else cursor = Math.max(cursor, end)
    if (cursor !== before) passed = 0
  }
}

/** From where to where in its run a token is written; for text only where it begins. */
function spanOf(token: Spanned, cursor: number): [number, number] {
  if (token.type === 'text') return [cursor, cursor]
  const [start, end] = token.col ?? [cursor, cursor]
  // Of two marks, the inner one became the token.
  if (token.type === 'strong_open') return [start - 1, end]
  return token.type === 'strong_close' ? [start, end + 1] : [start, end]
}

// What may be written longer than it reads, such as `&amp;`.
const slack = 200

/** An address that became a link after its run was read: somewhere after the text that comes before it. */
function findAddress(content: string, address: string, cursor: number, passed: number): [number, number] {
  const within = content.slice(cursor, cursor + passed + address.length + slack)
  const start = cursor + Math.max(0, within.indexOf(address))
  return [start, start + address.length]
}

/** How long what stands before the text of a role is: its name in braces and its ticks. */
const roleHeader = (role: string) => Math.max(0, role.search(/(?<=\}`+)[^`]/))

function endAt(token: Spanned, { line, column }: Place): void {
  token.map = [token.map![0], line + 1]
  token.col = [token.col![0], column]
}
