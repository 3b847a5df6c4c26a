import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Icon } from '../../components/icon.tsx'
import { count } from '../../components/words.ts'
import { outlineQuery } from '../../library/book.ts'
import { formats } from '../formats/formats.ts'
import type { Export } from './exports.ts'
import { type LogPlace, placeOf, writtenChapters } from './log-places.ts'

/** What an export says about places of the book, as its chapters and lines. */
export function usePlaces({ bookId, log }: Pick<Export, 'bookId' | 'log'>): LogPlace[] {
  const { data } = useQuery(outlineQuery(bookId))
  const chapters = data ? writtenChapters(data) : []
  return log.flatMap(({ text }) => text.split('\n').flatMap(line => placeOf(line, chapters) ?? []))
}

/** What readers of an export would miss, each with the way to its place. */
export function Places({ bookId, places }: { bookId: string; places: readonly LogPlace[] }) {
  return (
    <ul className="places">
      {places.map(({ text, chapter, chapterId, line }, index) => (
        <li key={index} className="finding finding--warn">
          <Icon name="warn" />
          <span className="finding__t">{text}</span>
          <Link
            className="link"
            to="/books/$bookId/edit/$chapterId"
            params={{ bookId, chapterId }}
            search={line ? { line } : {}}
            aria-label={`Open ${chapter}${line ? `, line ${line}` : ''}`}
          >
            Open
          </Link>
          <span className="finding__p">
            <span dir="auto">{chapter}</span>
            {line && `, line ${line}`}
          </span>
        </li>
      ))}
    </ul>
  )
}

/** All an export said while it was made. */
export function ExportLog({ of, onClose }: { of: Export; onClose: () => void }) {
  const places = usePlaces(of)
  const { name } = formats[of.format]
  return (
    <Dialog
      wide
      title={`${name}: what it says`}
      description={
        of.error?.message ??
        (places.length > 0 ? `${count(places.length, 'place')} to look at.` : 'Nothing is missing in it.')
      }
      actions={<Button onClick={onClose}>Close</Button>}
      onClose={onClose}
    >
      {places.length > 0 && <Places bookId={of.bookId} places={places} />}
      <ol className="log" aria-label="Log">
        {of.log.map(({ at, text }, index) => (
          <li key={index}>
            <time dateTime={at}>{new Date(at).toLocaleTimeString('en-GB')}</time>
            <span>{text}</span>
          </li>
        ))}
      </ol>
    </Dialog>
  )
}
