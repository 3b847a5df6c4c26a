import { isExternal } from '../../audit/paths.ts'
import type { Reading } from '../reading.ts'
import { attribute, type Content, type Element, find, inlineNames, textOf, wordsOf } from './element.ts'
import type { HtmlHost, HtmlPage } from './host.ts'
import type { Inline } from './inline.ts'
import { idsOf, type Links } from './links.ts'
import { texOf } from './math.ts'

/** What one page is converted with. */
export interface Context {
  page: HtmlPage
  links: Links
  host: HtmlHost
  reading: Reading
  /** Notes that stand among the blocks already. */
  defined: Set<Element>
}

/** What a line of HTML holds, with the ids that stand in it and the notes it refers to. */
export interface Line {
  inlines: Inline[]
  ids: string[]
  notes: Element[]
}

const marks: Record<string, '*' | '**'> = {
  em: '*',
  i: '*',
  cite: '*',
  var: '*',
  dfn: '*',
  strong: '**',
  b: '**',
}
/** What MyST has roles for, which hold only text. */
const roles: Record<string, 'sup' | 'sub' | 'del'> = { sup: 'sup', sub: 'sub', del: 'del', s: 'del', strike: 'del' }
const codes = new Set(['code', 'kbd', 'samp', 'tt'])

/** Scripts, styles and controls: words of a program, not of the text. */
export const notText: Record<string, 'script' | 'navigation' | 'hidden'> = {
  script: 'script',
  style: 'script',
  template: 'hidden',
  noscript: 'hidden',
  button: 'navigation',
  select: 'navigation',
  textarea: 'navigation',
  datalist: 'hidden',
}

export function lineOf(contents: Content[], context: Context): Line {
  const line: Line = { inlines: [], ids: [], notes: [] }
  line.inlines = inlinesOf(contents, context, line)
  return line
}

function inlinesOf(contents: Content[], context: Context, line: Line): Inline[] {
  return contents.flatMap((content): Inline[] => {
    if (typeof content === 'string') return [{ type: 'text', text: content.replace(/[ \t\r\n\f\v]+/g, ' ') }]
    return inlineOf(content, context, line)
  })
}

function inlineOf(element: Element, context: Context, line: Line): Inline[] {
  const { name } = element
  line.ids.push(...idsOf(element))
  if (isLeftOut(element, context)) return []
  const inside = () => inlinesOf(element.children, context, line)
  if (name === 'br') return [{ type: 'break' }]
  if (name === 'img' || name === 'image' || name === 'svg') return imageOf(element, context)
  if (name === 'math') return mathOf(element, context)
  if (name === 'a') return linkOf(element, context, line, inside)
  if (codes.has(name)) return [{ type: 'code', text: textOf(element) }]
  if (name === 'q') return [{ type: 'text', text: '“' }, ...inside(), { type: 'text', text: '”' }]
  if (roles[name]) return asRole(roles[name], inside())
  if (name === 'rp') return []
  if (name === 'rt') return [{ type: 'text', text: '(' }, ...inside(), { type: 'text', text: ')' }]
  const mark = marks[name] ?? markOfStyle(element)
  if (mark) return [{ type: 'mark', mark, children: inside() }]
  // A block where only a line may stand: its words are apart from those beside it.
  return inlineNames.has(name) ? inside() : [{ type: 'text', text: ' ' }, ...inside(), { type: 'text', text: ' ' }]
}

function markOfStyle({ attributes }: Element): '*' | '**' | undefined {
  const style = attributes.style ?? ''
  if (/font-style\s*:\s*(italic|oblique)/i.test(style)) return '*'
  return /font-weight\s*:\s*(bold|[6-9]00)/i.test(style) ? '**' : undefined
}

function asRole(role: 'sup' | 'sub' | 'del', inside: Inline[]): Inline[] {
  const only = inside.filter(inline => !(inline.type === 'text' && inline.text.trim() === ''))
  if (only.length === 1 && only[0]!.type === 'text') return [{ type: 'role', role, text: only[0]!.text.trim() }]
  return inside
}

function linkOf(element: Element, context: Context, line: Line, inside: () => Inline[]): Inline[] {
  const { page, links, reading } = context
  const note = links.references.get(element)
  if (note) {
    line.notes.push(note.element)
    return [{ type: 'note', label: note.label }]
  }
  const { href } = element.attributes
  if (href === undefined) return inside()
  if (links.backLinks.has(element)) {
    reading.remove('navigation', page.path || 'a note', wordsOf(element).replace(/^\W+$/, ''))
    return []
  }
  const target = links.targetOf(page, href)
  const label = target === undefined ? undefined : links.labels.get(target)
  if (label !== undefined) return [{ type: 'link', address: `#${label}`, children: inside() }]
  // Addresses that run a program are none.
  if (isExternal(href) && /^(https?:|mailto:|tel:|doi:|\/\/)/i.test(href))
    return [{ type: 'link', address: href.trim(), children: inside() }]
  return inside()
}

/** Puts what is no text of the page among what is removed. */
export function isLeftOut(element: Element, { page, reading }: Context): boolean {
  const { name, attributes } = element
  const hidden = 'hidden' in attributes || /display\s*:\s*none/i.test(attributes.style ?? '')
  const reason = notText[name] ?? (hidden ? 'hidden' : undefined)
  if (reason) reading.remove(reason, page.path || 'the page', textOf(element))
  return reason !== undefined || name === 'input' || name === 'head'
}

export function imageOf(element: Element, { page, host, reading }: Context): Inline[] {
  const picture = element.name === 'svg' ? (find(element, 'image') ?? element) : element
  const alt = (element.attributes.alt ?? (element.name === 'svg' ? wordsOf(element) : '')).replace(/\s+/g, ' ').trim()
  if (picture.name === 'svg') {
    // What is hidden from those who cannot see is an ornament.
    const drawing = element.attributes['aria-hidden'] === 'true' ? undefined : host.drawing(picture, page)
    return drawing === undefined ? textOfAlt(alt) : [{ type: 'image', address: drawing, alt }]
  }
  const source = (picture.attributes.src ?? attribute(picture, 'href') ?? picture.attributes['data-src'] ?? '').trim()
  const address = source === '' ? undefined : host.image(source, page)
  if (address !== undefined) return [{ type: 'image', address, alt }]
  if (source !== '')
    reading.warn(
      `The picture ${source.slice(0, 100)} is not in the file: ${alt ? 'its description stands in its place' : 'it is left out'}.`,
    )
  return textOfAlt(alt)
}

function textOfAlt(alt: string): Inline[] {
  return alt === '' ? [] : [{ type: 'text', text: alt }]
}

function mathOf(element: Element, { page, reading }: Context): Inline[] {
  const tex = texOf(element)
  if (tex !== undefined) return [{ type: 'math', tex, display: element.attributes.display === 'block' }]
  reading.warn(
    `${page.path || 'The page'} has a formula without TeX: its letters stand in its place, look at ${JSON.stringify(wordsOf(element).slice(0, 40))}.`,
  )
  return [{ type: 'text', text: ` ${wordsOf(element)} ` }]
}
