import type { BoundPage } from '../book/bound-book.ts'
import type { BookNode } from '../book/nodes.ts'

/** Fields of nodes that hold nodes beside `children`, in the order in which they are shown. */
const parts = ['target', 'of', 'entry', 'references', 'see', 'seeAlso'] as const

/** Every node of a page in the order of its HTML: title, content, footnotes. */
export function* nodesOf(page: BoundPage): Generator<BookNode> {
  yield* walk(page.titleNodes)
  yield* walk(page.children)
  for (const { children } of page.footnotes.values()) yield* walk(children)
}

function* walk(nodes: readonly BookNode[]): Generator<BookNode> {
  for (const node of nodes) {
    yield node
    for (const part of parts) {
      const held = node[part] as BookNode | BookNode[] | undefined
      if (typeof held === 'object') yield* walk([held].flat())
    }
    if (node.children) yield* walk(node.children)
  }
}

/** The pictures of a page by their path in the book, each once. */
export function imagePaths(page: BoundPage): Set<string> {
  const paths = new Set<string>()
  for (const node of nodesOf(page)) if (node.type === 'image' && typeof node.path === 'string') paths.add(node.path)
  return paths
}
