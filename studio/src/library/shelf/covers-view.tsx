import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import type { Book } from '../book.ts'
import { BookCard } from './book-card.tsx'
import { useColumns, useTop } from './measure.ts'

/** Between two rows. Pixels; the gap between columns is the style sheet's. */
const rowGap = 32

/** Books as covers in a grid, of which only what is near the screen is in the page. `books` may hold places not loaded. */
export function CoversView({
  books,
  label,
  onSeen,
}: {
  books: readonly (Book | undefined)[]
  label: string
  /** The number of the last book that is near the screen. */
  onSeen: (last: number) => void
}) {
  const grid = useRef<HTMLUListElement>(null)
  const { columns, width } = useColumns(grid)
  const top = useTop(grid)
  const rows = useWindowVirtualizer({
    count: Math.ceil(books.length / columns),
    // A cover of 5 : 8, and three or four lines under it; each row is measured when it is there.
    estimateSize: () => ((width - (columns - 1) * 24) / columns) * 1.6 + 92,
    gap: rowGap,
    overscan: 2,
    scrollMargin: top,
    useFlushSync: false,
  })
  const shown = rows.getVirtualItems()
  const first = (shown[0]?.index ?? 0) * columns
  const last = Math.min(books.length, ((shown.at(-1)?.index ?? -1) + 1) * columns)
  useEffect(() => onSeen(last), [last, onSeen])
  return (
    <ul
      ref={grid}
      className="lib__grid shelf"
      aria-label={label}
      style={{
        rowGap,
        gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
        paddingBlockStart: (shown[0]?.start ?? top) - top,
        paddingBlockEnd: Math.max(0, rows.getTotalSize() - ((shown.at(-1)?.end ?? top) - top)),
      }}
    >
      {books.slice(first, last).map((book, offset) => {
        const index = first + offset
        return (
          <li
            key={book?.id ?? index}
            aria-setsize={books.length}
            aria-posinset={index + 1}
            {...(index % columns === 0 && { ref: rows.measureElement, 'data-index': index / columns })}
          >
            {book ? <BookCard book={book} /> : <NotLoaded />}
          </li>
        )
      })}
    </ul>
  )
}

function NotLoaded() {
  return (
    <div className="book" aria-busy="true">
      <span className="cover cover--picture" />
      <span className="vh">Loading</span>
      <span className="skel" style={{ width: '80%' }} />
    </div>
  )
}
