import type { Book } from '../../library/book.ts'
export function Destinations(_: { book: Book; editable: boolean }) {
  return null
}
