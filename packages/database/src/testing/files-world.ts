import { randomUUID } from 'node:crypto'
import type { Tx } from '../transaction.ts'

/** Files of `shop`'s book. */
export interface FilesWorld {
  /** A picture. */
  fileId: string
  /** What a source was read from. */
  originalFileId: string
  /** Made by a job. */
  exportFileId: string
  blobSha256: string
}

/** A picture, the original of a source, and an export; no bytes are in any storage. */
export async function fillFiles(tx: Tx, bookId: string, sourceId: string, authorId: string): Promise<FilesWorld> {
  const [fileId, originalFileId, exportFileId] = [randomUUID(), randomUUID(), randomUUID()]
  const blobSha256 = '2'.repeat(64)
  await tx.insertInto('library.blobs').values({ sha256: blobSha256, bytes: 70 }).execute()
  const of = { book_id: bookId, bytes: 70, sha256: blobSha256, created_by: authorId }
  await tx
    .insertInto('library.files')
    .values([
      { id: fileId, kind: 'image', name: 'images/lathe.png', media_type: 'image/png', width: 1, height: 1, ...of },
      {
        id: originalFileId,
        kind: 'original',
        name: 'notes.md',
        media_type: 'text/markdown',
        ...of,
        source_id: sourceId,
      },
      { id: exportFileId, kind: 'export', name: 'shop-manual.zip', media_type: 'application/zip', ...of },
    ])
    .execute()
  return { fileId, originalFileId, exportFileId, blobSha256 }
}
