import type { Blockquote, Nodes, Paragraph, PhrasingContent, RootContent } from 'mdast'
import type { BoundBook, BoundPage } from '../book/bound-book.ts'
import { lineOf } from '../book/bound-book.ts'
import { type BookNode, type Handlers, UnknownNodeError } from '../book/nodes.ts'

export interface MarkdownPlace {
  book: BoundBook
  page: BoundPage
  /** The address of a page, or a place on it, from this one. */
  href(page: string, anchor?: string): string
  /** The address of a file of the book from this page. */
  file(path: string): string
}

/** Nodes of Markdown; those of text and blocks are told apart by their type. */
export function nodesOf(nodes: readonly BookNode[] | undefined, place: MarkdownPlace): Nodes[] {
  return (nodes ?? []).flatMap(node => {
    const handler = handlers[node.type]
    if (!handler) throw new UnknownNodeError(node.type, place.page.file, lineOf(node))
    return handler(node, place)
  })
}

const phrasing = new Set([
  'text',
  'emphasis',
  'strong',
  'delete',
  'link',
  'image',
  'inlineCode',
  'break',
  'footnoteReference',
  'inlineHtml',
])

/** Blocks; text between them becomes a paragraph. */
export function flow(nodes: readonly BookNode[] | undefined, place: MarkdownPlace): RootContent[] {
  const made: RootContent[] = []
  let line: PhrasingContent[] = []
  const close = () => {
    if (line.length > 0) made.push({ type: 'paragraph', children: line })
    line = []
  }
  for (const node of nodesOf(nodes, place)) {
    if (phrasing.has(node.type)) line.push(inlineOf(node))
    else {
      close()
      made.push(node as RootContent)
    }
  }
  close()
  return made
}

/** Text alone; of blocks that stray in, their text. */
const text = (nodes: readonly BookNode[] | undefined, place: MarkdownPlace): PhrasingContent[] =>
  nodesOf(nodes, place).flatMap(node =>
    phrasing.has(node.type) ? [inlineOf(node)] : node.type === 'paragraph' ? node.children : [],
  )

// Raw text in a line and raw text as a block have one name in mdast.
const inlineOf = (node: Nodes): PhrasingContent =>
  (node.type as string) === 'inlineHtml' ? ({ ...node, type: 'html' } as PhrasingContent) : (node as PhrasingContent)
const verbatim = (value: string): Nodes => ({ type: 'inlineHtml', value }) as unknown as Nodes
const literal = (value: string): PhrasingContent => ({ type: 'text', value })
const paragraph = (...children: PhrasingContent[]): Paragraph => ({ type: 'paragraph', children })
const strong = (...children: PhrasingContent[]): PhrasingContent => ({ type: 'strong', children })

/** A wrapper of HTML that Markdown passes on. */
const tagged =
  (tag: string) =>
  (node: BookNode, place: MarkdownPlace): Nodes[] => [
    verbatim(`<${tag}>`),
    ...nodesOf(node.children, place),
    verbatim(`</${tag}>`),
  ]

const lifted = (node: BookNode, place: MarkdownPlace): Nodes[] => nodesOf(node.children, place)
const code = (node: BookNode): Nodes[] => [
  { type: 'code', lang: (node.lang as string | undefined) ?? null, value: String(node.value) },
]

/** Kinds of alerts GitHub shows, and what stands for the others. */
const alerts: Record<string, string> = {
  tip: 'TIP',
  hint: 'TIP',
  important: 'IMPORTANT',
  attention: 'WARNING',
  warning: 'WARNING',
  caution: 'CAUTION',
  danger: 'CAUTION',
  error: 'CAUTION',
}

export const handlers: Handlers<MarkdownPlace, Nodes[]> = {
  paragraph(node, place) {
    const children = text(node.children, place)
    return children.length > 0 ? [{ type: 'paragraph', children }] : []
  },
  heading: (node, place) => [
    {
      type: 'heading',
      depth: Math.min(6, Number(node.depth)) as 2 | 3 | 4 | 5 | 6,
      children: [...(node.number === undefined ? [] : [literal(`${node.number} `)]), ...text(node.children, place)],
    },
  ],
  blockquote: (node, place) => [quote(flow(node.children, place))],
  list: (node, place) => [
    {
      type: 'list',
      ordered: node.ordered === true,
      start: node.ordered ? Number(node.start ?? 1) : null,
      spread: false,
      children: (node.children ?? []).map(item => ({
        type: 'listItem',
        spread: false,
        checked: typeof item.checked === 'boolean' ? item.checked : null,
        children: flow(item.children, place) as never,
      })),
    },
  ],
  // Read by the list they stand in.
  listItem: lifted,
  definitionList: lifted,
  definitionTerm: (node, place) => [paragraph(strong(...text(node.children, place)))],
  definitionDescription: (node, place) => [quote(flow(node.children, place))],
  thematicBreak: () => [{ type: 'thematicBreak' }],
  code,
  math: node => [
    { type: 'html', value: `$$\n${node.value}${node.number === undefined ? '' : ` \\tag{${node.number}}`}\n$$` },
  ],
  mermaid: node => [{ type: 'code', lang: 'mermaid', value: String(node.value) }],
  image: (node, place) => [
    node.path === undefined
      ? { type: 'link', url: String(node.remote ?? ''), children: [literal(String(node.alt ?? node.remote ?? ''))] }
      : {
          type: 'image',
          url: place.file(String(node.path)),
          alt: String(node.alt ?? ''),
          title: (node.title as string) ?? null,
        },
  ],
  container: lifted,
  caption: (node, place) => flow(node.children, place),
  captionNumber: (node, place) => [strong(...text(node.children, place)), literal(' ')],
  legend: (node, place) => flow(node.children, place),
  table: (node, place) => [tableOf(node, place)],
  tableRow: lifted,
  tableCell: lifted,
  admonition(node, place) {
    const [title, ...rest] = node.children ?? []
    const alert = verbatim(`[!${alerts[String(node.kind)] ?? 'NOTE'}]`)
    const heading = text(title?.children, place)
    return [
      quote([{ type: 'paragraph', children: [inlineOf(alert)] }, paragraph(strong(...heading)), ...flow(rest, place)]),
    ]
  },
  admonitionTitle: (node, place) => [paragraph(strong(...text(node.children, place)))],
  details: boxed,
  summary: (node, place) => [paragraph(strong(...text(node.children, place)))],
  tabSet: lifted,
  tabItem: (node, place) => [paragraph(strong(literal(String(node.title ?? '')))), ...flow(node.children, place)],
  grid: lifted,
  card(node, place) {
    const target = node.target as BookNode | undefined
    const link =
      target &&
      nodesOf([{ ...target, children: [{ type: 'text', value: String(target.url ?? titleOf(target, place)) }] }], place)
    return [quote([...flow(node.children, place), ...(link ? [paragraph(...link.map(inlineOf))] : [])])]
  },
  cardTitle: (node, place) => [paragraph(strong(...text(node.children, place)))],
  header: (node, place) => flow(node.children, place),
  footer: (node, place) => flow(node.children, place),
  aside: boxed,
  proof: labelled,
  exercise: labelled,
  solution: labelled,
  iframe: node => [
    paragraph({ type: 'link', url: String(node.url), children: [literal(String(node.title ?? node.url))] }),
  ],
  interactive: node =>
    /^https?:\/\//.test(String(node.value))
      ? [paragraph({ type: 'link', url: String(node.value), children: [literal(String(node.value))] })]
      : [{ type: 'code', lang: 'markdown', value: String(node.value) }],
  bibliography: (node, place) => [
    {
      type: 'list',
      ordered: false,
      spread: false,
      children: (node.children ?? []).map(entry => ({
        type: 'listItem',
        spread: false,
        children: [paragraph(...anchored(entry), ...text(entry.children, place))],
      })),
    },
  ],
  bibliographyEntry: lifted,
  index: lifted,
  indexLetter: (node, place) => [
    { type: 'heading', depth: 2, children: [literal(String(node.letter))] },
    { type: 'list', ordered: false, spread: false, children: (node.children ?? []).map(term => termItem(term, place)) },
  ],
  indexTerm: lifted,
  div: lifted,

  text: node => [literal(String(node.value))],
  strong: (node, place) => [strong(...text(node.children, place))],
  emphasis: (node, place) => [{ type: 'emphasis', children: text(node.children, place) }],
  delete: (node, place) => [{ type: 'delete', children: text(node.children, place) }],
  underline: tagged('u'),
  smallcaps: lifted,
  superscript: tagged('sup'),
  subscript: tagged('sub'),
  inlineCode: node => [{ type: 'inlineCode', value: String(node.value) }],
  inlineMath: node => [verbatim(`$${node.value}$`)],
  keyboard: tagged('kbd'),
  abbreviation: lifted,
  break: () => [{ type: 'break' }],
  link: (node, place) => [
    {
      type: 'link',
      url: node.download ? place.file(String(node.download)) : String(node.url),
      children: text(node.children, place),
    },
  ],
  crossReference: (node, place) => [
    {
      type: 'link',
      url: place.href(String(node.page), node.anchor as string | undefined),
      children: text(node.children, place),
    },
  ],
  footnoteReference: node => [
    { type: 'footnoteReference', identifier: String(node.number), label: String(node.number) },
  ],
  indexTarget: () => [],
  span: lifted,
  raw: () => [],
}

const quote = (children: RootContent[]): Blockquote => ({
  type: 'blockquote',
  children: children as Blockquote['children'],
})

function boxed(node: BookNode, place: MarkdownPlace): Nodes[] {
  return [quote(flow(node.children, place))]
}

function labelled(node: BookNode, place: MarkdownPlace): Nodes[] {
  const [first, ...rest] = node.children ?? []
  const title = first?.type === 'admonitionTitle' ? text(first.children, place) : undefined
  const of = node.of ? [literal(' – '), ...text([node.of as BookNode], place)] : []
  const label = strong(
    literal(String(node.label)),
    ...of,
    ...(title ? [literal(' ('), ...title, literal(')')] : []),
    literal('.'),
  )
  return [quote([paragraph(label), ...flow(title ? rest : node.children, place)])]
}

function tableOf(node: BookNode, place: MarkdownPlace): Nodes {
  const rows = node.children ?? []
  const columns = Math.max(
    1,
    ...rows.map(row => (row.children ?? []).reduce((sum, cell) => sum + Number(cell.colspan ?? 1), 0)),
  )
  const cells = (row: BookNode) => {
    const made = (row.children ?? []).flatMap(cell => [
      { type: 'tableCell' as const, children: cellText(cell, place) },
      // Markdown has no cells that span: those they cover are empty.
      ...Array.from({ length: Number(cell.colspan ?? 1) - 1 }, () => ({ type: 'tableCell' as const, children: [] })),
    ])
    while (made.length < columns) made.push({ type: 'tableCell', children: [] })
    return { type: 'tableRow' as const, children: made }
  }
  const head = rows[0]?.children?.every(cell => cell.header) ? rows[0] : undefined
  const align = Array.from(
    { length: columns },
    (_, at) => (rows.at(-1)?.children?.[at]?.align as 'left' | 'center' | 'right' | undefined) ?? null,
  )
  const first = head
    ? cells(head)
    : {
        type: 'tableRow' as const,
        children: Array.from({ length: columns }, () => ({ type: 'tableCell' as const, children: [] })),
      }
  return { type: 'table', align, children: [first, ...rows.filter(row => row !== head).map(cells)] }
}

/** A cell in one line: its paragraphs, and the text of what cannot stand in a line. */
function cellText(cell: BookNode, place: MarkdownPlace): PhrasingContent[] {
  const made: PhrasingContent[] = []
  for (const node of nodesOf(cell.children, place)) {
    const children = phrasing.has(node.type)
      ? [inlineOf(node)]
      : node.type === 'paragraph'
        ? node.children
        : plain(node)
    if (made.length > 0 && !phrasing.has(node.type)) made.push({ type: 'html', value: '<br>' })
    made.push(...children)
  }
  return made
}

function plain(node: Nodes): PhrasingContent[] {
  if ('children' in node)
    return node.children.flatMap((child, at) => [
      ...(at > 0 ? [literal(' ')] : []),
      ...(phrasing.has(child.type) ? [child as PhrasingContent] : plain(child as Nodes)),
    ])
  return 'value' in node ? [literal(node.value.replace(/\s+/g, ' '))] : []
}

const anchored = (node: BookNode): PhrasingContent[] =>
  node.id === undefined ? [] : [{ type: 'html', value: `<a id="${node.id}"></a>` }]

function termItem(term: BookNode, place: MarkdownPlace): { type: 'listItem'; spread: false; children: never } {
  const line: PhrasingContent[] = [...text(term.entry as BookNode[], place)]
  for (const reference of (term.references as BookNode[] | undefined) ?? [])
    line.push(literal(', '), ...text([reference], place))
  const { see, seeAlso } = place.book.words
  if (term.see) line.push(literal(`, ${see} `), ...text(term.see as BookNode[], place))
  if (term.seeAlso) line.push(literal(`, ${seeAlso} `), ...text(term.seeAlso as BookNode[], place))
  const below = (term.children ?? []).map(child => termItem(child, place))
  const children = [
    paragraph(...line),
    ...(below.length > 0 ? [{ type: 'list', ordered: false, spread: false, children: below }] : []),
  ]
  return { type: 'listItem', spread: false, children: children as never }
}

const titleOf = (target: BookNode, place: MarkdownPlace): string =>
  place.book.pages.find(({ slug }) => slug === target.page)?.title ?? ''
