import { type Content, type Element, inlineNames, wordsOf } from './element.ts'
import { isEmpty, plainOfInline, renderInline } from './inline.ts'
import { type Context, isLeftOut, type Line, lineOf } from './inline-of.ts'
import { idsOf } from './links.ts'
import { listOf, termsOf } from './lists.ts'
import { figureOf, tableOf } from './tables.ts'

/** A block with the ids that stand in it, or before it when its text is ''. */
export interface HtmlBlock {
  text: string
  plain: string
  ids: string[]
  depth?: number
  bold?: boolean
  centered?: boolean
  apart?: boolean
  /** The definition of a footnote, which stands in no other block. */
  isNote?: true
}

/** What stands in one block, and the notes that then stand behind it. */
export interface Enclosed {
  /** Undefined when there is nothing in it, not even a place. */
  block: HtmlBlock | undefined
  notes: HtmlBlock[]
}

interface Style {
  centered?: boolean
  apart?: boolean
}

/** The blocks of an element. Lines that stand beside blocks are paragraphs of their own. */
export function blocksOf(element: Element, context: Context, style: Style = {}): HtmlBlock[] {
  const blocks: HtmlBlock[] = []
  let run: Content[] = []
  const flush = () => {
    if (run.length > 0) blocks.push(...paragraph(run, context, style))
    run = []
  }
  for (const child of element.children) {
    if (isInline(child)) run.push(child)
    else {
      flush()
      blocks.push(...blockOf(child as Element, context, style))
    }
  }
  flush()
  return blocks
}

/** Text, and elements within a line that hold no blocks: links around whole sections are containers. */
function isInline(content: Content): boolean {
  if (typeof content === 'string') return true
  if (content.name === 'math') return content.attributes.display !== 'block'
  if (content.name === 'svg' || content.name === 'br') return true
  return inlineNames.has(content.name) && content.children.every(isInline)
}

function blockOf(element: Element, context: Context, outer: Style): HtmlBlock[] {
  if (isLeftOut(element, context)) return []
  const note = context.links.notes.get(element)
  if (note) return []
  const style = styleOf(element, outer)
  const own = anchorsOnly(idsOf(element))
  const blocks = convert(element, context, style)
  const [first] = blocks
  if (style.apart && !outer.apart && first) first.apart = true
  return [...own, ...blocks]
}

function convert(element: Element, context: Context, style: Style): HtmlBlock[] {
  const { name } = element
  const heading = headingDepth(element)
  if (heading !== undefined) return headingOf(element, heading, context)
  switch (name) {
    case 'p':
      return element.children.every(isInline)
        ? paragraph(element.children, context, style)
        : blocksOf(element, context, style)
    case 'pre':
      return [codeOf(element)]
    case 'hr':
      // Where a document begins a page there is nothing to see.
      if (/(^| )octavo-page( |$)/.test(element.attributes.class ?? ''))
        return [{ text: '', plain: '', ids: [], apart: true }]
      return [{ text: '***', plain: '', ids: [] }]
    case 'blockquote':
      return quoteOf(element, context)
    case 'ul':
    case 'ol':
    case 'menu':
      return listOf(element, context)
    case 'dl':
      return termsOf(element, context)
    case 'table':
      return tableOf(element, context)
    case 'figure':
      return figureOf(element, context)
    case 'math':
      return paragraph([element], context, style)
    case 'nav':
      context.reading.remove('navigation', context.page.path || 'the page', wordsOf(element))
      return []
    case 'iframe':
    case 'object':
    case 'video':
    case 'audio':
    case 'embed':
      context.reading.warn(
        `${context.page.path || 'The page'} shows something that only plays on a screen (${name}): what stands in for it is kept.`,
      )
      return blocksOf(element, context, style)
    default:
      return blocksOf(element, context, style)
  }
}

function anchorsOnly(ids: string[]): HtmlBlock[] {
  return ids.length > 0 ? [{ text: '', plain: '', ids }] : []
}

function headingDepth({ name, attributes }: Element): number | undefined {
  const tag = /^h([1-6])$/.exec(name)?.[1]
  if (tag) return Number(tag)
  return attributes.role === 'heading' ? Math.min(6, Number(attributes['aria-level']) || 2) : undefined
}

function headingOf(element: Element, depth: number, context: Context): HtmlBlock[] {
  const line = lineOf(element.children, context)
  if (isEmpty(line.inlines)) return anchorsOnly(line.ids)
  const text = renderInline(line.inlines, { breaks: 'space' })
  // Hashes at the end would close the heading.
  const heading = `${'#'.repeat(depth)} ${text.replace(/(^|\s)(#+)$/, '$1\\$2')}`
  const plain = plainOfInline(line.inlines)
  return [{ text: heading, plain, depth, ids: line.ids }, ...notesOf(line, context)]
}

/** A line of text as a paragraph, and behind it the notes it is first to refer to. */
export function paragraph(contents: Content[], context: Context, style: Style = {}): HtmlBlock[] {
  const line = lineOf(contents, context)
  if (isEmpty(line.inlines)) return anchorsOnly(line.ids)
  const text = renderInline(line.inlines, { breaks: 'line' })
  const seen = line.inlines.filter(inline => !isEmpty([inline]))
  const bold = seen.length > 0 && seen.every(inline => inline.type === 'mark' && inline.mark === '**')
  const block = {
    text,
    plain: plainOfInline(line.inlines),
    ids: line.ids,
    ...(bold && { bold }),
    ...(style.centered && { centered: true }),
  }
  return [block, ...notesOf(line, context)]
}

/** The notes a line is first to refer to, as definitions. */
export function notesOf({ notes }: Pick<Line, 'notes'>, context: Context): HtmlBlock[] {
  return notes.flatMap(element => {
    if (context.defined.has(element)) return []
    context.defined.add(element)
    const { label, page } = context.links.notes.get(element)!
    const { block, notes } = enclosed(
      blocksOf(element, { ...context, page }),
      text => `[^${label}]: ${indented(text, '    ')}`,
    )
    const empty: HtmlBlock = { text: `[^${label}]: `, plain: '', ids: [] }
    return [{ ...(block?.text ? block : empty), isNote: true }, ...notes]
  })
}

function joinBlocks(blocks: HtmlBlock[]): string {
  return blocks
    .map(block => block.text)
    .filter(text => text !== '')
    .join('\n\n')
}

/** Every line but the first, blank ones apart, moved in. */
export function indented(text: string, by: string): string {
  return text.replace(/\n(?=[^\n])/g, `\n${by}`)
}

/** Blocks as one that is made around their text. */
export function enclosed(blocks: HtmlBlock[], around: (text: string) => string): Enclosed {
  const own = blocks.filter(block => !block.isNote)
  const notes = blocks.filter(block => block.isNote)
  const ids = own.flatMap(block => block.ids)
  const text = joinBlocks(own)
  const plain = own.flatMap(block => block.plain || []).join(' ')
  if (text !== '') return { block: { text: around(text), plain, ids }, notes }
  return { block: anchorsOnly(ids)[0], notes }
}

function quoteOf(element: Element, context: Context): HtmlBlock[] {
  const { block, notes } = enclosed(blocksOf(element, context), text =>
    text.replace(/^/gm, '> ').replace(/^> $/gm, '>'),
  )
  return [...(block ? [block] : []), ...notes]
}

function codeOf(element: Element): HtmlBlock {
  const text = codeText(element).replace(/^\n|\s+$/g, '')
  const [code] = element.children.filter(child => typeof child !== 'string' && child.name === 'code') as Element[]
  const classes = `${code?.attributes.class ?? ''} ${element.attributes.class ?? ''}`
  const language = /\b(?:language|lang|highlight-source)-([\w+#-]+)/.exec(classes)?.[1] ?? ''
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map(run => run.length))
  const marks = '`'.repeat(longest + 1)
  if (text.trim() === '') return { text: '', plain: '', ids: idsInside(element) }
  return {
    text: `${marks}${language}\n${text}\n${marks}`,
    plain: text.replace(/\s+/g, ' ').trim(),
    ids: idsInside(element),
  }
}

function codeText(content: Content): string {
  if (typeof content === 'string') return content
  return content.name === 'br' ? '\n' : content.children.map(codeText).join('')
}

function idsInside(element: Element): string[] {
  return element.children.flatMap(child => (typeof child === 'string' ? [] : [...idsOf(child), ...idsInside(child)]))
}

function styleOf(element: Element, outer: Style): Style {
  const { style = '', align = '', class: classes = '' } = element.attributes
  const alignment = /text-align\s*:\s*(\w+)/i.exec(style)?.[1] ?? align
  const isTitle = /(^| )octavo-title( |$)/.test(classes)
  const named =
    isTitle || /(^|[\s_-])(center|centre|centered|centred)([\s_-]|$)/i.test(classes) || element.name === 'center'
  const centered = alignment === '' ? named || outer.centered : alignment.toLowerCase() === 'center'
  const apart = /(page-break-before|break-before)\s*:\s*(always|page|left|right)/i.test(style)
  return { ...(centered && { centered }), ...(apart && { apart }) }
}
