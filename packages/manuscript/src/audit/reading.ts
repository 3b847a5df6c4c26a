import type { GenericNode } from 'myst-common'
import type { ParsedPage } from '../parsed-page.ts'
import { type FrontMatter, readFrontMatter } from './front-matter.ts'
import { readSilences, type Silence } from './silences.ts'
import { SourceLines } from './source-lines.ts'

/** A run of prose: a paragraph, a heading, a cell … What is shown as code or math is in the text, and masked. */
export interface Prose {
  /** Of the node it stands in. */
  type: string
  /** As readers see it. A line feed where the source has one, U+2028 for a break its author made. */
  text: string
  /** The line of its beginning; that of an offset is so many more as line feeds come before. */
  line: number
  /** Offsets in pairs, from and to, of what is no prose. */
  masks: number[]
  /** Within a quotation: somebody else's words. */
  quoted: boolean
  /** Within a glossary, which says again what a chapter said, or a frame the compositor sets around every chapter. */
  again: boolean
}

/** A directive or a listing, with the lines of its fence. */
export interface Fence {
  node: GenericNode
  line: number
  endLine: number
  /** The directive around it. */
  outer: Fence | undefined
}

/** Something of the tree that findings are about, with the line it is spelled on. */
export interface Mention {
  node: GenericNode
  line: number
}

/** Everything an audit looks at, taken from the tree in one walk. */
export interface Reading {
  page: ParsedPage
  source: SourceLines
  prose: Prose[]
  fences: Fence[]
  /** Every node with a label that others can refer to. */
  labelled: Mention[]
  /** Cross-references, links, citations, cards and whatever else leads elsewhere. */
  pointers: Mention[]
  images: Mention[]
  html: Mention[]
  math: Mention[]
  terms: Mention[]
  abbreviations: Mention[]
  headings: Mention[]
  silences: Silence[]
  frontMatter: FrontMatter
  /** How many references to footnotes and definitions of them the tree holds. */
  footnotes: number
}

const inlineTypes = new Set(
  `text emphasis strong delete link break subscript superscript smallcaps underline inlineCode inlineMath mystRole
  mystRoleError footnoteReference crossReference cite citeGroup abbreviation keyboard span si chemicalFormula insert
  inlineExpression`.split(/\s+/),
)
const pointerTypes = new Set(['crossReference', 'link', 'cite', 'card', 'include', 'embed'])
/** They carry the label of what they point to. */
const unlabelled = new Set(['crossReference', 'cite', 'footnoteReference', 'footnoteDefinition'])
const quoting = new Set(['blockquote', 'epigraph', 'pullQuote'])
const quotingDirectives = new Set(['epigraph', 'pull-quote', 'blockquote', 'verse'])

/** Reads a page for an audit. Goes through the tree once, and takes time in proportion to it. */
export function readPage(page: ParsedPage): Reading {
  const reading: Reading = {
    page,
    source: new SourceLines(page.text),
    prose: [],
    fences: [],
    labelled: [],
    pointers: [],
    images: [],
    html: [],
    math: [],
    terms: [],
    abbreviations: [],
    headings: [],
    silences: [],
    frontMatter: readFrontMatter(page),
    footnotes: 0,
  }
  readBlock(page.tree, { reading, outer: undefined, quoted: false, again: false, inGlossary: false })
  return reading
}

interface Surroundings {
  reading: Reading
  outer: Fence | undefined
  quoted: boolean
  again: boolean
  inGlossary: boolean
}

const lineOf = (node: GenericNode) => node.position?.start.line ?? 1

function readBlock(node: GenericNode, around: Surroundings): void {
  const { reading } = around
  const { type } = node
  if (typeof node.label === 'string' && !unlabelled.has(type)) reading.labelled.push({ node, line: lineOf(node) })
  let inside = around
  switch (type) {
    case 'mystDirective':
    case 'mystDirectiveError': {
      const outer = fenceOf(node, around.outer)
      reading.fences.push(outer)
      const quoted = around.quoted || quotingDirectives.has(String(node.name))
      const inGlossary = around.inGlossary || node.name === 'glossary'
      const again = around.again || inGlossary || /\boctavo-own\b/.test(String(node.options?.class ?? ''))
      inside = { ...around, outer, quoted, again, inGlossary }
      break
    }
    case 'code':
      // The listing a directive makes stands where the directive does.
      if (around.outer?.line !== lineOf(node)) reading.fences.push(fenceOf(node, around.outer))
      return
    case 'heading':
      reading.headings.push({ node, line: lineOf(node) })
      break
    case 'comment':
      return
    case 'math':
      reading.math.push({ node, line: lineOf(node) })
      return
    case 'html':
      reading.html.push({ node, line: lineOf(node) })
      return
    case 'image':
      reading.images.push({ node, line: lineOf(node) })
      return
    case 'footnoteDefinition':
      reading.footnotes++
      break
    case 'definitionTerm':
      if (around.inGlossary) reading.terms.push({ node, line: lineOf(node) })
      break
    default:
      if (quoting.has(type)) inside = { ...around, quoted: true }
      else if (pointerTypes.has(type)) reading.pointers.push({ node, line: lineOf(node) })
  }
  const { children } = node
  if (!children) return
  for (let index = 0; index < children.length; index++) {
    if (children[index]!.type === 'comment') readSilences(children, index, type === 'root', reading.silences)
    if (!inlineTypes.has(children[index]!.type)) readBlock(children[index]!, inside)
    else index = readProse(node, children, index, inside)
  }
}

function fenceOf(node: GenericNode, outer: Fence | undefined): Fence {
  return { node, line: lineOf(node), endLine: node.position?.end.line ?? lineOf(node), outer }
}

/** Reads children from the first that is inline up to one that is a block; the index of the last it read. */
function readProse(parent: GenericNode, children: GenericNode[], from: number, around: Surroundings): number {
  const prose: Prose = {
    type: parent.type,
    text: '',
    line: lineOf(children[from]!),
    masks: [],
    quoted: around.quoted,
    again: around.again,
  }
  const inline = new InlineReader(prose, around.reading)
  let index = from
  while (index < children.length && isInline(children[index]!.type)) inline.read(children[index++]!)
  if (prose.text !== '') around.reading.prose.push(prose)
  return index - 1
}

const isInline = (type: string) => inlineTypes.has(type) || type === 'image' || type === 'html'

class InlineReader {
  readonly #prose: Prose
  readonly #reading: Reading
  #line: number

  constructor(prose: Prose, reading: Reading) {
    this.#prose = prose
    this.#reading = reading
    this.#line = prose.line
  }

  read(node: GenericNode): void {
    const reading = this.#reading
    switch (node.type) {
      case 'text':
        this.#add(node.value ?? '')
        return
      case 'inlineCode':
      case 'inlineMath':
        this.#mask(() => this.#add(node.value ?? ''))
        return
      case 'break':
        this.#prose.text += '\u2028'
        this.#line++
        return
      case 'image':
        reading.images.push(this.#mention(node))
        return
      case 'html':
        reading.html.push(this.#mention(node))
        return
      case 'footnoteReference':
        reading.footnotes++
        return
      case 'abbreviation':
        reading.abbreviations.push(this.#mention(node))
        break
      default:
        if (pointerTypes.has(node.type)) reading.pointers.push(this.#mention(node))
        else if (typeof node.label === 'string' && !unlabelled.has(node.type))
          reading.labelled.push(this.#mention(node))
    }
    if (node.type === 'cite' || !node.children) return
    // An address that is its own text.
    if (node.type === 'link' && node.children[0]?.value === node.url) this.#mask(() => this.#all(node.children!))
    else this.#all(node.children)
  }

  #all(nodes: GenericNode[]): void {
    for (const node of nodes) this.read(node)
  }

  #mention(node: GenericNode): Mention {
    return { node, line: this.#line }
  }

  #mask(work: () => void): void {
    const from = this.#prose.text.length
    work()
    this.#prose.masks.push(from, this.#prose.text.length)
  }

  #add(text: string): void {
    this.#prose.text += text
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) this.#line++
  }
}

/** Tells the lines of the page that offsets of prose are spelled on; to be asked in ascending order. */
export function lineCounter({ text, line }: Prose): (offset: number) => number {
  let at = line
  let end = text.indexOf('\n')
  return offset => {
    for (; end >= 0 && end < offset; end = text.indexOf('\n', end + 1)) at++
    return at
  }
}

export function isMasked({ masks }: Prose, offset: number): boolean {
  for (let index = 0; index < masks.length; index += 2) {
    if (offset < masks[index]!) return false
    if (offset < masks[index + 1]!) return true
  }
  return false
}
