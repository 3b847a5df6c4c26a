import { randomUUID } from 'node:crypto'
import type { Tx } from '../transaction.ts'

/** Covers of `shop`'s book. */
export interface CoversWorld {
  /** Drawn and chosen. */
  coverId: string
  /** A picture for a cover that is none yet. */
  coverFileId: string
}

/** A chosen cover, and a file another can be made of; the contents are those of the other files. */
export async function fillCovers(tx: Tx, bookId: string, sha256: string, authorId: string): Promise<CoversWorld> {
  const [coverId, drawnFileId, coverFileId] = [randomUUID(), randomUUID(), randomUUID()]
  const file = {
    book_id: bookId,
    kind: 'cover' as const,
    media_type: 'image/jpeg',
    bytes: 70,
    sha256,
    created_by: authorId,
  }
  await tx
    .insertInto('library.files')
    .values([
      { id: drawnFileId, name: 'covers/drawn.jpg', ...file },
      { id: coverFileId, name: 'covers/given.jpg', ...file },
    ])
    .execute()
  await tx
    .insertInto('library.covers')
    .values({
      id: coverId,
      book_id: bookId,
      file_id: drawnFileId,
      origin: 'drawn',
      design: JSON.stringify({ title: 'Manual', authors: [], layout: 'essay', palette: 'bone', motif: 'arcs' }),
      chosen: true,
      created_by: authorId,
    })
    .execute()
  return { coverId, coverFileId }
}
