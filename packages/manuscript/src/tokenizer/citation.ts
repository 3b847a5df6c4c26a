import { limits } from './limits.ts'
import type { InlineRule, InlineState } from './rules.ts'

const group = /^([^^-]|[^^].+?)?(-)?@(\w[\w:.#$%&\-+?~/]*)(.+)?$/
const inText = /^@([\w|{][\w:.#$%&\-+?~/]*[\w|}]|\w)(\s*)(\[([^\]]{1,50})\])?/
const label = (written: string) => written.replace(/^\{(.*)\}$/, '$1')

/**
 * The citation rule of markdown-it-myst, in bounded steps: `@key`, `@key [p. 3]` and `[see @key; -@other]`. The
 * original looks back over the whole text at every character, and parses what surrounds a key, with the citations
 * in there, once for each look ahead, which doubles its work with every bracket.
 */
export function citation(): InlineRule {
  let inside = false
  const surroundings = (state: InlineState, text: string | undefined) => {
    if (!text) return undefined
    inside = true
    try {
      return state.md.parseInline(text, state.env)
    } finally {
      inside = false
    }
  }

  function narrative(state: InlineState, silent: boolean): boolean {
    const { src, pos } = state
    if (pos > 0 && /[a-zA-Z0-9]/.test(src[pos - 1]!)) return false
    const match = inText.exec(src.slice(pos))
    if (!match || isInAddress(state)) return false
    const [all, key = '', space = '', suffix] = match
    const end = pos + all.length - (suffix ? 0 : space.length)
    if (!silent) {
      const token = state.push('cite', 'cite', 0)
      token.content = all
      token.meta = { label: label(key), kind: 'narrative', ...(suffix && { suffix: surroundings(state, match[4]) }) }
      Object.assign(token, { col: [pos, end] })
    }
    state.pos = end
    return true
  }

  function parenthetical(state: InlineState, silent: boolean): boolean {
    const { src, pos } = state
    const end = state.md.helpers.parseLinkLabel(state, pos)
    if (end <= 0 || src[end + 1] === '(' || src[end + 1] === '[') return false
    const inner = src.slice(pos + 1, end)
    // A dot matches no end of a line: with one the expression can only fail, after many tries.
    if (!inner.includes('@')) return false
    const parts = inner.split(';').map(part => (/[\n\r\u2028\u2029]/.test(part.slice(1)) ? null : group.exec(part)))
    if (parts.includes(null) || isInAddress(state)) return false
    state.pos = end + 1
    if (silent) return true
    const open = state.push('cite_group_open', 'span', 1)
    open.content = '['
    open.meta = { kind: 'parenthetical' }
    let column = pos + 1
    for (const part of parts) {
      const [all, before, minus, key = '', after] = part!
      const token = state.push('cite', 'cite', 0)
      token.content = all.trim()
      token.meta = {
        label: label(key),
        kind: 'parenthetical',
        prefix: surroundings(state, before?.trim()),
        suffix: surroundings(state, after?.trim().replace(/^,\s*/, '')),
        partial: minus ? 'year' : undefined,
      }
      Object.assign(token, { col: [column, column + all.length] })
      column += all.length + 1
    }
    state.push('cite_group_close', 'span', -1).content = ']'
    return true
  }

  return (state: InlineState, silent) => {
    const first = state.src[state.pos]
    if ((first !== '@' && first !== '[') || inside || (state.linkLevel ?? 0) > 0) return false
    return first === '@' ? narrative(state, silent) : parenthetical(state, silent)
  }
}

/** Whether what stands before, up to a space, makes this a part of an address, as in `https://example.org/@name`. */
function isInAddress({ src, pos }: InlineState): boolean {
  let start = pos
  while (start > 0 && pos - start < limits.addressBefore && !isSpace(src.charCodeAt(start - 1))) start--
  const word = src.slice(start, pos)
  if (word.startsWith('<') && word.includes('>')) return false
  if (word.includes('://') || word.startsWith('www.')) return true
  return /^([a-z0-9-]+\.)+[a-z]{2,}(\/|$)/i.test(word)
}

// The expression alone would be most of the work on a long word.
const isSpace = (code: number) =>
  code === 32 || (code >= 9 && code <= 13) || (code > 127 && /\s/.test(String.fromCharCode(code)))
