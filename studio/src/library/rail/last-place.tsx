import { Link } from '@tanstack/react-router'
import { ago } from '../../components/words.ts'

/** Where the workspace was left, as it keeps it on this machine. */
interface Place {
  bookId: string
  chapterId: string
  title: string
  excerpt: string
  at: string
}

/** Where one stopped writing, with the last words; nothing when nothing was opened yet. */
export function LastPlace() {
  const place = readPlace()
  if (!place) return null
  const { bookId, chapterId, title, excerpt, at } = place
  return (
    <section>
      <h2>Where you stopped, {ago(at)}</h2>
      {excerpt && (
        <p className="left-off" dir="auto">
          “{excerpt}
          <span className="caret" />”
        </p>
      )}
      <p>
        <Link className="link" to="/books/$bookId/edit/$chapterId" params={{ bookId, chapterId }} dir="auto">
          {title}
        </Link>
      </p>
    </section>
  )
}

function readPlace(): Place | undefined {
  try {
    const place = JSON.parse(localStorage.getItem('octavo-last-place') ?? 'null') as Partial<Place> | null
    if (!place?.bookId || !place.chapterId || !place.title || Number.isNaN(Date.parse(place.at ?? ''))) return undefined
    return { excerpt: '', ...place } as Place
  } catch {
    return undefined
  }
}
