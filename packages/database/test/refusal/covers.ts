import { type Entry, readers, writers } from './actors.ts'

/** Covers of a book. */
export const covers: Record<string, Entry> = {
  'library.covers': {
    row: w => ({ id: w.shop.coverId }),
    select: readers,
    insert: {
      by: writers,
      values: w => ({ book_id: w.shop.bookId, file_id: w.shop.coverFileId, origin: 'uploaded' }),
    },
    update: { by: writers, values: { chosen: false } },
    delete: writers,
  },
}
