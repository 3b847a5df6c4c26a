import { type Entry, readers, writers } from './actors.ts'

/** What comes into a book as files. An upload is for those who write the book; readers see the chapters it becomes. */
export const imports: Record<string, Entry> = {
  'library.structures': {
    row: w => ({ id: w.shop.structureId }),
    select: writers,
    insert: {
      by: writers,
      values: w => ({
        book_id: w.shop.bookId,
        file_id: w.shop.originalFileId,
        name: 'new.epub',
        job_id: w.shop.importJobId,
      }),
    },
    update: { by: writers, values: { version: 2 } },
    delete: writers,
  },
  'generation.generations of an import': {
    row: w => ({ id: w.shop.importJobId }),
    select: readers,
    insert: {
      by: writers,
      values: w => ({ organization_id: w.shop.organizationId, book_id: w.shop.bookId, kind: 'import' }),
    },
    update: { by: writers, values: { requested: 'cancel' } },
    delete: [],
  },
}
