import type { Element, ElementContent } from 'hast'
import type { BookNode, Handlers } from '../book/nodes.ts'
import { code } from './code.ts'
import { diagram } from './diagram.ts'
import { classes, element, text } from './element.ts'
import { idOf, type PageContext } from './target.ts'
import { addressToFollow, link, wrapped } from './text.ts'

type Figure =
  | 'code'
  | 'mermaid'
  | 'image'
  | 'container'
  | 'caption'
  | 'captionNumber'
  | 'legend'
  | 'table'
  | 'tableRow'
  | 'tableCell'
  | 'iframe'
  | 'interactive'

export const figureHandlers: Pick<Handlers<PageContext, ElementContent[]>, Figure> = {
  code,
  mermaid: diagram,
  image,
  container,
  // Captions and legends are taken by their container; elsewhere they are text.
  caption: wrapped('div', 'caption'),
  legend: wrapped('div', 'legend'),
  captionNumber: (node, context) => [
    element('span', { className: 'caption-number' }, context.render(node.children)),
    text(' '),
  ],
  table,
  tableRow: wrapped('tr'),
  tableCell: (node, context) => [cell(node, context, 'row')],
  iframe(node, context) {
    const title = typeof node.title === 'string' ? node.title : URL.parse(String(node.url))?.hostname
    return [elsewhere(node, context, context.phrases.embedded, title, String(node.url))]
  },
  interactive(node, context) {
    const value = String(node.value ?? '')
    if (node.of === 'widget') return [elsewhere(node, context, context.phrases.widget, undefined, value)]
    return [
      element('div', { id: idOf(node, context), className: 'elsewhere' }, [
        element('p', { className: 'elsewhere-kind' }, [text(context.phrases.demo)]),
        ...code({ type: 'code', value, lang: 'markdown' }, context),
      ]),
    ]
  },
}

/** What this target cannot hold: what it is, and where it is found. */
function elsewhere(
  node: BookNode,
  context: PageContext,
  kind: string,
  title: string | undefined,
  url: string,
): Element {
  const address = addressToFollow(url)
  const shown = text(title ?? url)
  const where =
    address === undefined || context.inLink ? shown : element('a', { href: address, className: 'external' }, [shown])
  return element('div', { id: idOf(node, context), className: 'elsewhere' }, [
    element('p', { className: 'elsewhere-kind' }, [text(kind)]),
    element('p', {}, [where]),
  ])
}

function image(node: BookNode, context: PageContext): ElementContent[] {
  const alt = typeof node.alt === 'string' ? node.alt : ''
  const found = typeof node.path === 'string' ? context.target.image(node.path) : undefined
  if (!found) return [missing(node, alt, context)]
  return [
    element('img', {
      id: idOf(node, context),
      src: found.src,
      alt,
      title: typeof node.title === 'string' && node.title,
      width: found.width,
      height: found.height,
      className: classes(node.class, node.align && `align-${node.align}`),
      style: lengthOf(node.width) && `width: ${lengthOf(node.width)}`,
      ...(!context.target.epub && { loading: 'lazy', decoding: 'async' }),
    }),
  ]
}

/** A picture that is not in the book: its words, and where it is. Nothing is loaded from another host. */
function missing(node: BookNode, alt: string, context: PageContext): Element {
  const path = typeof node.path === 'string' ? node.path : ''
  const shown = alt || path || context.phrases.pictureAt
  const address = typeof node.remote === 'string' ? node.remote : undefined
  const content =
    address === undefined
      ? text(shown)
      : link({ type: 'link', url: address, children: [{ type: 'text', value: shown }] }, context, context.render)
  return element('span', { id: idOf(node, context), className: 'missing-image' }, [content])
}

/** A length of CSS; a bare number is in pixels. Anything else an author wrote has no place in a style. */
function lengthOf(width: unknown): string | undefined {
  const match = /^(\d{1,5}(?:\.\d+)?)(px|%|em|rem|ex|ch|pt|pc|cm|mm|in|vw)?$/.exec(String(width ?? '').trim())
  return match ? `${match[1]}${match[2] ?? 'px'}` : undefined
}

function container(node: BookNode, context: PageContext): ElementContent[] {
  const children = node.children ?? []
  const isCaption = ({ type }: BookNode) => type === 'caption' || type === 'legend'
  const content = context.render(children.filter(child => !isCaption(child)))
  const captions = children.filter(isCaption).flatMap(child => {
    const shown = context.render(child.children)
    if (shown.length === 0) return []
    return child.type === 'legend' ? [element('div', { className: 'legend', id: idOf(child, context) }, shown)] : shown
  })
  const caption = captions.length > 0 ? [element('figcaption', {}, captions)] : []
  const parts = children.filter(child => child.subcontainer).length
  const kind = String(node.kind ?? 'figure').replace(/[^\w-]+/g, '-')
  const properties = {
    id: idOf(node, context),
    className: classes(kind === 'figure' ? 'figure' : `figure ${kind}`, parts > 0 && 'with-parts', node.class),
  }
  // What a reader meets first stays first: tables have their captions above.
  const above = children[0] !== undefined && isCaption(children[0])
  return [element('figure', properties, above ? [...caption, ...content] : [...content, ...caption])]
}

function table(node: BookNode, context: PageContext): ElementContent[] {
  const rows = node.children ?? []
  const firstOfBody = rows.findIndex(row => !row.children?.length || row.children.some(({ header }) => !header))
  const head = firstOfBody === -1 ? rows.length : firstOfBody
  const row = (scope: 'col' | 'row') => (of: BookNode) =>
    element(
      'tr',
      { id: idOf(of, context) },
      (of.children ?? []).map(child => cell(child, context, scope)),
    )
  const sections = [
    ...(head > 0 ? [element('thead', {}, rows.slice(0, head).map(row('col')))] : []),
    ...(head < rows.length ? [element('tbody', {}, rows.slice(head).map(row('row')))] : []),
  ]
  const align = typeof node.align === 'string' && `align-${node.align}`
  // Wide tables scroll in their box instead of widening the page.
  return [
    element('div', { className: classes('table-box', align) }, [
      element('table', { id: idOf(node, context) }, sections),
    ]),
  ]
}

const alignments = new Set(['left', 'right', 'center'])

function cell(node: BookNode, context: PageContext, scope: 'col' | 'row'): Element {
  const span = (count: unknown) => (Number(count) > 1 ? Number(count) : undefined)
  const [only, ...more] = node.children ?? []
  const bare = only?.type === 'paragraph' && only.id === undefined && more.length === 0
  return element(
    node.header ? 'th' : 'td',
    {
      id: idOf(node, context),
      colSpan: span(node.colspan),
      rowSpan: span(node.rowspan),
      scope: node.header && scope,
      className: alignments.has(String(node.align)) && `align-${node.align}`,
    },
    context.render(bare ? only.children : node.children),
  )
}
