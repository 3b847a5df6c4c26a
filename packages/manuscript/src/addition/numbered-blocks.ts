import { blockTokens } from '../blocks.ts'
import { places } from '../places.ts'

/** A block of a page that stands by itself: a heading, a paragraph, a list, a directive with all that is in it. */
export interface NumberedBlock {
  /** `b1`, `b2`, … in the order of the page. */
  id: string
  /** What the parser takes it for, e.g. `heading`, `paragraph`, `bullet_list`, `fence`. */
  kind: string
  /** Offsets in UTF-16 code units; the end, exclusive, is before the line ending. */
  start: number
  end: number
  text: string
}

// What belongs to the block after it: parted from it, a label would name something else.
const leading = new Set(['myst_target', 'myst_line_comment'])

/**
 * The blocks of a page, so that a place in it can be named. Together they hold every character but blank lines between
 * blocks, front matter and a byte order mark. A label and the block it names are one.
 */
export function numberedBlocks(text: string): NumberedBlock[] {
  const lines = text.split(/\r\n?|\n/)
  const { lineStart } = places(text)
  const from = (line: number) => lineStart(line) + (line === 0 && text.startsWith('\uFEFF') ? 1 : 0)
  return spans(text, lines).map(({ kind, first, last }, index) => {
    const start = from(first)
    const end = lineStart(last) + lines[last]!.length
    return { id: `b${index + 1}`, kind, start, end, text: text.slice(start, end) }
  })
}

interface Span {
  kind: string
  first: number
  /** Inclusive. */
  last: number
}

function spans(text: string, lines: string[]): Span[] {
  const found: Span[] = []
  let next = 0
  let waiting: number | undefined
  const add = (kind: string, first: number, end: number) => {
    let last = end - 1
    while (last > first && isBlank(lines[last]!)) last--
    found.push({ kind, first: waiting ?? first, last })
    waiting = undefined
  }
  // The parser gives no place to some blocks, such as the text of footnotes: they are the lines between the others.
  const addUnplaced = (until: number) => {
    let first = next
    while (first < until && isBlank(lines[first]!)) first++
    // Tokens of LaTeX environments end one line early: what touches them is their \end{…}.
    const environment = found.at(-1)
    if (environment?.kind === 'amsmath' && environment.last === first - 1 && first < until) environment.last = first++
    while (first < until && isBlank(lines[first]!)) first++
    if (first < until) add('other', first, until)
  }
  for (const { level, map, type, nesting } of blockTokens(text, 'page')) {
    if (level !== 0 || !map || nesting < 0 || map[0] < next) continue
    if (type === 'front_matter') {
      next = map[1]
      continue
    }
    addUnplaced(map[0])
    if (leading.has(type)) waiting ??= map[0]
    else add(type.replace(/_open$/, ''), map[0], map[1])
    next = map[1]
  }
  addUnplaced(lines.length)
  if (waiting !== undefined) add('other', waiting, lines.length)
  return found
}

function isBlank(line: string): boolean {
  return line.trim() === ''
}
