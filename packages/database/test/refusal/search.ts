import { type Entry, nobody, readers, writers } from './actors.ts'

/** What search keeps of texts: seen by who may read them, cut by who may change them, embedded by the service alone. */
export const search: Record<string, Entry> = {
  'library.documents': {
    row: w => ({ id: w.shop.documentId }),
    select: readers,
    update: { by: writers, values: { cut_revision: 7 } },
    delete: nobody,
  },
  'library.fragments': {
    row: w => ({ id: w.shop.fragmentId }),
    select: readers,
    insert: {
      by: writers,
      values: w => ({
        document_id: w.shop.documentId,
        book_id: w.shop.bookId,
        kind: 'chapter',
        position: 9,
        text: 'New.',
        start_line: 9,
        start_offset: 90,
        end_line: 9,
        end_offset: 94,
        terms: "'new':1",
        words: 1,
      }),
    },
    update: { by: writers, values: { position: 10 } },
    delete: writers,
  },
  'library.embeddings': {
    row: w => ({ fragment_id: w.shop.fragmentId, model: 'test/embedder' }),
    select: readers,
    delete: nobody,
  },
  'library.embedders': { row: w => ({ book_id: w.shop.bookId }), select: readers, delete: nobody },
}
