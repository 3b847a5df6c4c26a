import { useQueries, useQuery } from '@tanstack/react-query'
import { ErrorState, Loading } from '../components/states.tsx'
import { ago, money } from '../components/words.ts'
import { bookQuery } from '../library/book.ts'
import { estimatesQuery, type JobEstimate } from './usage.ts'

const shown = 10
/** Within this share of an estimate a job kept to it. */
const tolerance = 0.15
const kinds: Record<string, string> = {
  outline: 'outline',
  write: 'writing',
  remediate: 'fixes',
  revise: 'revision',
  embed: 'search',
  picture: 'cover picture',
}

/** The last jobs that cost something: what was estimated before, and what they took. */
export function Estimates({ organizationId }: { organizationId: string }) {
  const { data, error, refetch } = useQuery(estimatesQuery(organizationId))
  const costly = (data ?? []).filter(job => (job.estimatedCost ?? 0) > 0 || job.cost > 0).slice(0, shown)
  const ids = [...new Set(costly.flatMap(job => job.bookId ?? []))]
  const titles = useQueries({
    queries: ids.map(id => bookQuery(id)),
    combine: books => new Map(books.flatMap(({ data: book }) => (book ? [[book.id, book.title] as const] : []))),
  })
  const ended = costly.filter(job => job.state === 'completed' && job.estimatedCost)
  const kept = ended.filter(job => job.cost <= job.estimatedCost! * (1 + tolerance))
  const scale = Math.max(...costly.map(job => Math.max(job.estimatedCost ?? 0, job.cost)), 0.000_001)
  return (
    <section className="blk" aria-labelledby="estimates">
      <header>
        <h2 className="h4" id="estimates">
          Estimate against actual
        </h2>
        {ended.length > 0 && (
          <p className="small quiet">
            {kept.length} of the last {ended.length} finished jobs stayed within their estimate
          </p>
        )}
      </header>
      {error && !data ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : !data ? (
        <Loading what="Reading the jobs" lines={4} />
      ) : costly.length === 0 ? (
        <p className="quiet divided__none">No job has cost anything yet.</p>
      ) : (
        <ul className="eva num">
          {costly.map(job => (
            <Line key={job.jobId} job={job} title={job.bookId ? titles.get(job.bookId) : undefined} scale={scale} />
          ))}
        </ul>
      )}
    </section>
  )
}

function Line({ job, title, scale }: { job: JobEstimate; title: string | undefined; scale: number }) {
  const estimated = job.estimatedCost ?? 0
  const over = estimated > 0 && job.cost > estimated * (1 + tolerance)
  const open = ['queued', 'running', 'streaming', 'paused'].includes(job.state)
  const look = open ? 'on' : over ? 'over' : ''
  return (
    <li>
      <span className="serif" dir="auto">
        {title ?? 'A book'}
        <span className="small quiet">
          {' '}
          {kinds[job.kind] ?? job.kind}, {ago(job.createdAt)}
        </span>
      </span>
      <span className="q" aria-hidden="true">
        <i className="band" style={{ '--p': `${(estimated / scale) * 100}%` }} />
        <i className={`dot ${look}`} style={{ '--p': `${(job.cost / scale) * 100}%` }} />
      </span>
      <span className="r soft">
        <span className="vh">estimated </span>
        {estimated > 0 ? money(estimated) : '–'}
      </span>
      <span className={`r ${look}`}>
        <span className="vh">actual </span>
        {money(job.cost)}
        {open ? ' so far' : over ? ' over' : ''}
      </span>
    </li>
  )
}
