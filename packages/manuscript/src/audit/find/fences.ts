import { type Finding, finding, type Spot } from '../finding.ts'
import type { Fence, Reading } from '../reading.ts'

/** A fence as it is written. */
interface Mark {
  markup: string
  /** What follows the mark, as in `{note} A title`. */
  info: string
  column: number
  closed: boolean
}

/**
 * Fences that do not end where their author thought: never closed, closed with another fence, or holding one of their
 * own length, whose end closes both. Each swallows text without a word from the parser. Fences are taken from the tree:
 * those inside of directives whose body is MyST are looked at as well, listings are not looked into.
 */
export function fenceFindings({ fences, source: { lines } }: Reading): Finding[] {
  const found: Finding[] = []
  const written: Written[] = []
  for (const fence of fences) {
    const mark = markOf(fence, lines)
    if (mark) written.push({ fence, mark })
  }
  // What a mismatched fence swallows was not meant to be inside of it; the end its author meant opens another.
  let swallowed = 0
  let meant: { markup: string; outer: Fence | undefined } | undefined
  for (const [index, { fence, mark }] of written.entries()) {
    if (fence.line <= swallowed) continue
    if (!mark.closed && mark.info === '' && mark.markup === meant?.markup && fence.outer === meant.outer) {
      meant = undefined
      continue
    }
    const wrong = mismatch(written, index, lines) ?? unclosed(fence, mark)
    if (!wrong) continue
    found.push(wrong)
    if (wrong.rule !== 'mismatched-fence') continue
    swallowed = mark.closed ? fence.endLine - 1 : fence.endLine
    meant = mark.closed ? { markup: mark.markup, outer: fence.outer } : undefined
  }
  return found
}

interface Written {
  fence: Fence
  mark: Mark
}

function markOf({ node, line, endLine }: Fence, lines: readonly string[]): Mark | undefined {
  const first = lines[line - 1] ?? ''
  // U+2028 is no end of a line here.
  const match = /(`{3,}|~{3,}|:{3,})(.*)$/s.exec(first)
  if (!match) return undefined
  const [, markup = '', info = ''] = match
  // A listing by indentation may begin with what looks like a fence.
  if (node.type === 'code' && firstLine(node.value).trim() === first.trim()) return undefined
  return {
    markup,
    info: info.trim(),
    column: match.index + 1,
    closed: endLine > line && isEnd(lines[endLine - 1]!, markup),
  }
}

const firstLine = (text = '') => text.slice(0, text.indexOf('\n') < 0 ? undefined : text.indexOf('\n'))

function isEnd(line: string, markup: string): boolean {
  const end = /^[\s>]*([`~:]{3,})\s*$/.exec(line)?.[1]
  return end !== undefined && end.length >= markup.length && end === markup[0]!.repeat(end.length)
}

/** Where a fence begins and what it is called. */
const spotOf = ({ line }: Fence, { column, markup, info }: Mark): Spot => ({
  line,
  column,
  endLine: line,
  endColumn: column + markup.length + info.length,
})
const nameOf = ({ markup, info }: Mark) => (info === '' ? `"${markup}"` : `"${markup}${shortened(info)}"`)
const shortened = (text: string) => (text.length > 60 ? `${text.slice(0, 60)}…` : text)
const lineCount = (count: number) => (count === 1 ? '1 line' : `${count} lines`)

interface Stray {
  line: number
  markup: string
  /** How many lines it turns into code. */
  lost: number
}

/**
 * A bare mark of another kind inside of a fence, most likely the end its author meant: one that opens a listing up to the
 * end of the directive around it; in a listing that never ends, the first.
 */
function strayIn(written: Written[], index: number, lines: readonly string[]): Stray | undefined {
  const { fence, mark } = written[index]!
  if (fence.node.type === 'code' || !fence.node.children?.length) {
    for (let line = fence.line + 1; line <= fence.endLine && !mark.closed; line++) {
      const markup = /^\s*(`{3,}|~{3,}|:{3,})\s*$/.exec(lines[line - 1]!)?.[1]
      if (markup && markup !== mark.markup) return { line, markup, lost: 0 }
    }
    return undefined
  }
  for (let next = index + 1; next < written.length; next++) {
    const { fence: inner, mark: bare } = written[next]!
    if (inner.line > fence.endLine) return undefined
    if (inner.outer === fence && bare.info === '' && !bare.closed && bare.markup !== mark.markup)
      return { line: inner.line, markup: bare.markup, lost: inner.endLine - inner.line }
  }
  return undefined
}

function mismatch(written: Written[], index: number, lines: readonly string[]): Finding | undefined {
  const { fence, mark } = written[index]!
  const { markup, closed } = mark
  const report = (message: string) => finding('mismatched-fence', spotOf(fence, mark), `${nameOf(mark)} ${message}`)
  const holds = sameFenceInside(fence, mark, lines)
  const stray = !closed || holds !== undefined ? strayIn(written, index, lines) : undefined
  if (stray && stray.line < (holds ?? Infinity)) {
    const lost = stray.lost > 0 ? `, which turns the ${lineCount(stray.lost)} after it into code` : ''
    return report(`is closed with "${stray.markup}" on line ${stray.line}${lost}. Close it with "${markup}"`)
  }
  if (holds !== undefined) {
    const longer = markup[0]!.repeat(markup.length + 1)
    return report(
      `holds another fence of ${markup.length} on line ${holds}, whose end closes both. Give the outer one ${longer}, or close it before`,
    )
  }
  if (closed && markup.startsWith(':') && fence.node.type === 'code')
    return report(`names no directive, so what it holds becomes code. Write e.g. ${markup}{note}, or remove it`)
  return undefined
}

function unclosed(fence: Fence, mark: Mark): Finding | undefined {
  if (mark.closed) return undefined
  const lost = fence.endLine - fence.line
  const bare = mark.info === ''
  const what = bare ? 'closes nothing, so it opens a fence' : 'is never closed'
  const remedy = bare ? 'Remove it' : `Add "${mark.markup}" where it ends`
  const message = `${nameOf(mark)} ${what} and swallows the ${lineCount(lost)} after it. ${remedy}`
  return finding('unclosed-fence', spotOf(fence, mark), message)
}

/** The line within a fence that opens a fence with the same mark, no shorter, and a name. */
function sameFenceInside(fence: Fence, { markup, column, closed }: Mark, lines: readonly string[]): number | undefined {
  const last = closed ? fence.endLine - 1 : fence.endLine
  for (let at = fence.line + 1; at <= last; at++) {
    const text = lines[at - 1]!
    let start = 0
    while (start < column - 1 && (text[start] === ' ' || text[start] === '\t' || text[start] === '>')) start++
    let marks = start
    while (marks - start < 4 && text[marks] === ' ') marks++
    if (marks - start > 3 || text[marks] !== markup[0]) continue
    const [opened = ''] = /^(?:`+|~+|:+)(?=\s*[{\w])/.exec(text.slice(marks)) ?? []
    if (opened.length >= markup.length) return at
  }
  return undefined
}
