import type { BoundBook } from '../book/bound-book.ts'
import { visitPage } from './page-writer.ts'
import { labelOf } from './typst-text.ts'

/** Every label the sources of a book set: one for each page and each node with an id. */
export function labelsOf(book: BoundBook): Set<string> {
  const labels = new Set<string>()
  for (const page of book.pages) {
    labels.add(labelOf(page.slug))
    visitPage(page, ({ id }) => {
      if (typeof id === 'string') labels.add(labelOf(page.slug, id))
    })
  }
  return labels
}
