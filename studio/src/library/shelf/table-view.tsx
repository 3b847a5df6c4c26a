import { Link } from '@tanstack/react-router'
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { memo, useEffect, useRef } from 'react'
import { ago, number } from '../../components/words.ts'
import type { Book } from '../book.ts'
import { Stage } from './book-card.tsx'
import { BookMenu } from './book-menu.tsx'
import { useTop } from './measure.ts'
import { placeOf, type Sort } from './shelf.ts'

/** Books as rows, of which only those near the screen are in the page. `books` may hold places not loaded. */
export function TableView({
  books,
  label,
  sort,
  onSeen,
}: {
  books: readonly (Book | undefined)[]
  label: string
  sort: Sort
  /** The number of the last book that is near the screen. */
  onSeen: (last: number) => void
}) {
  const body = useRef<HTMLTableSectionElement>(null)
  const top = useTop(body)
  const rows = useWindowVirtualizer({
    count: books.length,
    estimateSize: () => 45,
    overscan: 8,
    scrollMargin: top,
    useFlushSync: false,
  })
  const shown = rows.getVirtualItems()
  const last = (shown.at(-1)?.index ?? -1) + 1
  useEffect(() => onSeen(last), [last, onSeen])
  const before = (shown[0]?.start ?? top) - top
  const after = Math.max(0, rows.getTotalSize() - ((shown.at(-1)?.end ?? top) - top))
  return (
    <table className="table lib__table" aria-label={label} aria-rowcount={books.length + 1}>
      <thead>
        <tr>
          <th scope="col" {...(sort === 'title' && { 'aria-sort': 'ascending' })}>
            Title
          </th>
          <th scope="col">State</th>
          <th scope="col" className="r max-narrow:hidden" {...(sort === 'words' && { 'aria-sort': 'descending' })}>
            Words
          </th>
          <th scope="col" className="r max-narrow:hidden">
            Chapters
          </th>
          <th scope="col" className="r" {...(sort === 'edited' && { 'aria-sort': 'descending' })}>
            Last edited
          </th>
          <th scope="col">
            <span className="vh">More</span>
          </th>
        </tr>
      </thead>
      <tbody ref={body}>
        {before > 0 && <Gap height={before} />}
        {shown.map(({ index }) => {
          const book = books[index]
          return (
            <tr key={book?.id ?? index} ref={rows.measureElement} data-index={index} aria-rowindex={index + 2}>
              {book ? (
                <BookCells book={book} />
              ) : (
                <td colSpan={6}>
                  <span className="vh">Loading</span>
                  <span className="skel" style={{ width: '40%' }} />
                </td>
              )}
            </tr>
          )
        })}
        {after > 0 && <Gap height={after} />}
      </tbody>
    </table>
  )
}

const BookCells = memo(function BookCells({ book }: { book: Book }) {
  return (
    <>
      <td>
        {book.deletedAt ? (
          <span className="lib__title" dir="auto">
            {book.title}
          </span>
        ) : (
          <Link className="lib__title" to={placeOf(book)} params={{ bookId: book.id }} dir="auto">
            {book.title}
          </Link>
        )}
      </td>
      <td>
        <span className="book__s">
          <Stage book={book} />
        </span>
      </td>
      <td className="r max-narrow:hidden">{number(book.words)}</td>
      <td className="r max-narrow:hidden">{number(book.chapters)}</td>
      <td className="r">{ago(book.deletedAt ?? book.editedAt)}</td>
      <td className="r">
        <BookMenu book={book} inRow />
      </td>
    </>
  )
})

/** The height of the rows that are not in the page. */
function Gap({ height }: { height: number }) {
  return (
    <tr className="lib__gap">
      <td colSpan={6} style={{ height }} />
    </tr>
  )
}
