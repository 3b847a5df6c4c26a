import { Link } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useCommands } from '../app/commands.tsx'
import { Button, buttonClass } from '../components/button.tsx'
import { Confirm } from '../components/dialog.tsx'
import { ForeEdge, type Leaf } from '../components/progress.tsx'
import { count, list, money } from '../components/words.ts'
import { BudgetDialog } from './budget-dialog.tsx'
import type { ChapterRow } from './chapter-rows.ts'
import { isOpen, type Job, type Standing } from './job.ts'
import type { JobActs } from './job-acts.ts'
import { sayJob } from './job-words.ts'
import { ModelDialog } from './model-dialog.tsx'

/** With more leaves than this only every fifth is named. */
const namedLeaves = 24

/** What is going on in a sentence, the book as leaves, and what can be done about it. */
export function JobHead({
  bookId,
  organizationId,
  job,
  rows,
  standing,
  chosen,
  acts,
  now,
  maySteer,
}: {
  bookId: string
  organizationId: string
  job: Job
  rows: readonly ChapterRow[]
  standing: Standing | undefined
  chosen: number | undefined
  acts: JobActs
  now: number
  maySteer: boolean
}) {
  const { headline, detail } = sayJob(job, rows, standing, now)
  const steady = sayJob(job, rows, standing && { ...standing, progress: null }, now).headline
  return (
    <section className="now" aria-label="Progress">
      <div className="now__top">
        <div>
          <h1 className="h2">{headline}</h1>
          <p>{detail}</p>
          {/* Without the time left, which would be read out every second. */}
          <p className="vh" role="status">
            {steady}
          </p>
        </div>
        {maySteer && <HeadActs bookId={bookId} organizationId={organizationId} job={job} rows={rows} acts={acts} />}
      </div>
      {rows.length > 0 && (
        <ForeEdge
          named
          leaves={rows.map(row => toLeaf(row, rows.length))}
          label={sayLeaves(rows)}
          {...(chosen !== undefined && { open: chosen })}
        />
      )}
    </section>
  )
}

const leafStates = {
  written: 'done',
  live: 'live',
  waiting: 'held',
  held: 'held',
  failed: 'stop',
  todo: 'todo',
} as const

function toLeaf(row: ChapterRow, all: number): Leaf {
  const isNamed = all <= namedLeaves || row.number % 5 === 0 || row.number === 1
  return {
    words: Math.max(row.words, row.planned),
    state: leafStates[row.state],
    share: row.share,
    name: isNamed ? String(row.number) : '',
  }
}

function sayLeaves(rows: readonly ChapterRow[]): string {
  const named = (state: ChapterRow['state']) => rows.filter(row => row.state === state).map(row => String(row.number))
  const said = (state: ChapterRow['state'], one: string) => {
    const numbers = named(state)
    return numbers.length > 0 ? `${list(numbers)} ${one}` : undefined
  }
  return [
    `${named('written').length} of ${count(rows.length, 'chapter')} written`,
    said('live', 'being written'),
    said('waiting', 'waiting to try again'),
    said('held', 'paused'),
    said('failed', 'failed'),
    named('todo').length > 0 && `${named('todo').length} to come`,
  ]
    .filter(Boolean)
    .join(', ')
}

type Asked = 'cancel' | 'budget' | 'model' | undefined

function HeadActs({
  bookId,
  organizationId,
  job,
  rows,
  acts,
}: {
  bookId: string
  organizationId: string
  job: Job
  rows: readonly ChapterRow[]
  acts: JobActs
}) {
  const [asked, setAsked] = useState<Asked>()
  const { pause, resume, cancel } = acts
  const open = isOpen(job)
  const atLimit = job.state === 'paused' && job.error !== null
  const failed = rows.filter(row => row.part && row.state === 'failed').length
  const again =
    job.state === 'paused'
      ? 'Resume'
      : failed > 0
        ? `Try the ${failed === 1 ? 'failed one' : `${failed} failed`} again`
        : 'Try again'
  const mayResume = ['paused', 'partial', 'failed', 'canceled'].includes(job.state)

  const pauseNow = pause.mutate
  const resumeNow = resume.mutate
  useCommands(
    useMemo(
      () => [
        ...(open ? [{ name: 'Pause writing', icon: 'pause' as const, group: 'This book', run: () => pauseNow() }] : []),
        ...(mayResume
          ? [
              {
                name: again === 'Resume' ? 'Resume writing' : again,
                icon: 'play' as const,
                group: 'This book',
                keys: 'mod+Enter',
                run: () => resumeNow(),
              },
            ]
          : []),
        ...(open || job.state === 'paused'
          ? [{ name: 'Cancel writing…', icon: 'x' as const, group: 'This book', run: () => setAsked('cancel') }]
          : []),
        ...(job.state === 'completed'
          ? []
          : [
              { name: 'Use another model…', icon: 'arrow' as const, group: 'This book', run: () => setAsked('model') },
              { name: 'Change the budget…', icon: 'gauge' as const, group: 'This book', run: () => setAsked('budget') },
            ]),
      ],
      [open, mayResume, again, job.state, pauseNow, resumeNow],
    ),
  )

  const written = rows.filter(row => row.part && row.state === 'written').length
  return (
    <div>
      {open && (
        <Button
          icon="pause"
          busy={job.requested === 'pause' || pause.isPending ? 'Pausing' : undefined}
          onClick={() => pause.mutate()}
        >
          Pause
        </Button>
      )}
      {!open && job.state !== 'completed' && (
        <Button onClick={() => setAsked('model')} className="max-narrow:hidden">
          Use another model…
        </Button>
      )}
      {atLimit && <Button onClick={() => setAsked('budget')}>Change the budget…</Button>}
      {mayResume && (
        <Button
          look="primary"
          icon={job.state === 'paused' ? 'play' : 'undo'}
          keys="mod+Enter"
          busy={resume.isPending ? 'Beginning' : undefined}
          onClick={() => resume.mutate()}
        >
          {again}
        </Button>
      )}
      {(open || job.state === 'paused') && (
        <Button
          look="danger"
          busy={job.requested === 'cancel' || cancel.isPending ? 'Canceling' : undefined}
          onClick={() => setAsked('cancel')}
        >
          Cancel…
        </Button>
      )}
      {job.state === 'completed' && job.kind === 'write' && (
        <>
          <Link to="/books/$bookId/publish" params={{ bookId }} className={buttonClass()}>
            Publish
          </Link>
          <Link to="/books/$bookId/edit" params={{ bookId }} className={buttonClass({ look: 'primary' })}>
            Edit
          </Link>
        </>
      )}
      {job.kind === 'outline' && !open && (
        <Link to="/books/$bookId/plan" params={{ bookId }} className={buttonClass()}>
          Plan
        </Link>
      )}
      {asked === 'cancel' && (
        <Confirm
          title="Cancel the writing?"
          description={`${written === 0 ? 'No chapter is finished yet.' : `${count(written, 'finished chapter')} ${written === 1 ? 'stays' : 'stay'}.`} Sections of the others stay as well, should you go on later. ${job.cost > 0 ? `${money(job.cost)} is spent and stays spent; what is reserved beyond it comes back.` : 'Nothing was spent.'}`}
          act="Cancel the writing"
          keep="Go on writing"
          busy={cancel.isPending ? 'Canceling' : undefined}
          onConfirm={() => cancel.mutate(undefined, { onSettled: () => setAsked(undefined) })}
          onClose={() => setAsked(undefined)}
        />
      )}
      {asked === 'budget' && <BudgetDialog job={job} acts={acts} onClose={() => setAsked(undefined)} />}
      {asked === 'model' && (
        <ModelDialog organizationId={organizationId} job={job} acts={acts} onClose={() => setAsked(undefined)} />
      )}
    </div>
  )
}
