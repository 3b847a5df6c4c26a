import type { BoundPage } from '../book/bound-book.ts'
import type { BookNode, NodeType } from '../book/nodes.ts'
import type { SitePlan } from './site-plan.ts'

/** What search finds: a section of a page, down to those in sections. */
export interface SearchSection {
  /** Undefined for what comes before the first heading. */
  anchor?: string
  /** Empty for what comes before the first heading. */
  heading: string
  text: string
}

/** Not read as words: formulas in TeX, sources of diagrams, lists made of the rest of the book. */
const silent = new Set<NodeType>(['math', 'inlineMath', 'mermaid', 'raw', 'index', 'interactive', 'iframe'])

/** Nodes after which a word has ended. */
const inline = new Set<NodeType>([
  'text',
  'strong',
  'emphasis',
  'delete',
  'underline',
  'smallcaps',
  'superscript',
  'subscript',
  'inlineCode',
  'keyboard',
  'abbreviation',
  'link',
  'crossReference',
  'captionNumber',
  'span',
  'indexTarget',
  'footnoteReference',
])

export function searchSections(page: BoundPage): SearchSection[] {
  const sections: SearchSection[] = [{ heading: '', text: page.description ?? '' }]
  let words: string[] = [sections[0]!.text, ' ']
  // Notes come after the words of their section: a sentence should be found as it is.
  const notes: BookNode[] = []
  const numbers = new Map(page.headings.map(({ id, number }) => [id, number]))

  const close = () => {
    for (const note of notes.splice(0)) read(note)
    sections.at(-1)!.text = words.join('').replace(/\s+/g, ' ').trim()
    words = []
  }
  const read = (node: BookNode): void => {
    if (node.type === 'heading' && Number(node.depth) <= 3 && node.id !== undefined) {
      close()
      const title = plain(node)
      const number = numbers.get(String(node.id))
      sections.push({ anchor: String(node.id), heading: [number, title].filter(Boolean).join(' '), text: '' })
      return
    }
    if (silent.has(node.type)) return
    if (typeof node.value === 'string') words.push(node.value)
    if (node.type === 'image' && typeof node.alt === 'string') words.push(' ', node.alt)
    if (node.type === 'tabItem' && typeof node.title === 'string') words.push(' ', node.title, ' ')
    for (const child of node.children ?? []) read(child)
    if (node.type === 'footnoteReference') {
      notes.push(...(page.footnotes.get(String(node.identifier))?.children ?? []))
    }
    if (!inline.has(node.type)) words.push(' ')
  }
  for (const node of page.children) read(node)
  close()
  return sections.filter(({ heading, text }, at) => at === 0 || heading !== '' || text !== '')
}

const plain = (node: BookNode): string =>
  typeof node.value === 'string' ? node.value : (node.children ?? []).map(plain).join('')

/**
 * The script search loads: every section with its words. The index is built from it in the browser, which takes less time
 * than to fetch a finished one, and a finished one would need the words as well, to show them.
 */
export function searchScript(plan: SitePlan, sectionsOf: (page: BoundPage) => readonly SearchSection[]): string {
  const pages = plan.sequence.map(page => [plan.addresses.get(page.slug), page.title, page.numberLabel ?? ''])
  const sections = plan.sequence.flatMap((page, at) =>
    sectionsOf(page).map(({ anchor, heading, text }) => [at, anchor ?? '', heading, text]),
  )
  return `const octavoSearch=${JSON.stringify({ pages, sections })}\n`
}
