import type { Element, ElementContent } from 'hast'
import type { BookNode, Handlers } from '../book/nodes.ts'
import { classes, element, text } from './element.ts'
import { icon } from './icons.ts'
import { idOf, idOn, type PageContext } from './target.ts'
import { link, wrapped } from './text.ts'

type Box =
  | 'admonition'
  | 'admonitionTitle'
  | 'details'
  | 'summary'
  | 'tabSet'
  | 'tabItem'
  | 'grid'
  | 'card'
  | 'cardTitle'
  | 'header'
  | 'footer'
  | 'aside'
  | 'proof'
  | 'exercise'
  | 'solution'

export const boxHandlers: Pick<Handlers<PageContext, ElementContent[]>, Box> = {
  admonition,
  admonitionTitle: wrapped('p', 'box-title'),
  details(node, context) {
    const [first, ...rest] = node.children ?? []
    const title = first?.type === 'summary' ? titleOf(first, node, context) : []
    return [folding(node, context, 'details', title, context.render(title.length > 0 ? rest : node.children))]
  },
  summary: wrapped('p', 'box-title'),
  tabSet: (node, context) => [tabs(node, context)],
  tabItem: (node, context) => [
    element('div', { id: idOf(node, context), className: 'tab' }, [
      element('p', { className: 'box-title' }, [text(String(node.title ?? ''))]),
      ...context.render(node.children),
    ]),
  ],
  grid(node, context) {
    const columns = (node.columns as number[] | undefined) ?? [1]
    const widest = Math.max(1, Math.min(6, Number(columns.at(-1)) || 1))
    const className = `grid columns-${widest}`
    return [element('div', { id: idOf(node, context), className }, context.render(node.children))]
  },
  card,
  cardTitle: wrapped('p', 'card-title'),
  header: wrapped('div', 'card-header'),
  footer: wrapped('div', 'card-footer'),
  aside: (node, context) => [
    element(
      'aside',
      { id: idOf(node, context), className: classes('aside', String(node.kind ?? 'margin')) },
      context.render(node.children),
    ),
  ],
  proof: labelled,
  exercise: labelled,
  solution: labelled,
}

/** DPUB-ARIA 1.1 has roles for some kinds; each is allowed on one element (https://www.w3.org/TR/dpub-aria-1.1/). */
const roles: Record<string, { tagName: string; role: string; type?: string }> = {
  tip: { tagName: 'aside', role: 'doc-tip', type: 'tip' },
  hint: { tagName: 'aside', role: 'doc-tip', type: 'tip' },
  ...Object.fromEntries(
    ['important', 'warning', 'caution', 'danger', 'error', 'attention'].map(kind => [
      kind,
      { tagName: 'section', role: 'doc-notice', type: 'notice' },
    ]),
  ),
}

function admonition(node: BookNode, context: PageContext): ElementContent[] {
  const own = String(node.kind ?? 'admonition')
  // An author may give his own title the look of a known kind.
  const look = classes(node.class)
    .split(' ')
    .find(name => name in roles || name === 'note' || name === 'seealso')
  const kind = own === 'admonition' ? (look ?? own) : own
  const [first, ...rest] = node.children ?? []
  const title = first?.type === 'admonitionTitle' ? titleOf(first, node, context) : []
  const content = context.render(first?.type === 'admonitionTitle' ? rest : node.children)
  const plain = /\bsimple\b/.test(String(node.class ?? ''))
  const shown = plain ? title : [icon(kind), text(' '), ...title]
  if (!plain) context.holds.svg = true
  const className = classes('admonition', kind, node.class)
  if (node.dropdown) return [folding(node, context, className, shown, content)]
  const { tagName, role, type } = roles[kind] ?? { tagName: 'aside', role: 'note' }
  return [
    element(tagName, { id: idOf(node, context), className, role, 'epub:type': context.target.epub && type }, [
      element('p', { className: 'box-title' }, shown),
      ...content,
    ]),
  ]
}

/** What a box is called. One that opens at its title has no links in it: a touch means one thing. */
function titleOf(title: BookNode, box: BookNode, context: PageContext): ElementContent[] {
  const folds = context.target.interactive && (box.type === 'details' || Boolean(box.dropdown))
  const before = context.inLink
  context.inLink = before || folds
  try {
    return context.render(title.children)
  } finally {
    context.inLink = before
  }
}

/** A box that opens at its title; where nothing folds, an open one. */
function folding(
  node: BookNode,
  context: PageContext,
  className: string,
  title: ElementContent[],
  content: ElementContent[],
): Element {
  const id = idOf(node, context)
  if (!context.target.interactive) {
    return element('div', { id, className }, [element('p', { className: 'box-title' }, title), ...content])
  }
  return element('details', { id, className, open: node.open === true }, [
    element('summary', { className: 'box-title' }, title),
    ...content,
  ])
}

/** Tabs without a script: choices, of which a style sheet shows the content of the one that is made. */
function tabs(node: BookNode, context: PageContext): Element {
  const items = node.children ?? []
  const properties = { id: idOf(node, context), className: 'tabs' }
  if (!context.target.interactive) return element('div', properties, context.render(items))
  const name = idOn(context, `tabs--${++context.count}`)
  const selected = Math.max(
    0,
    items.findIndex(item => item.selected === true),
  )
  const shown = items.flatMap((item, at) => [
    element('input', {
      type: 'radio',
      name,
      id: `${name}-${at + 1}`,
      className: 'tab-choice',
      checked: at === selected,
    }),
    element('label', { htmlFor: `${name}-${at + 1}`, className: 'tab-title' }, [text(String(item.title ?? at + 1))]),
    element('div', { id: idOf(item, context), className: 'tab' }, [
      // For paper, where all tabs are shown.
      element('p', { className: 'box-title tab-heading' }, [text(String(item.title ?? at + 1))]),
      ...context.render(item.children),
    ]),
  ])
  return element('div', { ...properties, role: 'group' }, shown)
}

function card(node: BookNode, context: PageContext): ElementContent[] {
  const target = node.target as BookNode | undefined
  const children = node.children ?? []
  const properties = { id: idOf(node, context), className: classes('card', target && 'linked') }
  if (!target) return [element('div', properties, context.render(children))]
  const title = children.find(({ type }) => type === 'cardTitle')
  // The title leads there; where a card has none, its address or the name of the page does.
  const content = children.flatMap(child =>
    child === title
      ? [
          element('p', { className: 'card-title', id: idOf(child, context) }, [
            link(target, context, () => context.render(child.children)),
          ]),
        ]
      : context.render([child]),
  )
  const more = title ? [] : [element('p', { className: 'card-title' }, [link(target, context, context.render)])]
  return [element('div', properties, [...content, ...more])]
}

/** A theorem, an exercise or a solution: what it is and its number, its title, and what it says. */
function labelled(node: BookNode, context: PageContext): ElementContent[] {
  const [first, ...rest] = node.children ?? []
  const titled = first?.type === 'admonitionTitle'
  const title = titled ? [text(' ('), ...titleOf(first, node, context), text(')')] : []
  const of = node.of as BookNode | undefined
  const heading = [
    element('span', { className: 'label' }, [text(String(node.label ?? ''))]),
    ...title,
    ...(of ? [text(' ('), ...titleOf({ type: 'span', children: [of] }, node, context), text(')')] : []),
  ]
  const content = context.render(titled ? rest : node.children)
  const className = classes(node.type, String(node.kind ?? ''))
  if (node.dropdown) return [folding(node, context, className, heading, content)]
  return [
    element('div', { id: idOf(node, context), className, role: 'group' }, [
      element('p', { className: 'box-title' }, heading),
      ...content,
    ]),
  ]
}
