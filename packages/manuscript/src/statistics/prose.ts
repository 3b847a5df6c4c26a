import type { GenericNode } from 'myst-common'

/** A block of what a reader reads: a paragraph, a heading, a cell. */
export interface Block {
  /** On one line: line breaks are spaces. Code and math that stood in it are a space. */
  text: string
  /** Running text is read in sentences; a heading, a title, a caption or a cell of a table is a label. */
  running: boolean
  /** Of the page, from 1, where the block begins. */
  line: number
  /** Offsets in `text` at which the next line of the page begins. */
  breaks: number[]
}

// Not prose: what is shown as code or math, what is not shown, and the notes under the text.
const skipped = new Set([
  'code',
  'inlineCode',
  'math',
  'inlineMath',
  'comment',
  'html',
  'raw',
  'mystTarget',
  'footnoteDefinition',
  'mermaid',
  'cite',
  'image',
])
// Inside of these a word may go on, as in "un*believ*able".
const inline = new Set([
  'text',
  'emphasis',
  'strong',
  'link',
  'delete',
  'underline',
  'smallcaps',
  'subscript',
  'superscript',
  'abbreviation',
  'crossReference',
  'mystRole',
  'span',
])
// These stand inside of a line, and part the words around them.
const apart = new Set([
  'footnoteReference',
  'citeGroup',
  'inlineExpression',
  'mystRoleError',
  'keyboard',
  'chemicalFormula',
  'si',
])
// Flesch ("The Art of Readable Writing", 1949) leaves titles, headings and captions out of what he measures.
const labels = new Set(['heading', 'admonitionTitle', 'cardTitle', 'summary', 'caption', 'tableCell', 'definitionTerm'])
const address = /(?:https?:\/\/|www\.)\S+/gi

/** The blocks of prose of a page, in order. */
export function proseOf(tree: GenericNode): Block[] {
  const reader = new Reader()
  reader.read(tree)
  reader.end()
  return reader.blocks
}

class Reader {
  readonly blocks: Block[] = []
  #text = ''
  #running = true
  #line = 1
  #breaks: number[] = []

  read(node: GenericNode): void {
    const { type } = node
    if (this.#text === '' && node.position) this.#line = node.position.start.line
    if (type === 'text') this.#add(node.value ?? '')
    else if (type === 'break') this.#add('\n')
    else if (skipped.has(type)) this.#text += ' '
    else if (inline.has(type)) this.#children(node)
    else if (apart.has(type)) {
      this.#text += ' '
      this.#children(node)
      this.#text += ' '
    } else {
      const running = this.#running
      this.end()
      if (labels.has(type)) this.#running = false
      this.#children(node)
      this.end()
      this.#running = running
    }
  }

  #children(node: GenericNode): void {
    for (const child of node.children ?? []) {
      // The title "Solution to …" is made by the directive, not written by the author.
      if (node.type !== 'solution' || child.type !== 'admonitionTitle') this.read(child)
    }
  }

  #add(value: string): void {
    let from = 0
    for (let at = value.indexOf('\n'); at >= 0; at = value.indexOf('\n', from)) {
      this.#text += `${value.slice(from, at)} `
      this.#breaks.push(this.#text.length)
      from = at + 1
    }
    this.#text += from === 0 ? value : value.slice(from)
  }

  end(): void {
    if (/\S/.test(this.#text)) {
      const text = withoutAddresses(this.#text)
      this.blocks.push({ text, running: this.#running, line: this.#line, breaks: this.#breaks })
    }
    this.#text = ''
    if (this.#breaks.length > 0) this.#breaks = []
  }
}

/** Addresses are no words; what ends the sentence after one stays. Every other character keeps its place. */
function withoutAddresses(text: string): string {
  if (!text.includes('://') && !/www\./i.test(text)) return text
  return text.replace(address, found => {
    let end = found.length
    while (`"'”’)]`.includes(found[end - 1]!)) end--
    if ('.!?,;:'.includes(found[end - 1]!)) end--
    return ' '.repeat(end) + found.slice(end)
  })
}
