import type { BoundBook } from '../book/bound-book.ts'
import { nodesOfPage } from './page-writer.ts'
import { labelOf } from './typst-text.ts'

/** Every label the sources of a book set: one for each page and each node with an id. */
export function labelsOf(book: BoundBook): Set<string> {
  const labels = new Set<string>()
  for (const page of book.pages) {
    labels.add(labelOf(page.slug))
    for (const { node } of nodesOfPage(page)) if (typeof node.id === 'string') labels.add(labelOf(page.slug, node.id))
  }
  return labels
}
