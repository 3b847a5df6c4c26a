import { Link } from '@tanstack/react-router'
import { memo } from 'react'
import { Icon } from '../../components/icon.tsx'
import { ago } from '../../components/words.ts'
import type { Book } from '../book.ts'
import { Cover } from '../cover.tsx'
import { BookMenu } from './book-menu.tsx'
import { sizeOf } from './book-words.ts'
import { placeOf, stageName } from './shelf.ts'

/** A book on the shelf: cover, state and age, title, size; its menu lies on the cover. */
export const BookCard = memo(function BookCard({ book }: { book: Book }) {
  const inside = (
    <>
      <Cover book={book} />
      <span>
        <span className="book__s">
          <Stage book={book} />
          <span>{ago(book.deletedAt ?? book.editedAt)}</span>
        </span>
        <span className="book__t" dir="auto">
          {book.title}
        </span>
        <span className="book__f">{sizeOf(book)}</span>
      </span>
    </>
  )
  return (
    <>
      {book.deletedAt ? (
        <div className="book book--archived">{inside}</div>
      ) : (
        <Link
          to={placeOf(book)}
          params={{ bookId: book.id }}
          className={book.stage === 'archived' ? 'book book--archived' : 'book'}
        >
          {inside}
        </Link>
      )}
      <BookMenu book={book} />
    </>
  )
})

/** Where a book stands, with its sign. */
export function Stage({ book }: { book: Book }) {
  if (book.stage === 'writing') {
    return (
      <b className="is-live">
        <i className="live-dot" />
        Writing
      </b>
    )
  }
  if (book.stage === 'published' && !book.deletedAt) {
    return (
      <b className="is-good">
        <Icon name="check" />
        Published
      </b>
    )
  }
  return <b>{stageName(book)}</b>
}
