import type { GenericNode } from 'myst-common'
import type { Diagram } from '../diagram/draw-diagram.ts'
import { type BookProblem, lineOf } from './bound-book.ts'
import { chemicalFormula } from './chemistry.ts'
import type { Links } from './links.ts'
import { expandMacros, takeDefinitions } from './macros.ts'
import { type BookNode, type NodeType, UnknownNodeError } from './nodes.ts'
import { quantity } from './units.ts'
import { type BookWords, titleOfAdmonition } from './words.ts'

/** What the nodes of one page are settled with. */
export interface Settling {
  file: string
  words: BookWords
  macros: Readonly<Record<string, string>>
  /** By their text. */
  diagrams: ReadonlyMap<string, Diagram | undefined>
  links: Links
  problems: BookProblem[]
}

type Settle = (node: GenericNode, page: Settling) => BookNode[]

/**
 * Makes of the parser's nodes those of a book: what only the parser needs is gone, references lead to a page and a place
 * on it, images are files of the book, what not every target could make for itself (quantities, formulas of chemistry,
 * diagrams) is made. Throws UnknownNodeError at a node the parser has not had before.
 */
export function settle(nodes: readonly GenericNode[] | undefined, page: Settling): BookNode[] {
  const settled: BookNode[] = []
  for (const node of nodes ?? []) {
    const rule = rules[node.type]
    if (!rule) throw new UnknownNodeError(node.type, page.file, lineOf(node))
    for (const made of rule(node, page)) {
      const last = settled.at(-1)
      if (made.type === 'text' && last?.type === 'text') last.value = `${last.value}${made.value}`
      else settled.push(made)
    }
  }
  return settled
}

/** A node with its name, its position and its settled children. */
function made(type: NodeType, node: GenericNode, page: Settling, fields: Record<string, unknown> = {}): BookNode {
  return { ...bare(type, node, fields), children: settle(node.children, page) }
}

function bare(type: NodeType, node: GenericNode, fields: Record<string, unknown> = {}): BookNode {
  const settled: BookNode = { type }
  const id = node.html_id ?? node.identifier
  if (id !== undefined) settled.id = id
  if (node.position) settled.position = node.position
  for (const [name, value] of Object.entries(fields)) if (value !== undefined && value !== '') settled[name] = value
  return settled
}

/** A node others do not refer to, or not by this name. */
const unnamed = (node: GenericNode): GenericNode => {
  const { html_id: _, identifier: __, ...rest } = node
  return rest as GenericNode
}

const lifted: Settle = (node, page) => settle(node.children, page)
const nothing: Settle = () => []
const same =
  (type: NodeType, ...fields: string[]): Settle =>
  (node, page) => [made(type, node, page, Object.fromEntries(fields.map(field => [field, node[field]])))]
const text = (value: string): BookNode => ({ type: 'text', value })

/** What stands for itself; with a name others refer to, a block with that name. */
const group: Settle = (node, page) =>
  node.identifier && node.children?.length ? [made('div', node, page)] : lifted(node, page)

const rules: Record<string, Settle> = {
  root: lifted,
  mystDirective: lifted,
  mystRole: lifted,
  mystDirectiveError(node, page) {
    const why = node.message ? `: ${node.message}` : ', because something it needs is missing'
    problem(page, node, 'unknown-directive', `this directive cannot be read${why}. Its text is printed as it is`)
    const value = [node.name && `{${node.name}} ${node.args ?? ''}`.trim(), node.value].filter(Boolean).join('\n')
    return value === '' ? [] : [bare('code', unnamed(node), { value })]
  },
  mystRoleError(node, page) {
    problem(page, node, 'unknown-role', 'this role cannot be read, because something it needs is missing')
    const value = [node.name && `{${node.name}}`, node.value].filter(Boolean).join(' ')
    return value === '' ? [] : [bare('inlineCode', unnamed(node), { value })]
  },
  glossary: lifted,
  mystTarget: nothing,
  comment: nothing,
  footnoteDefinition: nothing,
  block(node, page) {
    return node.kind === 'notebook-code' ? notebookCell(node, page) : group(node, page)
  },
  outputs: lifted,
  output: lifted,
  include(node, page) {
    if (node.children?.length) return group(node, page)
    problem(page, node, 'missing-file', `${node.file} is to be included here and is not in the book. Add it`)
    return [bare('code', node, { value: node.file, filename: node.file })]
  },
  embed(node, page) {
    const source = page.links.embedded(node)
    // It stands here, whatever the line of its source.
    if (source) return settle(source, page).map(one => (node.position ? { ...one, position: node.position } : one))
    problem(page, node, 'broken-reference', `nothing called "${node.source?.label}" is there to be embedded`)
    return []
  },
  toc: (node, page) => page.links.contents(node),

  paragraph: indexed('paragraph'),
  heading: indexed('heading', node => ({ depth: node.depth, number: node.enumerator })),
  blockquote: same('blockquote'),
  list: same('list', 'ordered', 'start'),
  listItem: same('listItem', 'checked'),
  definitionList: same('definitionList'),
  definitionTerm: same('definitionTerm'),
  definitionDescription: same('definitionDescription'),
  thematicBreak: node => [bare('thematicBreak', node)],
  code: node => [
    bare('code', node, {
      value: node.value ?? '',
      lang: node.lang,
      showLineNumbers: node.showLineNumbers,
      startingLineNumber: node.startingLineNumber,
      emphasizeLines: node.emphasizeLines,
      filename: node.filename,
    }),
  ],
  math: (node, page) => [bare('math', node, { value: formula(node, page), number: node.enumerator })],
  mathGroup: lifted,
  mermaid(node, page) {
    const diagram = page.diagrams.get(node.value ?? '')
    if (!diagram) {
      problem(page, node, 'not-drawn', 'this kind of diagram cannot be drawn here; its text is printed instead')
    }
    return [bare('mermaid', node, { value: node.value ?? '', ...diagram })]
  },
  image: (node, page) => [page.links.image(node, bare('image', node, imageFields(node)))],
  container: (node, page) => [
    made('container', node, page, {
      kind: node.kind ?? 'figure',
      number: node.enumerator,
      subcontainer: node.subcontainer,
      class: node.class,
    }),
  ],
  caption: same('caption'),
  captionNumber: (node, page) => [
    {
      ...bare('captionNumber', unnamed(node), { number: node.enumerator }),
      children: [text(captionWords(node, page.words))],
    },
  ],
  legend: same('legend'),
  table: same('table', 'align'),
  tableRow: same('tableRow'),
  tableCell: same('tableCell', 'header', 'align', 'colspan', 'rowspan'),
  admonition: (node, page) => [admonition(node, page)],
  admonitionTitle: same('admonitionTitle'),
  details(node, page) {
    const details = made('details', node, page, { open: node.open })
    if (details.children![0]?.type !== 'summary') {
      details.children!.unshift({ type: 'summary', children: [text(page.words.admonitions.note!)] })
    }
    return [details]
  },
  summary: same('summary'),
  tabSet: same('tabSet'),
  tabItem: same('tabItem', 'title', 'selected'),
  grid: same('grid', 'columns'),
  'grid-item': same('div'),
  card(node, page) {
    const card = made('card', node, page)
    if (node.url) {
      const [target] = page.links.link({ ...node, type: 'link', children: [] }, [])
      if (target?.type === 'link' || target?.type === 'crossReference') card.target = target
    }
    return [card]
  },
  cardTitle: same('cardTitle'),
  header: same('header'),
  footer: same('footer'),
  aside: same('aside', 'kind'),
  proof: (node, page) => [labelled('proof', node, page)],
  exercise: (node, page) => (node.hidden ? [] : [labelled('exercise', { ...node, kind: 'exercise' }, page)]),
  solution: (node, page) => (node.hidden ? [] : [labelled('solution', { ...node, kind: 'solution' }, page)]),
  iframe: (node, page) =>
    /^https?:\/\//.test(node.src ?? '')
      ? [bare('iframe', node, { url: node.src, title: node.title })]
      : page.links.link({ ...node, type: 'link', url: node.src ?? '' }, [text(node.title ?? node.src ?? '')]),
  myst: node => [bare('interactive', node, { of: 'demo', value: node.value ?? '' })],
  anywidget: node => [bare('interactive', unnamed(node), { of: 'widget', value: node.esm ?? '' })],
  bibliography: (_, page) => page.links.bibliography(),
  genindex: (_, page) => page.links.index(),
  div: same('div', 'class'),

  text: node => [text(node.value ?? '')],
  strong: same('strong'),
  emphasis: same('emphasis'),
  delete: same('delete'),
  underline: same('underline'),
  smallcaps: same('smallcaps'),
  superscript: same('superscript'),
  subscript: same('subscript'),
  inlineCode: node => [bare('inlineCode', node, { value: node.value || plainText(node) })],
  inlineExpression: node => [bare('inlineCode', node, { value: node.value ?? '' })],
  inlineMath: (node, page) => [bare('inlineMath', node, { value: formula(node, page) })],
  chemicalFormula: node => chemicalFormula(node.value ?? ''),
  si: node => [text(node.units ? quantity(node.number ?? '', node.units) : (node.value ?? ''))],
  keyboard: same('keyboard'),
  abbreviation: same('abbreviation', 'title'),
  break: node => [bare('break', node)],
  link: (node, page) => page.links.link(node, settle(node.children, page)),
  crossReference: (node, page) => page.links.reference(node, settle(node.children, page)),
  citeGroup: (node, page) => page.links.cite(node),
  cite: (node, page) => page.links.cite({ ...node, type: 'citeGroup', children: [node] }),
  footnoteReference: node => [
    bare('footnoteReference', unnamed(node), {
      identifier: node.identifier,
      number: Number(node.enumerator),
    }),
  ],
  span: (node, page) => [
    ...targets(node),
    made('span', node.indexEntries ? unnamed(node) : node, page, { class: node.class }),
  ],
  raw(node, page) {
    const value = node.value ?? node.tex ?? node.typst ?? ''
    if (node.lang) return [bare('raw', node, { lang: node.lang === 'latex' ? 'tex' : node.lang, value })]
    return rules.html!({ ...node, value }, page)
  },
  html(node, page) {
    problem(page, node, 'not-shown', 'this HTML is not printed as such but as it is written. Write it in MyST')
    return [
      /\n/.test(node.value ?? '')
        ? bare('code', node, { value: node.value, lang: 'html' })
        : bare('inlineCode', node, { value: node.value ?? '' }),
    ]
  },
}

/** A block the index may point to: the place comes first in it. */
function indexed(type: NodeType, fields: (node: GenericNode) => Record<string, unknown> = () => ({})): Settle {
  return (node, page) => {
    if (!node.indexEntries) return [made(type, node, page, fields(node))]
    const named = type === 'heading'
    const block = made(type, named ? node : unnamed(node), page, fields(node))
    if (!named) block.children!.unshift(...targets(node))
    return [block]
  }
}

const targets = (node: GenericNode): BookNode[] =>
  node.indexEntries && (node.html_id ?? node.identifier)
    ? [{ type: 'indexTarget', id: node.html_id ?? node.identifier }]
    : []

/** A formula as it is set: without definitions, which hold in it, and with the macros of the book. */
function formula(node: GenericNode, page: Settling): string {
  const [tex, own] = takeDefinitions(node.value ?? '')
  return expandMacros(tex, { ...page.macros, ...own })
}

function notebookCell(node: GenericNode, page: Settling): BookNode[] {
  const tags = new Set<string>([node.data?.tags ?? []].flat())
  if (tags.has('remove-cell')) return []
  const kept = (node.children ?? []).filter(child =>
    child.type === 'outputs' || child.type === 'output' ? !tags.has('remove-output') : !tags.has('remove-input'),
  )
  const hidden = (child: GenericNode) =>
    tags.has('hide-cell') || (child.type === 'code' ? tags.has('hide-input') : tags.has('hide-output'))
  const blocks = kept.flatMap(child => {
    const settled = settle([child], page)
    if (!hidden(child) || settled.length === 0) return settled
    return [
      {
        type: 'details' as const,
        children: [
          { type: 'summary' as const, children: [text(page.words.listing.replace('%s', '').trim())] },
          ...settled,
        ],
      },
    ]
  })
  return node.identifier ? [{ ...bare('div', node), children: blocks }] : blocks
}

const imageFields = (node: GenericNode) => ({
  alt: node.alt,
  title: node.title,
  width: node.width,
  height: node.height,
  align: node.align,
  class: node.class,
})

function captionWords(node: GenericNode, words: BookWords): string {
  const number = String(node.enumerator ?? '')
  if (node.subcontainer) return `(${number})`
  const kind = String(node.kind ?? 'figure')
  const template = { figure: words.figure, table: words.table, code: words.listing, equation: words.equation }[kind]
  return (template ?? `${kind[0]!.toUpperCase()}${kind.slice(1)} %s`).replace(' ', '\u00a0').replace('%s', number)
}

function admonition(node: GenericNode, page: Settling): BookNode {
  const classes = String(node.class ?? '').split(/\s+/)
  const kind = String(node.kind ?? 'admonition')
  const settled = made('admonition', node, page, {
    kind,
    dropdown: node.dropdown || classes.includes('dropdown') || undefined,
    open: node.open,
    class: node.class,
  })
  const [first] = settled.children!
  if (first?.type !== 'admonitionTitle') {
    settled.children!.unshift({
      type: 'admonitionTitle',
      children: [text(page.words.admonitions[kind] ?? page.words.admonitions.admonition!)],
    })
  } else if (first.children?.length === 1 && first.children[0]!.type === 'text') {
    first.children[0]!.value = titleOfAdmonition(String(first.children[0]!.value), kind, page.words)
  }
  return settled
}

/** A theorem, an exercise or a solution: `label` is what it is called, its first child its title if it has one. */
function labelled(type: 'proof' | 'exercise' | 'solution', node: GenericNode, page: Settling): BookNode {
  const kind = String(node.kind ?? 'proof')
  const word = page.words.proofs[kind] ?? kind
  const children = [...(node.children ?? [])]
  const title = children[0]
  let of: BookNode | undefined
  if (type === 'solution' && title?.type === 'admonitionTitle') {
    // The parser writes its own "Solution to …" there.
    const reference = title.children?.find(child => child.type === 'crossReference')
    of = reference && page.links.reference(reference, settle(reference.children, page))[0]
    children.shift()
  }
  return {
    ...bare(type, node, {
      kind,
      number: node.enumerator,
      label: node.enumerator ? `${word} ${node.enumerator}` : word,
      dropdown: /\bdropdown\b/.test(node.class ?? '') || undefined,
      of: of?.type === 'crossReference' ? of : undefined,
    }),
    children: settle(children, page),
  }
}

export function problem(page: Settling, node: GenericNode, rule: BookProblem['rule'], message: string): void {
  const line = lineOf(node)
  page.problems.push({ file: page.file, ...(line !== undefined && { line }), rule, message })
}

function plainText(node: GenericNode): string {
  return node.value ?? node.children?.map(plainText).join('') ?? ''
}
