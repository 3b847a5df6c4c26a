import type { World } from '../../src/testing.ts'
import { type Entry, nobody, readers, writers } from './actors.ts'

const newFile = (w: World, kind: string) => ({
  book_id: w.shop.bookId,
  kind,
  name: 'new.png',
  media_type: 'image/png',
  bytes: 70,
  sha256: w.shop.blobSha256,
})

/** Files of a book, and the contents they share. */
export const files: Record<string, Entry> = {
  'library.blobs': { row: w => ({ sha256: w.shop.blobSha256 }), select: nobody, delete: nobody },
  'library.files': {
    row: w => ({ id: w.shop.fileId }),
    select: readers,
    insert: { by: writers, values: w => newFile(w, 'image') },
    update: { by: writers, values: { alt: 'A lathe.' } },
    delete: writers,
  },
  'library.files original': {
    row: w => ({ id: w.shop.originalFileId }),
    select: readers,
    insert: { by: writers, values: w => ({ ...newFile(w, 'original'), source_id: w.shop.sourceId }) },
    update: { by: writers, values: { alt: 'Notes.' } },
    delete: writers,
  },
  'library.files made by a job': {
    row: w => ({ id: w.shop.exportFileId }),
    select: readers,
    insert: { by: nobody, values: w => newFile(w, 'export') },
    delete: writers,
  },
}
