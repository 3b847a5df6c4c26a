import './workspace.css'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useEffect } from 'react'
import { Loading } from '../../components/states.tsx'
import { bookQuery, outlineQuery } from '../book.ts'
import { useBookRights } from '../book-rights.ts'
import { useOpenChapter } from './editor/use-open-chapter.ts'
import { readLastPlace } from './last-place.ts'
import { NoChapters } from './no-chapters.tsx'
import { rowsOf } from './tree/chapters-of.ts'
import { Workspace } from './workspace.tsx'

/** The workspace of a book: chapters, source, preview, inspector. Without a chapter in its address, where one left off. */
export function WorkspaceScreen() {
  const { bookId, chapterId } = useParams({ strict: false }) as { bookId: string; chapterId?: string }
  const { line } = useSearch({ strict: false }) as { line?: number }
  const navigate = useNavigate()
  const { data: book } = useSuspenseQuery(bookQuery(bookId))
  const { data: outline } = useSuspenseQuery(outlineQuery(bookId))
  const { known, edit } = useBookRights(book)
  const mayWrite = known ? edit : undefined
  const chapters = rowsOf(outline).flatMap(row => row.item.chapter?.id ?? [])
  const last = readLastPlace()?.chapterId
  const begin = chapterId ? undefined : (chapters.find(id => id === last) ?? chapters[0])
  useEffect(() => {
    if (begin) {
      void navigate({
        to: '/books/$bookId/edit/$chapterId',
        params: { bookId, chapterId: begin },
        search: line ? { line } : {},
        replace: true,
      })
    }
  }, [begin, bookId, line, navigate])
  if (mayWrite === undefined || begin) return <Loading what="Opening the book" />
  if (!chapterId) return <NoChapters bookId={bookId} outline={outline} mayWrite={mayWrite} />
  return <WithChapter bookId={bookId} chapterId={chapterId} mayWrite={mayWrite} line={line} />
}

function WithChapter({
  bookId,
  chapterId,
  mayWrite,
  line,
}: {
  bookId: string
  chapterId: string
  mayWrite: boolean
  line: number | undefined
}) {
  const { data: book } = useSuspenseQuery(bookQuery(bookId))
  const { data: outline } = useQuery(outlineQuery(bookId))
  const opening = useOpenChapter(book, chapterId, mayWrite)
  const open = opening && 'open' in opening ? opening.open : undefined
  useEffect(() => {
    if (open && line) open.handle.goTo({ line })
  }, [open, line])
  return (
    <Workspace
      book={book}
      outline={outline ?? { bookId, words: 0, items: [] }}
      chapterId={chapterId}
      opening={opening}
      mayWrite={mayWrite}
    />
  )
}
