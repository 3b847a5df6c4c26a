import type { Book } from '../../library/book.ts'
export function CoverStrip(_: { book: Book; editable: boolean; pages: number | undefined }) {
  return null
}
