import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ago } from '../../components/words.ts'
import { bookQuery } from '../book.ts'
import { type LastPlace as Place, readLastPlace } from '../workspace/last-place.ts'

/** Where one stopped writing, with the last words; nothing when nothing was opened yet, or its book is gone. */
export function LastPlace() {
  const place = readLastPlace()
  return place?.chapterId ? <Stopped place={place} /> : null
}

function Stopped({ place: { bookId, chapterId, title, excerpt, at } }: { place: Place }) {
  const { data: book } = useQuery(bookQuery(bookId))
  if (!book || book.deletedAt) return null
  const age = ago(at)
  return (
    <section>
      <h2>Where you stopped{age === 'now' ? ' just now' : `, ${age}`}</h2>
      {excerpt && (
        <p className="left-off" dir="auto">
          “{excerpt}
          <span className="caret" />”
        </p>
      )}
      <p>
        <Link className="link" to="/books/$bookId/edit/$chapterId" params={{ bookId, chapterId }} dir="auto">
          {book.title}, {title}
        </Link>
      </p>
    </section>
  )
}
