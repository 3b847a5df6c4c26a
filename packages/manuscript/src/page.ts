import { type GenericNode, toText } from 'myst-common'
import { visit } from 'unist-util-visit'
import { targetsOf } from './audit/find/labels.ts'
import { readPage } from './audit/reading.ts'
import { parseMyst } from './myst.ts'
import { parsePage } from './parsed-page.ts'

/** A target other pages can refer to. `identifier` is the label as MyST compares it. Line from 1. */
export interface Label {
  label: string
  identifier: string
  line: number
}

/** A heading of the page itself, not of a quote or a directive. Line from 1. */
export interface Heading {
  depth: number
  text: string
  line: number
}

/** What a page refers to: a label, a citation key, a glossary term, or a file or URL. Line from 1. */
export interface Reference {
  kind: 'label' | 'citation' | 'term' | 'link'
  target: string
  line: number
}

const lineOf = (node: GenericNode) => node.position?.start.line ?? 1

/** The labels a page defines, in order, the one of its front matter first. A label defined twice is there twice. */
export function labelsOf(text: string): Label[] {
  return targetsOf(readPage(parsePage(text)))
}

/** The headings of a page, in order, as a reader sees them. */
export function headingsOf(text: string): Heading[] {
  return headingsIn(parseMyst(text).tree)
}

/** The headings of a page that is parsed already. */
export function headingsIn(tree: ReturnType<typeof parseMyst>['tree']): Heading[] {
  return tree.children
    .filter(node => node.type === 'heading')
    .map(node => ({ depth: Number(node.depth), text: toText(node).trim(), line: lineOf(node) }))
}

/** Everything a page refers to, in order. An image is a link to its file. */
export function referencesOf(text: string): Reference[] {
  const references: Reference[] = []
  visit(parseMyst(text).tree, (node: GenericNode) => {
    const line = lineOf(node)
    if (node.type === 'crossReference') {
      const term = String(node.identifier ?? '').startsWith('term-')
      references.push({ kind: term ? 'term' : 'label', target: String(node.label ?? node.identifier), line })
    } else if (node.type === 'cite') references.push({ kind: 'citation', target: String(node.label), line })
    else if ((node.type === 'link' || node.type === 'image') && typeof node.url === 'string') {
      const local = node.url.startsWith('#') && node.url.length > 1
      references.push(
        local ? { kind: 'label', target: node.url.slice(1), line } : { kind: 'link', target: node.url, line },
      )
    }
  })
  return references
}
