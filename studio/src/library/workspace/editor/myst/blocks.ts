import type { BlockContext, BlockParser, Element, Line, MarkdownConfig } from '@lezer/markdown'
import { closes, opening, verbatim } from './fences.ts'

const characters = ':`~'
const option = /^:([\w-]+):(?:\s+(.*))?$/
const target = /^\([^()\s][^()\n]*\)=\s*$/
const closing = /^(:{3,}|`{3,}|~{3,})\s*$/

const rest = (line: Line) => line.text.slice(line.pos)

/** The marks of an opening line: fence, braces, name, and what stands behind. */
function openingMarks(cx: BlockContext, line: Line, match: RegExpExecArray): Element[] {
  const [whole, fence = '', name = '', attributes = '', argument = ''] = match
  const start = cx.lineStart + line.pos
  const brace = whole.indexOf('{')
  const nameStart = start + brace + 1
  const nameEnd = nameStart + name.length
  const marks = [
    cx.elt('DirectiveMark', start, start + fence.length),
    cx.elt('DirectiveMark', start + brace, nameStart),
    cx.elt('DirectiveName', nameStart, nameEnd),
  ]
  if (attributes) marks.push(cx.elt('DirectiveArgument', nameEnd, nameEnd + attributes.length))
  const close = nameEnd + attributes.length
  marks.push(cx.elt('DirectiveMark', close, close + 1))
  const said = argument.trim()
  if (said) {
    const from = close + 1 + argument.indexOf(said)
    marks.push(cx.elt('DirectiveArgument', from, from + said.length))
  }
  return marks
}

function optionMarks(cx: BlockContext, line: Line, match: RegExpExecArray): Element {
  const start = cx.lineStart + line.pos
  const [whole, key = '', value = ''] = match
  const keyEnd = start + key.length + 2
  const marks = [cx.elt('OptionKey', start, keyEnd)]
  if (value) marks.push(cx.elt('OptionValue', start + whole.length - value.length, start + whole.length))
  return cx.elt('DirectiveOption', start, start + whole.length, marks)
}

/** A directive whose content is taken as it is: code, math, diagrams. */
function parseVerbatim(cx: BlockContext, line: Line, match: RegExpExecArray): true {
  const start = cx.lineStart + line.pos
  const fence = match[1]!
  const marks = openingMarks(cx, line, match)
  const text = match[2] === 'math' ? 'MathText' : 'DirectiveText'
  let options = true
  let end = start + rest(line).length
  const depth = cx.depth
  while (cx.nextLine() && cx.depth >= depth) {
    const said = rest(line)
    if (closes(said, fence[0]!, fence.length)) {
      end = cx.lineStart + line.pos + said.length
      marks.push(cx.elt('DirectiveMark', cx.lineStart + line.pos, end))
      cx.nextLine()
      break
    }
    const set = options ? option.exec(said) : null
    if (set) marks.push(optionMarks(cx, line, set))
    else {
      options = false
      if (line.text.length > line.basePos) {
        marks.push(cx.elt(text, cx.lineStart + line.basePos, cx.lineStart + line.text.length))
      }
    }
    end = cx.lineStart + line.text.length
  }
  cx.addElement(cx.elt('DirectiveBlock', start, end, marks))
  return true
}

const directive: BlockParser = {
  name: 'Directive',
  before: 'FencedCode',
  parse(cx, line) {
    const match = opening.exec(rest(line))
    if (!match) return false
    if (verbatim.has(match[2]!)) return parseVerbatim(cx, line, match)
    const fence = match[1]!
    cx.startComposite('Directive', line.pos, fence.length * characters.length + characters.indexOf(fence[0]!))
    for (const mark of openingMarks(cx, line, match)) cx.addElement(mark)
    cx.nextLine()
    return true
  },
  endLeaf: (_cx, line) => opening.test(rest(line)),
}

const directiveOption: BlockParser = {
  name: 'DirectiveOption',
  before: 'Directive',
  parse(cx, line) {
    if (cx.parentType().name !== 'Directive') return false
    const match = option.exec(rest(line))
    if (!match) return false
    cx.addElement(optionMarks(cx, line, match))
    cx.nextLine()
    return true
  },
}

/** The end of a directive stands behind it: the line has already closed it when it is parsed. */
const directiveEnd: BlockParser = {
  name: 'DirectiveEnd',
  after: 'Directive',
  parse(cx, line) {
    const match = /^:{3,}\s*$/.test(rest(line)) || (closing.test(rest(line)) && endsDirective(line))
    if (!match) return false
    const start = cx.lineStart + line.pos
    cx.addElement(cx.elt('DirectiveMark', start, start + rest(line).trimEnd().length))
    ended.delete(line)
    cx.nextLine()
    return true
  },
  endLeaf: (_cx, line) => /^:{3,}\s*$/.test(rest(line)) || endsDirective(line),
}

/** The line that was found to end a directive of backticks, until it is parsed; its object lives as long as the parse. */
const ended = new WeakMap<Line, string>()
const endsDirective = (line: Line) => ended.get(line) === line.text

const oneLine = (name: string, pattern: RegExp, node: string): BlockParser => ({
  name,
  before: 'Directive',
  parse(cx, line) {
    const said = rest(line)
    if (!pattern.test(said)) return false
    const start = cx.lineStart + line.pos
    cx.addElement(cx.elt(node, start, start + said.trimEnd().length))
    cx.nextLine()
    return true
  },
  endLeaf: (_cx, line) => pattern.test(rest(line)),
})

const mathBlock: BlockParser = {
  name: 'MathBlock',
  before: 'Directive',
  parse(cx, line) {
    const first = rest(line)
    if (!first.startsWith('$$') || /^\$\$.+\$\$/.test(first)) return false
    const start = cx.lineStart + line.pos
    const marks = [cx.elt('MathMark', start, start + 2)]
    if (first.length > 2) marks.push(cx.elt('MathText', start + 2, start + first.length))
    let end = start + first.length
    const depth = cx.depth
    while (cx.nextLine() && cx.depth >= depth) {
      const said = rest(line)
      const at = said.indexOf('$$')
      const from = cx.lineStart + line.pos
      end = from + said.length
      if (at < 0) {
        if (said) marks.push(cx.elt('MathText', from, end))
        continue
      }
      if (at > 0) marks.push(cx.elt('MathText', from, from + at))
      marks.push(cx.elt('MathMark', from + at, from + at + 2))
      if (end > from + at + 2) marks.push(cx.elt('Target', from + at + 2, end))
      cx.nextLine()
      break
    }
    cx.addElement(cx.elt('MathBlock', start, end, marks))
    return true
  },
}

const frontMatter: BlockParser = {
  name: 'FrontMatter',
  before: 'HorizontalRule',
  parse(cx, line) {
    if (cx.lineStart !== 0 || !/^---\s*$/.test(line.text)) return false
    const marks = [cx.elt('FrontMatterMark', 0, 3)]
    const textStart = line.text.length + 1
    while (cx.nextLine()) {
      if (!/^(---|\.\.\.)\s*$/.test(line.text)) continue
      if (cx.lineStart > textStart) marks.push(cx.elt('FrontMatterText', textStart, cx.lineStart - 1))
      const end = cx.lineStart + 3
      marks.push(cx.elt('FrontMatterMark', cx.lineStart, end))
      cx.nextLine()
      cx.addElement(cx.elt('FrontMatter', 0, end, marks))
      return true
    }
    return true
  },
}

/** MyST's blocks: front matter, directives, targets, comments, displayed math, breaks. */
export const mystBlocks: MarkdownConfig = {
  defineNodes: [
    {
      name: 'Directive',
      block: true,
      composite(_cx, line, value) {
        const said = rest(line)
        const character = characters[value % characters.length]!
        const over = closes(said, character, Math.floor(value / characters.length))
        if (over) ended.set(line, line.text)
        return !over
      },
    },
    { name: 'DirectiveBlock', block: true },
    { name: 'DirectiveOption', block: true },
    { name: 'MathBlock', block: true },
    { name: 'FrontMatter', block: true },
    ...['DirectiveMark', 'DirectiveName', 'DirectiveArgument', 'DirectiveText', 'OptionKey', 'OptionValue'],
    ...['MathMark', 'MathText', 'FrontMatterMark', 'FrontMatterText', 'Target', 'MystComment', 'BlockBreak'],
  ],
  // The others are placed before it or after it.
  parseBlock: [
    directive,
    frontMatter,
    oneLine('Target', target, 'Target'),
    oneLine('MystComment', /^%/, 'MystComment'),
    oneLine('BlockBreak', /^\+\+\+(\s|$)/, 'BlockBreak'),
    mathBlock,
    directiveOption,
    directiveEnd,
  ],
}
