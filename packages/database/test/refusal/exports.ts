import { type Entry, readers, writers } from './actors.ts'

/** What books are made into. The seeded one is the reviewer's. */
export const exports: Record<string, Entry> = {
  'publishing.exports': {
    row: w => ({ id: w.shop.exportId }),
    select: readers,
    // Whoever reads a book may export it.
    insert: { by: readers, values: w => ({ book_id: w.shop.bookId, format: 'pdf', job_id: w.shop.exportJobId }) },
    delete: [...writers, 'reviewer'],
  },
  'generation.generations of an export': {
    row: w => ({ id: w.shop.exportJobId }),
    select: readers,
    insert: {
      by: readers,
      values: w => ({ organization_id: w.shop.organizationId, book_id: w.shop.bookId, kind: 'export' }),
    },
    update: { by: writers, values: { requested: 'cancel' } },
    delete: [],
  },
}
