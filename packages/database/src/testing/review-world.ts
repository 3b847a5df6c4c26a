import { randomUUID } from 'node:crypto'
import type { Tx } from '../transaction.ts'

/** What people said about the chapter of `shop`'s book. */
export interface ReviewWorld {
  /** By the reviewer, with an answer by himself. */
  commentId: string
  answerId: string
  /** Open, by the reviewer. */
  suggestionId: string
  /** Accepted, by the reviewer. */
  decidedSuggestionId: string
}

/** The label of the only version of a chapter, a comment with an answer, two suggestions, and who is there. */
export async function fillReview(tx: Tx, bookId: string, chapterId: string, reviewerId: string): Promise<ReviewWorld> {
  const [commentId, answerId, suggestionId, decidedSuggestionId] = [
    randomUUID(),
    randomUUID(),
    randomUUID(),
    randomUUID(),
  ]
  const of = { book_id: bookId, chapter_id: chapterId, created_by: reviewerId }
  await tx
    .insertInto('library.version_labels')
    .values({ number: 1, name: 'First', ...of })
    .execute()
  await tx
    .insertInto('library.presence')
    .values({ chapter_id: chapterId, book_id: bookId, user_id: reviewerId, line: 1 })
    .execute()
  await tx
    .insertInto('library.comments')
    .values([
      { id: commentId, body: 'Which door?', version: 1, ...of },
      { id: answerId, body: 'The front door.', parent_id: commentId, ...of },
    ])
    .execute()
  const hunks = JSON.stringify([{ start: 11, end: 17, before: 'Unlock', after: 'Open', reason: '' }])
  await tx
    .insertInto('library.suggestions')
    .values([
      { id: suggestionId, version: 1, hunks, ...of },
      {
        id: decidedSuggestionId,
        version: 1,
        hunks,
        state: 'accepted',
        accepted: [1],
        decided_at: new Date(),
        ...of,
      },
    ])
    .execute()
  return { commentId, answerId, suggestionId, decidedSuggestionId }
}
