import type { Given } from './sources.ts'

/** What somebody gave before the book was made, until its plan is open. */
const waiting = new Map<string, readonly Given[]>()

/** Keeps sources for a book that has just been made. */
export function keepGiven(bookId: string, given: readonly Given[]): void {
  if (given.length > 0) waiting.set(bookId, given)
}

/** What was kept for a book, once. */
export function takeGiven(bookId: string): readonly Given[] {
  const given = waiting.get(bookId) ?? []
  waiting.delete(bookId)
  return given
}
