import { type BlockRule, guardAll, type InlineRule, type Token, type Tokenizer } from './rules.ts'

/** A token with the columns the tree takes for its own: for an inline token, until it is placed, offsets in its run. */
export type Spanned = Token & { col?: [start: number, end: number] }

// A line of a directive's body is the end of a line of the page, as are the lines of quotes and lists: how much of its
// line a block has from its beginning on stays true however deep it stands.
const remainders = new WeakMap<Token, number>()

/** How many characters of its first line a block has, without spaces at the end; undefined when nobody noted it. */
export function remainder(token: Token): number | undefined {
  return remainders.get(token)
}

/** Lets a token begin where another does. */
export function beginLike(token: Token, other: Token): void {
  token.map = other.map
  const noted = remainders.get(other)
  if (noted !== undefined) remainders.set(token, noted)
}

/** Makes every rule of a tokenizer note where what it finds begins, which markdown-it does for lines of blocks only. */
export function noteBeginnings({ block, inline }: Tokenizer): void {
  guardAll<BlockRule>(block.ruler, noteBlock)
  guardAll<InlineRule>(inline.ruler, noteSpan)
}

function noteBlock(rule: BlockRule): BlockRule {
  return (state, startLine, endLine, silent) => {
    const before = state.tokens.length
    if (!rule(state, startLine, endLine, silent)) return false
    const first = state.tokens[before]
    if (!first) return true
    const start = state.bMarks[startLine]! + state.tShift[startLine]!
    remainders.set(first, state.src.slice(start, state.eMarks[startLine]).trimEnd().length)
    // Definitions of footnotes come without lines.
    first.map ??= [startLine, state.line]
    return true
  }
}

function noteSpan(rule: InlineRule): InlineRule {
  return (state, silent) => {
    if (silent) return rule(state, silent)
    const { pos, pending } = state
    const before = state.tokens.length
    if (!rule(state, silent)) return false
    const { tokens } = state
    if (tokens.length === before) return true
    // The text before it becomes a token first, less what the rule takes back: spaces before a break, `https` of a link.
    const flushed = pending !== '' && tokens[before]!.type === 'text' ? tokens[before]!.content.length : 0
    const start = pos - (pending.length - flushed)
    const first = flushed > 0 ? before + 1 : before
    if (tokens[first]?.type === 'text') {
      // Marks of emphasis, one token each, until their pairs are found.
      for (let mark = first; mark < tokens.length; mark++)
        span(tokens[mark]!, start + mark - first, start + mark - first + 1)
      return true
    }
    if (tokens[first]) span(tokens[first], start, state.pos)
    if (tokens.at(-1)!.nesting < 0) span(tokens.at(-1)!, state.pos, state.pos)
    return true
  }
}

function span(token: Spanned, start: number, end: number): void {
  token.col ??= [start, end]
}
