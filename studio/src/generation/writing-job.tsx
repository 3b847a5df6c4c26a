import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Banner, Empty } from '../components/states.tsx'
import { count, money } from '../components/words.ts'
import type { Book, Outline } from '../library/book.ts'
import { ChapterList } from './chapter-list.tsx'
import { ChapterPane } from './chapter-pane.tsx'
import { type ChapterRow, chapterRows } from './chapter-rows.ts'
import { useFollowedJob } from './follow-job.ts'
import { isOpen, type Job, partsQuery, standingQuery } from './job.ts'
import { useJobActs } from './job-acts.ts'
import { JobHead } from './job-head.tsx'
import { JobPane } from './job-pane.tsx'
import { ModelDialog } from './model-dialog.tsx'
import { useNow } from './now.ts'

/** How often a job that waits is asked whether a worker is there. Milliseconds. */
const askWorker = 4_000

/** One job, as it is or as it was: head, chapters, text, facts. */
export function WritingJob({
  book,
  outline,
  job,
  jobs,
  onJob,
  maySteer,
}: {
  book: Book
  outline: Outline
  job: Job
  jobs: readonly Job[]
  onJob: (jobId: string) => void
  maySteer: boolean
}) {
  const open = isOpen(job)
  const { connected } = useFollowedJob(job)
  const { data: parts } = useQuery(partsQuery(job.id))
  const { data: standing } = useQuery({
    ...standingQuery(job.id),
    refetchInterval: ({ state }) => (open && (job.state === 'queued' || !state.data?.worker) ? askWorker : false),
  })
  const now = useNow(open)
  const rows = useMemo(() => chapterRows(book, outline, parts ?? [], standing), [book, outline, parts, standing])
  const [chosen, setChosen] = useState<string>()
  const [redoing, setRedoing] = useState<ChapterRow>()
  const [changing, setChanging] = useState(false)
  const acts = useJobActs(job)
  const row = rows.find(one => one.item.id === chosen) ?? mostTelling(rows)
  const written = rows.filter(one => one.state === 'written').length

  return (
    <>
      {!connected && (
        <Banner look="warn" icon="clock">
          The server does not answer. What is written is safe; this page goes on by itself when the server is back.
        </Banner>
      )}
      <JobHead
        bookId={book.id}
        organizationId={book.organizationId}
        job={job}
        rows={rows}
        standing={standing}
        chosen={row && rows.indexOf(row)}
        acts={acts}
        now={now}
        maySteer={maySteer}
      />
      <div className="work">
        <nav className="pane" aria-label="Chapters">
          <div className="pane__head">
            <h2 className="h4">Chapters</h2>
            <span className="small quiet num">
              {written} of {rows.length}
            </span>
          </div>
          <div className="pane__body">
            <ChapterList rows={rows} chosen={row?.item.id} onChoose={setChosen} now={now} />
          </div>
        </nav>
        {row ? (
          <ChapterPane
            key={row.item.id}
            bookId={book.id}
            job={job}
            row={row}
            onRedo={maySteer ? () => setRedoing(row) : undefined}
          />
        ) : (
          <div className="pane pane--sheet">
            <Empty title="No chapters yet">
              The outline comes first. Its chapters appear here as soon as it is made.
            </Empty>
          </div>
        )}
        <JobPane
          job={job}
          jobs={jobs}
          onJob={onJob}
          rows={rows}
          standing={standing}
          now={now}
          onOtherModel={maySteer ? () => setChanging(true) : undefined}
        />
      </div>
      {redoing?.part && (
        <RedoDialog
          row={redoing}
          open={open}
          busy={acts.redo.isPending}
          onRedo={() => acts.redo.mutate(redoing.part!.id, { onSettled: () => setRedoing(undefined) })}
          onClose={() => setRedoing(undefined)}
        />
      )}
      {changing && (
        <ModelDialog organizationId={book.organizationId} job={job} acts={acts} onClose={() => setChanging(false)} />
      )}
    </>
  )
}

/** What is shown until somebody chooses: what is being written, what failed, else the first. */
function mostTelling(rows: readonly ChapterRow[]): ChapterRow | undefined {
  const find = (...states: ChapterRow['state'][]) => rows.find(row => states.includes(row.state))
  return find('live', 'waiting') ?? find('failed', 'held') ?? rows.find(row => row.part) ?? rows[0]
}

function RedoDialog({
  row,
  open,
  busy,
  onRedo,
  onClose,
}: {
  row: ChapterRow
  open: boolean
  busy: boolean
  onRedo: () => void
  onClose: () => void
}) {
  const cost = row.part?.cost ?? 0
  return (
    <Dialog
      title={`Write chapter ${row.number} again?`}
      description={
        <>
          All {count(Math.max(1, row.item.sections.length), 'section')} of “<span dir="auto">{row.item.title}</span>”
          are written anew. The text so far stays among the versions of the chapter.{' '}
          {cost > 0 && `It cost ${money(cost)} the last time. `}
          {open && 'The job pauses for a moment; the sections being written elsewhere are begun again.'}
        </>
      }
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button look="primary" busy={busy ? 'Beginning' : undefined} onClick={onRedo}>
            Write again
          </Button>
        </>
      }
    />
  )
}
