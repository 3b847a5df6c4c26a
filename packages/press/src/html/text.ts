import type { ElementContent } from 'hast'
import { lineOf } from '../book/bound-book.ts'
import type { BookNode, Handlers } from '../book/nodes.ts'
import { classes, element, text } from './element.ts'
import { mathElement } from './math.ts'
import { noteReference } from './notes.ts'
import { sanitizeHtml } from './sanitize-html.ts'
import { idOf, idOn, type PageContext } from './target.ts'

type Inline =
  | 'text'
  | 'strong'
  | 'emphasis'
  | 'delete'
  | 'underline'
  | 'smallcaps'
  | 'superscript'
  | 'subscript'
  | 'inlineCode'
  | 'inlineMath'
  | 'keyboard'
  | 'abbreviation'
  | 'break'
  | 'link'
  | 'crossReference'
  | 'footnoteReference'
  | 'indexTarget'
  | 'span'
  | 'raw'

/** What a node becomes when it is an element around its children and nothing more. */
export const wrapped =
  (tagName: string, className?: string) =>
  (node: BookNode, context: PageContext): ElementContent[] => [
    element(tagName, { id: idOf(node, context), className }, context.render(node.children)),
  ]

/** As `wrapped`, for what may hold text alone: a block an author put into it is a part of the line. */
export const phrase =
  (tagName: string, className?: string) =>
  (node: BookNode, context: PageContext): ElementContent[] => {
    const within = context.inText
    context.inText = true
    try {
      return wrapped(tagName, className)(node, context)
    } finally {
      context.inText = within
    }
  }

export const inlineHandlers: Pick<Handlers<PageContext, ElementContent[]>, Inline> = {
  text: node => [text(String(node.value ?? ''))],
  strong: phrase('strong'),
  emphasis: phrase('em'),
  delete: phrase('del'),
  underline: phrase('u'),
  smallcaps: phrase('span', 'small-caps'),
  superscript: phrase('sup'),
  subscript: phrase('sub'),
  inlineCode: (node, context) => [element('code', { id: idOf(node, context) }, [text(String(node.value ?? ''))])],
  inlineMath: (node, context) => formula(node, context, false),
  keyboard: phrase('kbd'),
  abbreviation: (node, context) => [
    element('abbr', { id: idOf(node, context), title: textOf(node.title) }, context.render(node.children)),
  ],
  break: (node, context) => [element('br', { id: idOf(node, context) })],
  link: (node, context) => [link(node, context, context.render)],
  crossReference: (node, context) => [link(node, context, context.render)],
  footnoteReference: noteReference,
  indexTarget: (node, context) => [element('span', { id: idOf(node, context), className: 'index-target' })],
  span: (node, context) => [
    element('span', { id: idOf(node, context), className: classes(node.class) }, context.render(node.children)),
  ],
  raw(node, context) {
    // What is written for another target is for that target alone.
    if (node.lang !== 'html') return idOf(node, context) ? [element('span', { id: idOf(node, context) })] : []
    const { nodes, removed } = sanitizeHtml(String(node.value ?? ''))
    if (removed.length > 0) {
      complain(node, context, `this HTML is shown without ${removed.join(', ')}. Write it in MyST`)
    }
    return idOf(node, context) ? [element('div', { id: idOf(node, context) }, nodes)] : nodes
  },
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/**
 * A link, a download or a reference, around what `content` makes of its children. Inside of another link, and where its
 * address does not exist in this target, it is what it shows.
 */
export function link(
  node: BookNode,
  context: PageContext,
  content: (children: BookNode[] | undefined) => ElementContent[],
): ElementContent {
  const properties = context.inLink ? undefined : addressOf(node, context)
  if (!properties) {
    const shown = content(node.children)
    const named = typeof node.download === 'string' && !context.inLink ? [text(` (${node.download})`)] : []
    return element('span', { id: idOf(node, context) }, [...shown, ...named])
  }
  context.inLink = true
  try {
    return element('a', { id: idOf(node, context), ...properties, title: textOf(node.title) }, content(node.children))
  } finally {
    context.inLink = false
  }
}

function addressOf(node: BookNode, context: PageContext): Record<string, string | boolean> | undefined {
  const { target, cited } = context
  if (node.type === 'crossReference') {
    const slug = String(node.page)
    const anchor = textOf(node.anchor)
    const href = target.href(slug, anchor === undefined ? undefined : (target.idOf?.(slug, anchor) ?? anchor))
    if (href === undefined) return undefined
    const place = cited.idOf(node)
    return {
      href,
      className: `reference${node.kind ? ` reference-${String(node.kind).replace(/[^a-z]+/gi, '-')}` : ''}`,
      ...(place && { id: idOn(context, place), role: 'doc-biblioref' }),
      ...(place && target.epub && { 'epub:type': 'biblioref' }),
    }
  }
  if (typeof node.download === 'string') {
    const href = target.download(node.download)
    return href === undefined ? undefined : { href, download: true, className: 'download' }
  }
  const url = addressToFollow(String(node.url ?? ''))
  return url === undefined ? undefined : { href: url, ...(!target.epub && { rel: 'noopener' }), className: 'external' }
}

/** An address as readers may follow it, written as the URL standard has it; undefined for any other scheme and nonsense. */
export function addressToFollow(url: string): string | undefined {
  const parsed = URL.parse(url)
  return parsed && /^(https?|mailto|tel):$/.test(parsed.protocol) ? parsed.href : undefined
}

/** A formula as MathML, or where it cannot be read, its TeX as code, with a problem. */
export function formula(node: BookNode, context: PageContext, display: boolean): ElementContent[] {
  const tex = String(node.value ?? '')
  const math = mathElement(tex, display, context.target.epub)
  if ('wrong' in math) {
    complain(node, context, `the formula ${tex} cannot be read and is shown as it is written: ${math.wrong}`)
    return [element('code', { className: 'unread-math' }, [text(tex)])]
  }
  context.holds.math = true
  return [math]
}

export function complain(node: BookNode, { page, problems }: PageContext, message: string): void {
  const line = lineOf(node)
  problems.push({ file: page.file, ...(line !== undefined && { line }), rule: 'not-shown', message })
}
