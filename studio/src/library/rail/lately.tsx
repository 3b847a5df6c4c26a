import { useQueries, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ago, number } from '../../components/words.ts'
import { bookQuery } from '../book.ts'
import { type Job, latelyQuery } from '../jobs.ts'

/** What came to an end lately. */
export function Lately() {
  const { data: jobs = [] } = useQuery(latelyQuery)
  const books = useQueries({ queries: jobs.map(job => ({ ...bookQuery(job.bookId!), staleTime: 60_000 })) })
  const told = jobs.flatMap((job, index) => {
    const book = books[index]?.data
    return book ? [{ job, title: book.title }] : []
  })
  if (told.length === 0) return null
  return (
    <section>
      <h2>Lately</h2>
      <dl className="late">
        {told.map(({ job, title }) => (
          <div key={job.id}>
            <dt>{ago(job.completedAt!)}</dt>
            <dd>{sentence(job, <cite dir="auto">{title}</cite>)}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

const done: Record<string, string> = {
  outline: 'has an outline',
  export: 'exported',
  import: 'read, and waits for you to confirm its chapters',
  publish: 'published',
  sync: 'brought back what was edited elsewhere',
}

const failed: Record<string, string> = {
  outline: 'got no outline',
  write: 'stopped before it was written',
  export: 'was not exported',
  import: 'could not be read',
  publish: 'was not published',
  sync: 'brought nothing back',
}

function sentence(job: Job, title: ReactNode): ReactNode {
  if (job.state === 'canceled') return <>{title} was stopped by you or your team</>
  if (job.state === 'failed') {
    return (
      <>
        {title} {failed[job.kind]}: {job.error?.message ?? 'the log says why'}
      </>
    )
  }
  if (job.kind !== 'write') {
    return (
      <>
        {title} {done[job.kind]}
      </>
    )
  }
  const words = job.words > 0 ? `, ${number(job.words)} words` : ''
  return (
    <>
      {title} written{words}
      {job.state === 'partial' && '; some chapters wait to be tried again'}
    </>
  )
}
