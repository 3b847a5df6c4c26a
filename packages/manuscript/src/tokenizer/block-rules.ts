import { allowanceOf, limits } from './limits.ts'
import { type BlockRule, type BlockState, guard, type Tokenizer } from './rules.ts'

/** Bounds the block rules of a tokenizer: none reads the same lines again for every line it is tried on. */
export function boundBlockRules({ block }: Tokenizer): void {
  guard<BlockRule>(block.ruler, 'reference', references)
  boundTables(block)
  block.ruler.before('table', 'quote_end', endQuote, { alt: ['blockquote'] })
  guard<BlockRule>(block.ruler, 'math_block', displayedMath)
  guard<BlockRule>(block.ruler, 'amsmath', environments)
  guard<BlockRule>(block.ruler, 'myst_line_comment', () => comments)
}

const lineStart = (state: BlockState, line: number) => state.bMarks[line]! + state.tShift[line]!
const lineText = (state: BlockState, line: number) => state.src.slice(lineStart(state, line), state.eMarks[line])
const isIndentedCode = (state: BlockState, line: number) => state.sCount[line]! - state.blkIndent >= 4

/** A definition of a link reads the rest of its paragraph: here no more than its own lines can be. */
function references(rule: BlockRule): BlockRule {
  return (state, startLine, endLine, silent) => {
    const { lineMax } = state
    state.lineMax = Math.min(lineMax, startLine + limits.referenceLines)
    try {
      return rule(state, startLine, endLine, silent)
    } finally {
      state.lineMax = lineMax
    }
  }
}

const cells = (line: string) =>
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|').length

/** A table ends where its rows have left out too many cells, each of which the parser would make. */
function boundTables({ ruler }: Tokenizer['block']): void {
  let columns = 0
  let missing = 0
  guard<BlockRule>(ruler, 'table', rule => (state, startLine, endLine, silent) => {
    if (!silent && startLine + 1 < endLine) columns = cells(lineText(state, startLine + 1))
    missing = 0
    return rule(state, startLine, endLine, silent)
  })
  // The rule asks for each row whether something else begins there.
  const endTable: BlockRule = (state, line, _endLine, silent) => {
    if (!silent || (state.parentType as string) !== 'table') return false
    missing += Math.max(0, columns - cells(lineText(state, line)))
    return missing > limits.missingCells
  }
  ruler.before('table', 'table_end', endTable, { alt: ['blockquote'] })
}

/**
 * A quote takes in lines without its mark up to a blank one before it knows whether they go on with its last paragraph.
 * It asks for each whether something else begins there.
 */
const endQuote: BlockRule = (state, _line, _endLine, silent) =>
  silent && state.parentType === 'blockquote' && --allowanceOf(state).lazyLines < 0

const unclosed = new WeakMap<BlockState, { from: number; until: number }>()

/** After `$$` that nothing closes before the next blank line, those up to there are closed on their own line or not. */
function displayedMath(rule: BlockRule): BlockRule {
  return (state, startLine, endLine, silent) => {
    if (!state.src.startsWith('$$', lineStart(state, startLine))) return false
    const before = unclosed.get(state)
    const known = before !== undefined && startLine > before.from && startLine < before.until
    if (rule(state, startLine, known ? startLine + 1 : endLine, silent)) return true
    if (known) return false
    let until = startLine + 1
    while (until < endLine && !state.isEmpty(until)) until++
    unclosed.set(state, { from: startLine, until })
    return false
  }
}

const lastEnds = new WeakMap<BlockState, Map<string, number>>()

/** An environment of LaTeX is tried only where its end comes later, within the block it stands in. */
function environments(rule: BlockRule): BlockRule {
  return (state, startLine, endLine, silent) => {
    const start = lineStart(state, startLine)
    const name = /^\\begin(\{[a-zA-Z]+\*?\})/.exec(state.src.slice(start, start + 20))?.[1]
    if (!name) return false
    const end = `\\end${name}`
    const last = lastEnds.get(state) ?? new Map<string, number>()
    lastEnds.set(state, last)
    const known = last.get(end) ?? state.src.lastIndexOf(end)
    last.set(end, known)
    if (known < start) return false
    // Past its block the rule would find no line to go on from, and markdown-it would throw.
    if (state.src.indexOf(end, start) + end.length > state.eMarks[endLine - 1]!) return false
    return rule(state, startLine, endLine, silent)
  }
}

/** Lines that begin with `%`, without the spaces at their ends, which the original looks for from every space. */
const comments: BlockRule = (state, startLine, endLine, silent) => {
  const isComment = (line: number) => state.src[lineStart(state, line)] === '%'
  if (isIndentedCode(state, startLine) || !isComment(startLine)) return false
  if (silent) return true
  const lines: string[] = []
  let line = startLine
  do lines.push(lineText(state, line++).slice(1).trimEnd())
  while (line < endLine && isComment(line))
  const token = state.push('myst_line_comment', '', 0)
  token.attrSet('class', 'myst-line-comment')
  token.content = lines.join('\n')
  token.markup = '%'
  token.map = [startLine, line]
  state.line = line
  return true
}
