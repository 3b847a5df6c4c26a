import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTitle } from '../app/page.tsx'
import { buttonClass } from '../components/button.tsx'
import { Banner, Empty, ErrorState, Loading } from '../components/states.tsx'
import { useMe } from '../identity/me.ts'
import { type Book, bookQuery, outlineQuery } from '../library/book.ts'
import { isOpen, jobQuery, jobsOfBookQuery } from './job.ts'
import { WritingJob } from './writing-job.tsx'
import './write.css'

/** Chapters fill while one watches: the newest job of the book, or one of those before it. */
export function WriteScreen() {
  const { bookId } = useParams({ from: '/app/books/$bookId' })
  const { data: book } = useSuspenseQuery(bookQuery(bookId))
  useTitle(`Write: ${book.title}`)
  const jobs = useQuery({ ...jobsOfBookQuery(bookId), staleTime: 0 })
  const outline = useQuery(outlineQuery(bookId))
  const [chosen, setChosen] = useState<string>()
  const list = jobs.data ?? []
  const shown = list.find(job => job.id === chosen) ?? list.find(isOpen) ?? list.find(isRecent) ?? list[0]
  const job = useQuery({
    ...jobQuery(shown?.id ?? ''),
    enabled: shown !== undefined,
    ...(shown && { placeholderData: shown }),
    // Events tell of changes at once; this is for those that got lost with a worker.
    refetchInterval: ({ state }) => (state.data && isOpen(state.data) ? 15_000 : false),
  })
  const maySteer = useMaySteer(book)
  const error = jobs.error ?? outline.error ?? job.error
  if (!jobs.data || !outline.data || (shown && !job.data)) {
    return (
      <main id="main" tabIndex={-1}>
        {error ? (
          <ErrorState
            error={error}
            retry={() => void Promise.all([jobs.refetch(), outline.refetch(), job.refetch()])}
          />
        ) : (
          <Loading what="Opening the writing" lines={5} />
        )}
      </main>
    )
  }
  if (!job.data) {
    return (
      <main id="main" tabIndex={-1}>
        <h1 className="vh">Write</h1>
        <Empty
          title="Nothing is being written"
          actions={
            <Link
              to="/books/$bookId/plan"
              params={{ bookId }}
              className={buttonClass({ look: maySteer ? 'primary' : 'plain' })}
            >
              Plan
            </Link>
          }
        >
          {outline.data.items.length === 0
            ? 'This book has no outline yet. Plan its chapters first; the writing begins from there, and this page shows it as it comes.'
            : 'The chapters are planned. Begin the writing from the plan, where its cost is estimated before; this page shows it as it comes.'}
        </Empty>
      </main>
    )
  }
  return (
    <main id="main" className="writing" tabIndex={-1}>
      {!maySteer && (
        <Banner look="hint">You may read here. To pause, cancel or write again, ask for the role of an editor.</Banner>
      )}
      <WritingJob
        key={job.data.id}
        book={book}
        outline={outline.data}
        job={job.data}
        jobs={list}
        onJob={setChosen}
        maySteer={maySteer}
      />
    </main>
  )
}

const isRecent = (job: { kind: string }): boolean => job.kind === 'write'

/** Whether one may steer the jobs of a book; of a book of others the server says. */
function useMaySteer(book: Book): boolean {
  const role = useMe().organizations.find(one => one.id === book.organizationId)?.role
  return role === undefined || !['viewer', 'reviewer'].includes(role)
}
