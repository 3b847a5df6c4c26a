import type { Tx } from '../transaction.ts'

/** The statistics of the only version of a chapter, as its text has them. */
export async function fillStatistics(tx: Tx, bookId: string, chapterId: string): Promise<void> {
  await tx
    .insertInto('library.statistics')
    .values({
      chapter_id: chapterId,
      book_id: bookId,
      chapter_version: 1,
      language: 'en',
      method: 1,
      words: 4,
      characters: 23,
      characters_with_spaces: 25,
      paragraphs: 1,
      sentences: 1,
      running_words: 3,
      letters: 13,
      long_words: 0,
      foreign_words: 0,
      reading_minutes: 1,
    })
    .execute()
}
