import { citation } from './citation.ts'
import { limits } from './limits.ts'
import { guard, type InlineRule, type InlineRule2, type InlineState, type Tokenizer } from './rules.ts'

/** Bounds the inline rules of a tokenizer: each attempt looks as far as something can match, or a fixed distance. */
export function boundInlineRules({ inline }: Tokenizer): void {
  guard<InlineRule>(inline.ruler, 'parse_roles', roles)
  guard<InlineRule>(inline.ruler, 'citation', citation)
  guard<InlineRule>(inline.ruler, 'html_inline', html)
  guard<InlineRule>(inline.ruler, 'footnote_ref', footnotes)
  guard<InlineRule2>(inline.ruler2, 'emphasis', emphasis)
}

const lastTicks = new WeakMap<InlineState, Map<number, number>>()

/** Where the last run of so many ticks begins in the text of a state; -1 when there is none. */
function lastRunOfTicks(state: InlineState, length: number): number {
  let last = lastTicks.get(state)
  if (!last) {
    last = new Map()
    for (const run of state.src.matchAll(/`+/g)) last.set(run[0].length, run.index)
    lastTicks.set(state, last)
  }
  return last.get(length) ?? -1
}

/** A role is tried only where braces and ticks follow and ticks of the same number come later. */
function roles(rule: InlineRule): InlineRule {
  return (state, silent) => {
    const { src, pos } = state
    if (src[pos] !== '{') return false
    const close = src.slice(pos, pos + limits.roleHeader).indexOf('}')
    if (close < 0 || src[pos + close + 1] !== '`') return false
    const ticks = pos + close + 1
    let body = ticks
    while (src[body] === '`') body++
    return lastRunOfTicks(state, body - ticks) >= body && rule(state, silent)
  }
}

const htmlEnds: [start: string, end: string][] = [
  ['<?', '?>'],
  ['<![CDATA[', ']]>'],
  ['<!', '>'],
]
const lastEnds = new WeakMap<InlineState, Map<string, number>>()

function lastEnd(state: InlineState, end: string): number {
  const last = lastEnds.get(state) ?? new Map<string, number>()
  lastEnds.set(state, last)
  const known = last.get(end) ?? state.src.lastIndexOf(end)
  last.set(end, known)
  return known
}

/** HTML that ends with a mark is tried only where that mark comes later. */
function html(rule: InlineRule): InlineRule {
  return (state, silent) => {
    if (state.src[state.pos] !== '<') return false
    const ends = htmlEnds.find(([start]) => state.src.startsWith(start, state.pos))
    return (!ends || lastEnd(state, ends[1]) > state.pos) && rule(state, silent)
  }
}

function footnotes(rule: InlineRule): InlineRule {
  return (state, silent) =>
    state.src.startsWith('[^', state.pos) &&
    state.src.slice(state.pos, state.pos + limits.footnoteLabel).includes(']') &&
    rule(state, silent)
}

/** Emphasis deeper than the limit stays as its marks. */
function emphasis(rule: InlineRule2): InlineRule2 {
  return state => {
    for (const delimiters of [state.delimiters, ...state.tokens_meta.map(meta => meta?.delimiters ?? [])]) {
      const open: number[] = []
      for (const [index, delimiter] of delimiters.entries()) {
        while (open.length > 0 && open.at(-1)! <= index) open.pop()
        if (delimiter.end < 0) continue
        if (open.length < limits.emphasisDepth) open.push(delimiter.end)
        else delimiter.end = -1
      }
    }
    return rule(state)
  }
}
