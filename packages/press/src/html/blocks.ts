import type { Element, ElementContent } from 'hast'
import type { BookNode, Handlers } from '../book/nodes.ts'
import { classes, element, text } from './element.ts'
import { idOf, type PageContext } from './target.ts'
import { formula, phrase, wrapped } from './text.ts'

type Block =
  | 'paragraph'
  | 'heading'
  | 'blockquote'
  | 'list'
  | 'listItem'
  | 'definitionList'
  | 'definitionTerm'
  | 'definitionDescription'
  | 'thematicBreak'
  | 'math'
  | 'bibliography'
  | 'bibliographyEntry'
  | 'index'
  | 'indexLetter'
  | 'indexTerm'
  | 'div'

export const blockHandlers: Pick<Handlers<PageContext, ElementContent[]>, Block> = {
  paragraph,
  heading(node, context) {
    const level = headingLevel(Number(node.depth), context)
    const number =
      node.number === undefined
        ? []
        : [element('span', { className: 'heading-number' }, [text(String(node.number))]), text(' ')]
    const [heading] = phrase(`h${level}`)(node, context) as [Element]
    heading.children.unshift(...number)
    return [heading]
  },
  blockquote: wrapped('blockquote'),
  list(node, context) {
    const items = node.children ?? []
    const tight = items.every(isTight)
    const render = () =>
      tight ? items.flatMap(item => listItem(item, context, tightChildren(item))) : context.render(items)
    const properties = {
      id: idOf(node, context),
      className: classes(items.some(({ checked }) => typeof checked === 'boolean') && 'tasks'),
    }
    if (!node.ordered) return [element('ul', properties, render())]
    const start = typeof node.start === 'number' && node.start !== 1 ? node.start : undefined
    return [element('ol', { ...properties, start }, render())]
  },
  listItem: (node, context) => listItem(node, context, node.children),
  definitionList(node, context) {
    // HTML wants at least one description after its terms.
    const children = [...(node.children ?? [])]
    if (children.at(-1)?.type === 'definitionTerm') children.push({ type: 'definitionDescription', children: [] })
    if (children[0]?.type === 'definitionDescription') children.unshift({ type: 'definitionTerm', children: [] })
    return children.length === 0 ? [] : [element('dl', { id: idOf(node, context) }, context.render(children))]
  },
  definitionTerm: wrapped('dt'),
  definitionDescription: wrapped('dd'),
  thematicBreak: (node, context) => [element('hr', { id: idOf(node, context) })],
  math(node, context) {
    const number =
      node.number === undefined ? [] : [element('span', { className: 'equation-number' }, [text(`(${node.number})`)])]
    return [
      element('div', { id: idOf(node, context), className: 'equation' }, [
        element('div', { className: 'formula' }, formula(node, context, true)),
        ...number,
      ]),
    ]
  },
  bibliography: (node, context) => [
    element(
      'section',
      {
        id: idOf(node, context),
        className: 'bibliography',
        role: 'doc-bibliography',
        ariaLabel: context.words.references,
        'epub:type': context.target.epub && 'bibliography',
      },
      [element('ul', {}, context.render(node.children))],
    ),
  ],
  bibliographyEntry(node, context) {
    const back = context.cited.of(String(node.id)).flatMap(({ slug, id }, at) => {
      const href = context.target.href(slug, context.target.idOf?.(slug, id) ?? id)
      if (href === undefined) return []
      const ariaLabel = `${context.phrases.citedAt} ${at + 1}`
      return [
        text(' '),
        element('a', { href, className: 'cited-at', role: 'doc-backlink', ariaLabel }, [text(`${at + 1}`)]),
      ]
    })
    const cited = back.length > 0 ? [element('span', { className: 'cited' }, [text(' ↩\u{fe0e}'), ...back])] : []
    return [
      element('li', { id: idOf(node, context), className: 'bibliography-entry' }, [
        ...context.render(node.children),
        ...cited,
      ]),
    ]
  },
  index: (node, context) => [
    element(
      'section',
      {
        id: idOf(node, context),
        className: 'index',
        role: 'doc-index',
        ariaLabel: context.words.index,
      },
      context.render(node.children),
    ),
  ],
  indexLetter: (node, context) => [
    element('section', { id: idOf(node, context), className: 'index-letter' }, [
      element(`h${headingLevel(2, context)}`, {}, [text(String(node.letter))]),
      element('ul', {}, context.render(node.children)),
    ]),
  ],
  indexTerm,
  div: (node, context) => [
    element(
      context.inText ? 'span' : 'div',
      { id: idOf(node, context), className: classes(node.class) },
      context.render(node.children),
    ),
  ],
}

/** A heading's level in the output; HTML has no seventh. */
export const headingLevel = (depth: number, { target }: PageContext): number =>
  Math.min(6, depth + (target.headingShift ?? 0))

function tick(checked: boolean, { target, phrases }: PageContext): ElementContent {
  const ariaLabel = checked ? phrases.done : phrases.toDo
  return target.epub
    ? element('span', { className: 'tick', role: 'img', ariaLabel }, [text(checked ? '☑' : '☐')])
    : element('input', { type: 'checkbox', disabled: true, checked, ariaLabel })
}

function indexTerm(node: BookNode, context: PageContext): ElementContent[] {
  const references = (node.references as BookNode[]).flatMap(reference => [text(', '), ...context.render([reference])])
  const also = (words: string, nodes: unknown): ElementContent[] =>
    nodes === undefined
      ? []
      : [text(', '), element('em', {}, [text(words)]), text(' '), ...context.render(nodes as BookNode[])]
  return [
    element('li', { id: idOf(node, context) }, [
      element('span', { className: 'index-term' }, context.render(node.entry as BookNode[])),
      ...references,
      ...also(context.words.see, node.see),
      ...also(context.words.seeAlso, node.seeAlso),
      ...(node.children?.length ? [element('ul', {}, context.render(node.children))] : []),
    ]),
  ]
}

function listItem(node: BookNode, context: PageContext, children: BookNode[] | undefined): ElementContent[] {
  const content = context.render(children)
  if (typeof node.checked !== 'boolean') return [element('li', { id: idOf(node, context) }, content)]
  const [first] = content
  const mark = [tick(node.checked, context), text(' ')]
  if (first?.type === 'element' && first.tagName === 'p') first.children.unshift(...mark)
  else content.unshift(...mark)
  return [element('li', { id: idOf(node, context), className: 'task' }, content)]
}

/** Whether an item is one line, with lists below it or without: then it is no paragraph with space around it. */
function isTight({ children = [] }: BookNode): boolean {
  const [first, ...rest] = children
  return first?.type === 'paragraph' && first.id === undefined && rest.every(({ type }) => type === 'list')
}

const tightChildren = ({ children = [] }: BookNode): BookNode[] => [
  ...(children[0]?.children ?? []),
  ...children.slice(1),
]

/** What HTML allows in a paragraph only as its end (HTML §4.4.1): blocks an author's HTML may bring. */
const blocks = new Set(
  'address article aside blockquote details div dl figure footer h1 h2 h3 h4 h5 h6 header hr ol p pre section table ul'.split(
    ' ',
  ),
)

function paragraph(node: BookNode, context: PageContext): ElementContent[] {
  const children = context.render(node.children)
  const isBlock = (child: ElementContent) => child.type === 'element' && blocks.has(child.tagName)
  const id = idOf(node, context)
  if (!children.some(isBlock)) return [element('p', { id }, children)]
  const parts: ElementContent[] = []
  let line: ElementContent[] = []
  const end = () => {
    if (line.some(child => child.type !== 'text' || child.value.trim() !== '')) parts.push(element('p', {}, line))
    line = []
  }
  for (const child of children) {
    if (isBlock(child)) {
      end()
      parts.push(child)
    } else line.push(child)
  }
  end()
  return id === undefined ? parts : [element('div', { id }, parts)]
}
