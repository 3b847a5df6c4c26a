import { useQuery } from '@tanstack/react-query'
import { Check } from '../../components/field.tsx'
import { count } from '../../components/words.ts'
import { outlineQuery } from '../../library/book.ts'
import { writtenChapters } from '../exports/log-places.ts'

/** The whole book, or some of its chapters. At least one stays chosen. */
export function ChapterChoice({
  bookId,
  chosen,
  onChange,
}: {
  bookId: string
  chosen: readonly string[] | undefined
  onChange: (chapters: string[] | undefined) => void
}) {
  const { data } = useQuery(outlineQuery(bookId))
  const chapters = data ? writtenChapters(data) : []
  const all = chapters.map(({ id }) => id)
  const now = new Set(chosen ?? all)
  const tick = (id: string, ticked: boolean) => {
    const next = all.filter(one => (one === id ? ticked : now.has(one)))
    if (next.length > 0) onChange(next.length === all.length ? undefined : next)
  }
  return (
    <details className="chapterchoice">
      <summary>{chosen ? `${chosen.length} of ${count(all.length, 'chapter')}` : 'All chapters'}</summary>
      <div className="chapterchoice__list">
        {chapters.map(({ id, title }) => (
          <Check key={id} checked={now.has(id)} onChange={event => tick(id, event.target.checked)}>
            <span dir="auto">{title}</span>
          </Check>
        ))}
      </div>
    </details>
  )
}
