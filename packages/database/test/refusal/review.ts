import { type Entry, editors, nobody, readers, writers } from './actors.ts'

const commentators = [...editors, 'reviewer', 'bookEditor'] as const

/** What people say about chapters, and who is there. All rows are the reviewer's. */
export const review: Record<string, Entry> = {
  // Everybody speaks for himself alone.
  'library.presence': {
    row: w => ({ chapter_id: w.shop.chapterId, user_id: w.reviewer.userId }),
    select: readers,
    insert: {
      by: ['viewer'],
      values: w => ({ chapter_id: w.shop.chapterId, book_id: w.shop.bookId, user_id: w.viewer.userId, line: 3 }),
    },
    update: { by: ['reviewer'], values: { line: 9 } },
    delete: ['reviewer'],
  },
  'library.version_labels': {
    row: w => ({ chapter_id: w.shop.chapterId, number: 1 }),
    select: readers,
    insert: {
      by: writers,
      values: w => ({ chapter_id: w.shop.chapterId, number: 2, book_id: w.shop.bookId, name: 'Second' }),
    },
    update: { by: writers, values: { name: 'Printed' } },
    delete: writers,
  },
  'library.comments': {
    row: w => ({ id: w.shop.commentId }),
    select: readers,
    insert: {
      by: commentators,
      values: w => ({ book_id: w.shop.bookId, chapter_id: w.shop.chapterId, body: 'Good.' }),
    },
    // Who wrote it, and who edits the book, resolves it.
    update: { by: commentators, values: { resolved_at: new Date() } },
    // It has an answer: not even who wrote it takes it away.
    delete: writers,
  },
  'library.comments body': {
    row: w => ({ id: w.shop.answerId }),
    select: readers,
    insert: {
      by: nobody,
      values: w => ({
        book_id: w.shop.bookId,
        chapter_id: w.shop.chapterId,
        body: 'In the name of the viewer.',
        created_by: w.viewer.userId,
      }),
    },
    update: { by: ['reviewer'], values: { body: 'The back door.' } },
    delete: [...writers, 'reviewer'],
  },
  'library.suggestions': {
    row: w => ({ id: w.shop.suggestionId }),
    select: readers,
    insert: {
      by: commentators,
      values: w => ({
        book_id: w.shop.bookId,
        chapter_id: w.shop.chapterId,
        version: 1,
        hunks: JSON.stringify([{ start: 0, end: 0, before: '', after: 'x', reason: '' }]),
      }),
    },
    update: { by: writers, values: { state: 'rejected' } },
    delete: ['reviewer'],
  },
  'library.suggestions decided': {
    row: w => ({ id: w.shop.decidedSuggestionId }),
    select: readers,
    delete: nobody,
  },
}
