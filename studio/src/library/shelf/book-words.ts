import { count, number } from '../../components/words.ts'
import type { Book } from '../book.ts'

/** How large a book is, or how far its plan: "20,927 of 38,400 words", "Outline of 9 chapters". */
export function sizeOf({ stage, words, targetWords, plannedChapters, sources }: Book): string {
  if (words > 0) {
    return stage === 'writing' && targetWords
      ? `${number(words)} of ${count(targetWords, 'word')}`
      : count(words, 'word')
  }
  if (plannedChapters > 0) return `Outline of ${count(plannedChapters, 'chapter')}`
  return sources > 0 ? `A brief and ${count(sources, 'source')}` : 'A brief'
}
