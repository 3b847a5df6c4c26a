import { useQuery } from '@tanstack/react-query'
import { Button } from '../components/button.tsx'
import { Menu, MenuChoice } from '../components/menu.tsx'
import { Progress } from '../components/progress.tsx'
import { Banner } from '../components/states.tsx'
import { ago, count, duration, money } from '../components/words.ts'
import type { ChapterRow } from './chapter-rows.ts'
import { type Call, callsQuery, type Job, jobBudgetQuery, type Standing } from './job.ts'
import { sayCall, sayWaiting, wordsPerMinute } from './job-words.ts'

/** Chapters under way that are shown at most; the list beside the text has all. */
const mostShown = 8
const mostCalls = 60

/** One job: the chapters it is at, what it costs, every call; and the jobs before it. */
export function JobPane({
  job,
  jobs,
  onJob,
  rows,
  standing,
  now,
  onOtherModel,
}: {
  job: Job
  jobs: readonly Job[]
  onJob: (jobId: string) => void
  rows: readonly ChapterRow[]
  standing: Standing | undefined
  now: number
  /** Absent where one may not. */
  onOtherModel?: (() => void) | undefined
}) {
  const live = rows.filter(row => row.state === 'live' || row.state === 'waiting')
  const speed = wordsPerMinute(standing)
  return (
    <aside className="pane" aria-label="This job">
      <div className="pane__head">
        <h2 className="h4">This job</h2>
        <span className="small quiet clip">
          {job.startedAt ? `started ${ago(job.startedAt)}` : `asked ${ago(job.createdAt)}`}
        </span>
        {jobs.length > 1 && (
          <div className="pane__end">
            <Menu
              trigger={
                <Button look="quiet" size="s" icon="history">
                  {count(jobs.length, 'job')}
                </Button>
              }
            >
              <MenuChoice
                label="Jobs of this book"
                value={job.id}
                onValue={onJob}
                options={jobs.map(one => ({
                  value: one.id,
                  label: `${one.kind === 'outline' ? 'Outline' : 'Writing'}, ${stateWords[one.state]}`,
                  fact: ago(one.createdAt),
                }))}
              />
            </Menu>
          </div>
        )}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys */}
      <div className="pane__body" tabIndex={0} role="region" aria-label="Facts of this job">
        {live.length > 0 && (
          <div className="run">
            {live.slice(0, mostShown).map(row => (
              <div key={row.item.id} className="held">
                <Progress
                  what={
                    <span dir="auto">
                      {row.number} {row.item.title}
                    </span>
                  }
                  share={row.share}
                  state={row.state === 'waiting' ? 'held' : 'live'}
                  facts={factsOf(row, speed && speed / live.length)}
                />
                {row.standing?.waiting && (
                  <Banner look="warn" icon="clock">
                    <span className="small">
                      {sayWaiting(row.standing.waiting, now)}{' '}
                      {onOtherModel && (
                        <button type="button" className="link" onClick={onOtherModel}>
                          Use another model…
                        </button>
                      )}
                    </span>
                  </Banner>
                )}
              </div>
            ))}
            {live.length > mostShown && <p className="small quiet">And {live.length - mostShown} more.</p>}
          </div>
        )}
        <Cost job={job} rows={rows} />
        <Calls job={job} rows={rows} />
      </div>
    </aside>
  )
}

const stateWords: Record<Job['state'], string> = {
  queued: 'queued',
  running: 'running',
  streaming: 'running',
  paused: 'paused',
  completed: 'finished',
  partial: 'partly done',
  failed: 'failed',
  canceled: 'canceled',
}

function factsOf(row: ChapterRow, speed: number | undefined): string[] {
  const sections = row.item.sections.length
  const left = speed ? ((1 - row.share) * row.planned * 60) / speed : undefined
  return [
    ...(sections > 1 && row.standing
      ? [`Section ${Math.min(row.standing.sections + 1, sections)} of ${sections}`]
      : []),
    ...(left !== undefined && row.state === 'live' ? [`about ${duration(left)}`] : []),
  ]
}

function Cost({ job, rows }: { job: Job; rows: readonly ChapterRow[] }) {
  const { data: budget } = useQuery(jobBudgetQuery(job.id))
  if (job.model?.startsWith('octavo/') && job.cost === 0) {
    return (
      <div className="cost">
        <p className="small quiet">The compositor arranges your own sentences. It needs no key and costs nothing.</p>
      </div>
    )
  }
  const ours = rows.filter(row => row.part)
  const planned = ours.reduce((sum, row) => sum + row.planned, 0)
  const done = ours.reduce((sum, row) => sum + row.share * row.planned, 0) / Math.max(1, planned)
  const open = !['completed', 'partial', 'failed', 'canceled'].includes(job.state)
  return (
    <div className="cost">
      <dl className="num">
        <dt>{open ? 'Spent so far' : 'Spent'}</dt>
        <dd>{money(job.cost)}</dd>
        {open && done > 0.05 && (
          <>
            <dt>On course for</dt>
            <dd>about {money(job.cost / done)}</dd>
          </>
        )}
        {job.estimatedCost !== null && (
          <>
            <dt>Estimated</dt>
            <dd>{money(job.estimatedCost)}</dd>
          </>
        )}
        {budget && budget.amount !== null && (
          <>
            <dt>Budget</dt>
            <dd>{money(budget.amount)}</dd>
          </>
        )}
        {budget && open && (
          <>
            <dt className="t">Reserved</dt>
            <dd className="t">{money(budget.reserved)}</dd>
          </>
        )}
      </dl>
      {open && (
        <p className="small quiet">Each call holds its worst case while it runs; what it does not use comes back.</p>
      )}
    </div>
  )
}

function Calls({ job, rows }: { job: Job; rows: readonly ChapterRow[] }) {
  const { data: calls = [] } = useQuery(callsQuery(job.id))
  if (calls.length === 0) return null
  const numbers = new Map(rows.map(row => [row.part?.id, row.number]))
  return (
    <div className="log">
      <h3>{count(calls.length, 'call')}</h3>
      <ol>
        {calls
          .slice(-mostCalls)
          .reverse()
          .map(call => (
            <CallLine key={call.id} call={call} chapter={numbers.get(call.jobId)} />
          ))}
      </ol>
      {calls.length > mostCalls && <p className="small quiet">The last {mostCalls} are shown.</p>}
    </div>
  )
}

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })

function CallLine({ call, chapter }: { call: Call; chapter: number | undefined }) {
  return (
    <li title={call.error?.message}>
      <time dateTime={call.startedAt}>{clock.format(new Date(call.startedAt))}</time>
      <span>{sayCall(call, chapter)}</span>
      <span>{money(call.cost)}</span>
    </li>
  )
}
