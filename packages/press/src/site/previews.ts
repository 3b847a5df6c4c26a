import type { Element, ElementContent } from 'hast'
import { toHtml } from 'hast-util-to-html'
import type { HtmlPage } from '../html/index.ts'

/** A preview is a look, not a page. */
const longest = 6_000

/** What a reader is shown of places on a page, as HTML, by the name of the place. */
export function previewsOf(
  { title, content }: HtmlPage,
  label: string | undefined,
  places: ReadonlySet<string>,
): Map<string, string> {
  const previews = new Map<string, string>()
  if (places.size === 0) return previews
  const found = new Map<string, ElementContent[]>()
  const look = (siblings: ElementContent[], block: Element | undefined) => {
    for (const [at, node] of siblings.entries()) {
      if (node.type !== 'element') continue
      const own = blocks.has(node.tagName) ? node : block
      const id = node.properties.id
      if (typeof id === 'string' && places.has(id) && !found.has(id))
        found.set(id, shown(node, siblings.slice(at + 1), own ?? node))
      look(node.children, own)
    }
  }
  look(content, undefined)
  if (places.has('')) {
    const heading = [...(label ? [text(`${label} `)] : []), ...title]
    const first = content.find(node => node.type === 'element' && node.tagName === 'p')
    found.set('', [paragraph(heading), ...(first ? [first] : [])])
  }
  for (const place of places) {
    const markup = toHtml({ type: 'root', children: (found.get(place) ?? []).map(bare) })
    if (markup !== '')
      previews.set(place, markup.length > longest ? toHtml(paragraph([text(wordsOf(found.get(place)!))])) : markup)
  }
  return previews
}

const blocks = new Set([
  'p',
  'figure',
  'li',
  'dl',
  'dd',
  'blockquote',
  'aside',
  'details',
  'pre',
  'table',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
])

function shown(node: Element, after: ElementContent[], block: Element): ElementContent[] {
  // A section is its heading and how it begins; a term is what it means.
  if (/^h[2-6]$/.test(node.tagName)) {
    const next = after.find(sibling => sibling.type === 'element')
    const begins = next?.type === 'element' && !/^h[2-6]$/.test(next.tagName) ? [next] : []
    return [paragraph(node.children), ...begins]
  }
  if (node.tagName === 'dt') {
    const meaning = after.find(sibling => sibling.type === 'element' && sibling.tagName === 'dd')
    return [paragraph(node.children), ...(meaning?.type === 'element' ? meaning.children : [])]
  }
  if (node.tagName === 'li') return node.children
  // A place within a line is shown with the line.
  return inline.has(node.tagName) ? (block.tagName === 'li' ? block.children : [block]) : [node]
}

const inline = new Set(['a', 'span', 'code', 'em', 'strong', 'sup', 'sub', 'kbd', 'abbr', 'br', 'th', 'td', 'tr'])

const text = (value: string): ElementContent => ({ type: 'text', value })
const paragraph = (children: ElementContent[]): Element => ({
  type: 'element',
  tagName: 'p',
  properties: { className: ['preview-title'] },
  children,
})

/** Without names, links and what only works on the page: a preview is looked at. */
function bare(node: ElementContent): ElementContent {
  if (node.type !== 'element') return node
  const { id: _, href: __, role: ___, ariaLabel, ...properties } = node.properties
  if (node.properties.role === 'doc-backlink' || classOf(node) === 'cited') return text('')
  const isLink = node.tagName === 'a'
  return {
    ...node,
    tagName: isLink ? 'span' : node.tagName,
    properties: isLink ? {} : { ...properties, ...(node.properties.role === 'img' && { role: 'img', ariaLabel }) },
    children: node.children.map(bare),
  }
}

function wordsOf(nodes: readonly ElementContent[]): string {
  let words = ''
  const read = (node: ElementContent): void => {
    if (words.length > 400) return
    if (node.type === 'text') words += node.value
    if (node.type === 'element' && node.tagName !== 'annotation') {
      for (const child of node.children) read(child)
      words += ' '
    }
  }
  for (const node of nodes) read(node)
  return `${words.replace(/\s+/g, ' ').trim().slice(0, 400)} …`
}

/** The script that holds the previews of a page, named as the page is. */
export const previewFile = (address: string): string => `previews/${address.replace(/\.html$/, '')}.js`

export const previewScript = (address: string, previews: ReadonlyMap<string, string>): string =>
  `(globalThis.octavoPreviews??={})[${JSON.stringify(address)}]=${JSON.stringify(Object.fromEntries(previews))}\n`

const classOf = ({ properties: { className } }: Element): string => [className ?? []].flat().join(' ')
