import type { BoundBook } from '../book/bound-book.ts'
import { visitPage } from './page-writer.ts'
import { perPage } from './per-page.ts'
import { labelOf } from './typst-text.ts'

/** Every label the sources of a book set: one for each page and each node with an id. */
export const labelsOf = (book: BoundBook): Set<string> => new Set(book.pages.flatMap(labelsOn))

const labelsOn = perPage(page => {
  const labels = [labelOf(page.slug)]
  visitPage(page, ({ id }) => {
    if (typeof id === 'string') labels.push(labelOf(page.slug, id))
  })
  return labels
})
