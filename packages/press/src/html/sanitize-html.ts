import type { Element, ElementContent, Root } from 'hast'
import { fromHtml } from 'hast-util-from-html'
import { type Schema, sanitize } from 'hast-util-sanitize'
import { visit } from 'unist-util-visit'

/** What only marks text up. No pictures, frames or media: they would load from somewhere; no forms, no style. */
const schema: Schema = {
  tagNames:
    `a abbr b bdi bdo blockquote br caption cite code dd del details dfn div dl dt em figcaption figure h2 h3 h4 h5
    h6 hr i ins kbd li mark ol p pre q rp rt ruby s samp section small span strong sub summary sup table tbody td tfoot th
    thead tr u ul var wbr`.split(/\s+/),
  attributes: {
    '*': ['lang', 'dir', 'title'],
    a: ['href'],
    ol: ['start', 'reversed'],
    td: ['colSpan', 'rowSpan'],
    th: ['colSpan', 'rowSpan', 'scope'],
    details: ['open'],
  },
  protocols: { href: ['http', 'https', 'mailto', 'tel'] },
  // Not even its text: it is no text.
  strip: ['script', 'style', 'template', 'noscript', 'iframe', 'object', 'embed'],
  ancestors: {
    tr: ['table'],
    td: ['table'],
    th: ['table'],
    tbody: ['table'],
    thead: ['table'],
    tfoot: ['table'],
    caption: ['table'],
    li: ['ol', 'ul'],
    dd: ['dl'],
    dt: ['dl'],
    summary: ['details'],
    figcaption: ['figure'],
    rt: ['ruby'],
    rp: ['ruby'],
  },
  allowComments: false,
  allowDoctypes: false,
}

export interface SanitizedHtml {
  nodes: ElementContent[]
  /** What was taken out and may be missed: `<script>`, `onclick`. */
  removed: string[]
}

/** HTML of an author with what marks text up, and without what runs, loads, styles or collects. */
export function sanitizeHtml(html: string): SanitizedHtml {
  const given = fromHtml(html, { fragment: true })
  const clean = sanitize(given, schema) as Root
  // A link may lead out of the book, never to an address that depends on where the output is.
  visit(clean, 'element', (node: Element) => {
    if (typeof node.properties.href === 'string' && !URL.canParse(node.properties.href)) delete node.properties.href
  })
  const kept = namesIn(clean)
  return { nodes: clean.children as ElementContent[], removed: [...namesIn(given)].filter(name => !kept.has(name)) }
}

function namesIn(tree: Root): Set<string> {
  const names = new Set<string>()
  visit(tree, 'element', (node: Element) => {
    names.add(`<${node.tagName}>`)
    for (const name of Object.keys(node.properties)) names.add(name.toLowerCase())
  })
  return names
}
