import type { InlineContext, InlineParser, MarkdownConfig } from '@lezer/markdown'

const role = /^\{([^{}`\s]+)([^{}`]*)\}(`+)/
const math = /^(\$\$?)(?!\s)((?:\\[\s\S]|[^$\\])+?)\1(?!\d)/
const citation = /^@[\p{L}\p{N}_](?:[\p{L}\p{N}_:./+?&-]*[\p{L}\p{N}_/+])?/u
const footnote = /^\[\^[^\s[\]]+\]/

const from = (cx: InlineContext, pos: number) => cx.slice(pos, cx.end)

const roles: InlineParser = {
  name: 'Role',
  before: 'InlineCode',
  parse(cx, next, pos) {
    if (next !== 123) return -1
    const said = from(cx, pos)
    const match = role.exec(said)
    if (!match) return -1
    const [open, name = '', attributes = '', ticks = ''] = match
    const close = said.slice(open.length).search(new RegExp(`(?<!\`)${ticks}(?!\`)`))
    if (close < 0) return -1
    const text = pos + open.length
    const nameEnd = pos + 1 + name.length
    return cx.addElement(
      cx.elt('Role', pos, text + close + ticks.length, [
        cx.elt('DirectiveMark', pos, pos + 1),
        cx.elt('DirectiveName', pos + 1, nameEnd),
        ...(attributes ? [cx.elt('DirectiveArgument', nameEnd, nameEnd + attributes.length)] : []),
        cx.elt('DirectiveMark', nameEnd + attributes.length, text),
        ...(close > 0 ? [cx.elt(name === 'math' ? 'MathText' : 'RoleText', text, text + close)] : []),
        cx.elt('DirectiveMark', text + close, text + close + ticks.length),
      ]),
    )
  },
}

const inlineMath: InlineParser = {
  name: 'InlineMath',
  before: 'Escape',
  parse(cx, next, pos) {
    if (next !== 36) return -1
    const match = math.exec(from(cx, pos))
    if (!match || /\s$/.test(match[2]!)) return -1
    const [whole, mark = ''] = match
    const end = pos + whole.length
    return cx.addElement(
      cx.elt('InlineMath', pos, end, [
        cx.elt('MathMark', pos, pos + mark.length),
        cx.elt('MathText', pos + mark.length, end - mark.length),
        cx.elt('MathMark', end - mark.length, end),
      ]),
    )
  },
}

const simple = (name: string, character: number, pattern: RegExp, before: string): InlineParser => ({
  name,
  before,
  parse(cx, next, pos) {
    if (next !== character) return -1
    if (name === 'Citation' && pos > cx.offset && /[\p{L}\p{N}]/u.test(cx.slice(pos - 1, pos))) return -1
    const match = pattern.exec(from(cx, pos))
    return match ? cx.addElement(cx.elt(name, pos, pos + match[0].length)) : -1
  },
})

/** MyST's marks within a line: roles, math, citations, footnotes. */
export const mystInlines: MarkdownConfig = {
  defineNodes: ['Role', 'RoleText', 'InlineMath', 'Citation', 'Footnote'],
  parseInline: [roles, inlineMath, simple('Citation', 64, citation, 'Link'), simple('Footnote', 91, footnote, 'Link')],
}
