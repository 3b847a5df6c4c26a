import type { Book } from './book.ts'

/** The chosen cover of a book, or the one drawn from its title; loaded when it comes near the screen. */
export function Cover({ book }: { book: Pick<Book, 'id' | 'version' | 'coverId'> }) {
  return (
    <span className="cover cover--picture">
      <img
        src={`/v1/books/${book.id}/cover?of=${book.version}-${book.coverId?.slice(0, 8) ?? 'drawn'}`}
        alt=""
        width={400}
        height={640}
        loading="lazy"
        decoding="async"
      />
    </span>
  )
}
