import { type Entry, nobody, readers } from './actors.ts'

/** What is calculated from chapters: read by whoever reads the book, written by the service alone. */
export const statistics: Record<string, Entry> = {
  'library.statistics': { row: w => ({ chapter_id: w.shop.chapterId }), select: readers, delete: nobody },
}
