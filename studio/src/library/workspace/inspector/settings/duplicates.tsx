import type { Answer } from '@octavo/server/client'
import { ask } from '@octavo/server/client'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '../../../../api/client.ts'
import { Button } from '../../../../components/button.tsx'
import { ErrorState, Loading } from '../../../../components/states.tsx'
import { count } from '../../../../components/words.ts'
import type { Book } from '../../../book.ts'
import type { Chapter } from '../../../chapter.ts'
import type { EditorHandle } from '../../editor-handle.ts'

type Place = Answer<
  Awaited<ReturnType<(typeof api)['v1']['books'][':id']['duplicates']['$get']>>
>['items'][number]['first']

const duplicatesQuery = (bookId: string) =>
  queryOptions({
    queryKey: ['book', bookId, 'duplicates'],
    queryFn: async () =>
      (await ask(api.v1.books[':id'].duplicates.$get({ param: { id: bookId }, query: { limit: '30' } }))).items,
    staleTime: 0,
  })

/** Paragraphs that stand twice in the book and its sources, looked for when asked. */
export function Duplicates({ book, chapter, editor }: { book: Book; chapter: Chapter; editor: EditorHandle }) {
  const [asked, setAsked] = useState(false)
  const found = useQuery({ ...duplicatesQuery(book.id), enabled: asked })
  return (
    <div className="field">
      <span className="field__label">Said twice</span>
      <p className="field__help" role="status">
        {found.data
          ? `${count(found.data.length, 'paragraph')} ${found.data.length === 1 ? 'stands' : 'stand'} twice in almost the same words.`
          : 'Compares every paragraph of the book and its sources with every other.'}
      </p>
      <Button
        size="s"
        className="justify-self-start"
        busy={found.isFetching ? 'Comparing' : undefined}
        onClick={() => (asked ? void found.refetch() : setAsked(true))}
      >
        Look for paragraphs that stand twice
      </Button>
      {found.isLoading && <Loading what="Comparing paragraphs" />}
      {found.isError && <ErrorState error={found.error} retry={found.refetch} />}
      {found.data?.map(({ first, second, similarity }) => (
        <blockquote key={`${first.start} ${second.start} ${first.title}`} className="passage">
          <p className="passage__q insp__quote" dir="auto">
            {first.text}
          </p>
          <p className="passage__f">
            <span className="num">{Math.round(similarity * 100)} % alike</span>
            <PlaceLink place={first} book={book} chapter={chapter} editor={editor} />
            <PlaceLink place={second} book={book} chapter={chapter} editor={editor} />
          </p>
        </blockquote>
      ))}
    </div>
  )
}

function PlaceLink({
  place: { title, line, chapterId },
  book,
  chapter,
  editor,
}: {
  place: Place
  book: Book
  chapter: Chapter
  editor: EditorHandle
}) {
  const name = `${title}, line ${line}`
  if (!chapterId) return <span dir="auto">{name} (source)</span>
  if (chapterId === chapter.id) {
    return (
      <button type="button" className="link" dir="auto" onClick={() => editor.goTo({ line })}>
        {name}
      </button>
    )
  }
  return (
    <Link
      className="link"
      dir="auto"
      to="/books/$bookId/edit/$chapterId"
      params={{ bookId: book.id, chapterId }}
      search={{ line }}
    >
      {name}
    </Link>
  )
}
