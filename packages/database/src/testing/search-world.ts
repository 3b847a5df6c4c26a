import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Tx } from '../transaction.ts'

/** What search knows of the chapter of `shop`'s book. */
export interface SearchWorld {
  documentId: string
  fragmentId: string
}

/** One fragment of a chapter with its vector, and the model its book is searched by. */
export async function fillSearch(
  tx: Tx,
  { bookId, chapterId, jobId }: { bookId: string; chapterId: string; jobId: string },
): Promise<SearchWorld> {
  const fragmentId = randomUUID()
  const { id: documentId } = await tx
    .selectFrom('library.documents')
    .select('id')
    .where('chapter_id', '=', chapterId)
    .executeTakeFirstOrThrow()
  await tx
    .insertInto('library.fragments')
    .values({
      id: fragmentId,
      document_id: documentId,
      book_id: bookId,
      kind: 'chapter',
      position: 0,
      headings: ['Opening'],
      text: '# Opening\n\nUnlock the door.',
      start_line: 1,
      start_offset: 0,
      end_line: 3,
      end_offset: 27,
      terms: sql<string>`to_tsvector('english', 'unlock the door')`,
      words: 3,
      hash: 'prose',
    })
    .execute()
  await tx
    .insertInto('library.embeddings')
    .values({
      fragment_id: fragmentId,
      book_id: bookId,
      model: 'test/embedder',
      dimension: 3,
      hash: 'prose',
      embedding: '[1,0,0]',
    })
    .execute()
  await tx.insertInto('library.embedders').values({ book_id: bookId, model: 'test/embedder', job_id: jobId }).execute()
  return { documentId, fragmentId }
}
