import { useMe } from '../identity/me.ts'
import type { Book } from '../library/book.ts'

/**
 * Whether the person at the screen may change the book, as far as the organization tells; of a book one was invited to
 * alone, the server says it where it is tried.
 */
export function useMayEdit(book: Book): boolean {
  const { organizations } = useMe()
  const role = organizations.find(({ id }) => id === book.organizationId)?.role
  return role !== 'viewer' && role !== 'reviewer'
}
