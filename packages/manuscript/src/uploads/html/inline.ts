import { plainText } from '../../plain-text.ts'
import { escapeBeginning, escapeInline } from '../escape-text.ts'

/** A line of text with what is marked in it. */
export type Inline =
  | { type: 'text' | 'code'; text: string }
  | { type: 'break' }
  | { type: 'mark'; mark: '*' | '**'; children: Inline[] }
  | { type: 'link'; address: string; children: Inline[] }
  | { type: 'image'; address: string; alt: string }
  | { type: 'note'; label: string }
  | { type: 'math'; tex: string; display: boolean }
  | { type: 'role'; role: 'sup' | 'sub' | 'del'; text: string }

/** The words of it, spaces run together. */
export function plainOfInline(inlines: Inline[]): string {
  return words(inlines).replace(/\s+/g, ' ').trim()
}

function words(inlines: Inline[]): string {
  return inlines
    .map(inline => {
      if ('children' in inline) return words(inline.children)
      if ('text' in inline) return inline.text
      if (inline.type === 'math') return inline.tex
      if (inline.type === 'image') return inline.alt
      return inline.type === 'break' ? ' ' : ''
    })
    .join('')
}

/** Whether there is something to see. */
export function isEmpty(inlines: Inline[]): boolean {
  return inlines.every(inline => {
    if ('children' in inline) return isEmpty(inline.children)
    return inline.type === 'break' || ('text' in inline && inline.text.trim() === '')
  })
}

export interface InlineOptions {
  /** What a line end of the author becomes: a line end, or a space where only one line may be. */
  breaks: 'line' | 'space'
  /** In a cell of a table, where a bar would end it. */
  cell?: boolean
}

/**
 * MyST that shows a line of text. Marks that CommonMark would not take for marks where they stand (§6.2, between letters
 * and punctuation) are left out rather than shown: the parser is asked what it sees.
 */
export function renderInline(given: Inline[], options: InlineOptions): string {
  const inlines = tidy(given)
  const text = asLines(render(inlines, options), options)
  if (inlines.every(inline => inline.type === 'text' || inline.type === 'break')) return text
  const expected = bare(plainOfInline(inlines))
  const seen = (candidate: Inline[]) => bare(plainText(asLines(render(withoutNotes(candidate), options), options)))
  if (seen(inlines) === expected) return text
  const unmarked = tidy(withoutMarks(inlines))
  if (seen(unmarked) === expected) return asLines(render(unmarked, options), options)
  const notes = inlines.filter(inline => inline.type === 'note')
  return asLines(render([{ type: 'text', text: words(inlines) }, ...notes], options), options)
}

const bare = (text: string) => text.replace(/\s+/g, '')

function withoutNotes(inlines: Inline[]): Inline[] {
  return inlines.flatMap((inline): Inline[] => {
    if (inline.type === 'note') return []
    return 'children' in inline ? [{ ...inline, children: withoutNotes(inline.children) }] : [inline]
  })
}

function withoutMarks(inlines: Inline[]): Inline[] {
  return inlines.flatMap((inline): Inline[] => {
    if (inline.type === 'mark') return withoutMarks(inline.children)
    return 'children' in inline ? [{ ...inline, children: withoutMarks(inline.children) }] : [inline]
  })
}

/** One text for texts beside each other, one mark for equal marks; spaces stand outside of marks. */
function tidy(inlines: Inline[], within = ''): Inline[] {
  const tidied: Inline[] = []
  const add = (inline: Inline) => {
    const last = tidied.at(-1)
    if (inline.type === 'text') {
      if (inline.text === '') return
      if (last?.type === 'text') {
        tidied[tidied.length - 1] = { type: 'text', text: last.text + inline.text }
        return
      }
    }
    tidied.push(inline)
  }
  for (const inline of joinMarks(inlines)) {
    if (inline.type === 'mark') {
      const children = tidy(inline.children, within + inline.mark)
      if (within.includes(inline.mark) || isEmpty(children) || !children.some(child => child.type !== 'image')) {
        for (const child of children) add(child)
        continue
      }
      const [before, inner, after] = outerSpace(children)
      if (before) add({ type: 'text', text: ' ' })
      add({ ...inline, children: inner })
      if (after) add({ type: 'text', text: ' ' })
    } else if (inline.type === 'link') {
      const children = tidy(inline.children, within)
      const [before, inner, after] = outerSpace(children)
      if (before) add({ type: 'text', text: ' ' })
      if (isEmpty(inner)) for (const child of inner) add(child)
      else add({ ...inline, children: inner })
      if (after) add({ type: 'text', text: ' ' })
    } else add(inline)
  }
  return tidied
}

function joinMarks(inlines: Inline[]): Inline[] {
  const joined: Inline[] = []
  for (const inline of inlines) {
    const last = joined.at(-1)
    if (inline.type === 'mark' && last?.type === 'mark' && last.mark === inline.mark) {
      joined[joined.length - 1] = { ...last, children: [...last.children, ...inline.children] }
    } else joined.push(inline)
  }
  return joined
}

function outerSpace(inlines: Inline[]): [boolean, Inline[], boolean] {
  const inner = [...inlines]
  const [first] = inner
  const before = first?.type === 'text' && /^\s/.test(first.text)
  if (before) inner[0] = { ...first, text: first.text.trimStart() }
  const last = inner.at(-1)
  const after = last?.type === 'text' && /\s$/.test(last.text)
  if (after) inner[inner.length - 1] = { ...last, text: last.text.trimEnd() }
  return [before, inner, after]
}

function render(inlines: Inline[], options: InlineOptions): string {
  return inlines.map(inline => renderOne(inline, options)).join('')
}

function renderOne(inline: Inline, options: InlineOptions): string {
  switch (inline.type) {
    case 'text':
      return escapeInline(inline.text)
    case 'code':
      return codeSpan(options.cell ? inline.text.replaceAll('|', '\\|') : inline.text)
    case 'break':
      return options.breaks === 'line' ? '\\\n' : ' '
    case 'mark':
      return inline.mark + render(inline.children, options) + inline.mark
    case 'link':
      return `[${render(inline.children, options)}](${addressOf(inline.address)})`
    case 'image':
      return `![${escapeInline(inline.alt)}](${addressOf(inline.address)})`
    case 'note':
      return `[^${inline.label}]`
    case 'math':
      return inline.display && options.breaks === 'line' ? `$$${inline.tex}$$` : `$${inline.tex}$`
    case 'role':
      // A role reads what it holds once more.
      return /^[\p{L}\p{N}\p{M}\s.,:;!?’'“”+−=()–—-]+$/u.test(inline.text)
        ? `{${inline.role}}\`${inline.text}\``
        : escapeInline(inline.text)
  }
}

function codeSpan(text: string): string {
  const content = text.replace(/\s+/g, ' ')
  if (content.trim() === '') return content
  const longest = Math.max(0, ...(content.match(/`+/g) ?? []).map(run => run.length))
  const marks = '`'.repeat(longest + 1)
  const pad = /^`|`$|^ .* $/.test(content) ? ' ' : ''
  return marks + pad + content + pad + marks
}

/** An address where Markdown expects one: in angle brackets when it would end early. */
function addressOf(address: string): string {
  const safe = address.replace(/[\r\n]+/g, '').replace(/[<>]/g, encodeURIComponent)
  return /[\s()\\]/.test(safe) || safe === '' ? `<${safe.replaceAll('\\', '%5C')}>` : safe
}

/** Lines without spaces around them, none of which begins a block. */
function asLines(text: string, options: InlineOptions): string {
  const lines = text
    .replace(/(?:\\\n\s*)+$/, '')
    .split('\n')
    .map(line => line.replace(/[ \t\r\f\v]+/g, ' ').trim())
    .filter(line => line !== '' && line !== '\\')
  if (options.cell) return lines.join(' ')
  // A reference at the beginning of a line and a colon behind it would define the note.
  return lines.map(line => escapeBeginning(line.replace(/^(\[\^[^\]]+\]):/, '$1\\:'))).join('\n')
}
