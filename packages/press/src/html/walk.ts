import type { BoundPage } from '../book/bound-book.ts'
import type { BookNode } from '../book/nodes.ts'

/** Fields of nodes that hold nodes beside `children`, in the order in which they are shown. */
const parts = ['target', 'of', 'entry', 'references', 'see', 'seeAlso'] as const

/** Every node of a page in the order of its HTML: title, content, footnotes. */
export function nodesOf(page: BoundPage): BookNode[] {
  const found: BookNode[] = []
  collect(page.titleNodes, found)
  collect(page.children, found)
  for (const { children } of page.footnotes.values()) collect(children, found)
  return found
}

function collect(nodes: readonly BookNode[], found: BookNode[]): void {
  for (const node of nodes) {
    found.push(node)
    for (const part of parts) {
      const held = node[part] as BookNode | BookNode[] | undefined
      if (Array.isArray(held)) collect(held, found)
      else if (typeof held === 'object') collect([held], found)
    }
    if (node.children) collect(node.children, found)
  }
}

/** The pictures of a page by their path in the book, each once. */
export function imagePaths(page: BoundPage): Set<string> {
  const paths = new Set<string>()
  for (const node of nodesOf(page)) if (node.type === 'image' && typeof node.path === 'string') paths.add(node.path)
  return paths
}
