import { ask } from '@octavo/server/client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { api } from '../api/client.ts'
import { followEvents } from '../api/follow-events.ts'
import { Button, buttonClass } from '../components/button.tsx'
import { ForeEdge } from '../components/progress.tsx'
import { toastError } from '../components/toast.tsx'
import { count, duration, money, number } from '../components/words.ts'
import { bookQuery } from './book.ts'
import { Cover } from './cover.tsx'
import { leavesOf, type Measured, sentenceOf } from './job-words.ts'
import { chaptersQuery, isLive, type Job } from './jobs.ts'

/** A job over the shelf: which book, what is done and how long it takes, its leaves, and pause. */
export function RunningJob({ job, followed }: { job: Job; followed: boolean }) {
  const client = useQueryClient()
  const { data: book } = useQuery(bookQuery(job.bookId!))
  const { data: chapters = [] } = useQuery({
    ...chaptersQuery(job.id),
    enabled: job.kind === 'write',
    refetchInterval: isLive(job) ? 3_000 : false,
  })
  const measured = useMeasured(job, followed)
  const steer = useMutation({
    mutationFn: (action: 'pause' | 'resume') => ask(api.v1.jobs[':jobId'][action].$post({ param: { jobId: job.id } })),
    onError: toastError,
    onSettled: () => client.invalidateQueries({ queryKey: ['jobs'] }),
  })
  if (!book) return null
  const leaves = leavesOf(job, chapters)
  const sentence = sentenceOf(job, chapters)
  const left = isLive(job) && measured?.secondsLeft ? `About ${duration(measured.secondsLeft)} left.` : ''
  const pausing = job.requested === 'pause' && job.state !== 'paused'
  return (
    <section className="job" aria-label={`${sentence} ${book.title}`}>
      <span className="job__cover">
        <Cover book={book} />
      </span>
      <div className="min-w-0">
        <h2 className="h3" dir="auto">
          {book.title}
        </h2>
        <p className="job__p">
          {sentence} {left}
        </p>
        <ForeEdge leaves={leaves} label={`${Math.round(job.progress)} % done. ${sentence}`} />
        <p className="progress__facts">
          {measured ? (
            <span>
              {number(measured.wordsFinished)} of about {count(measured.wordsPlanned, 'word')}
            </span>
          ) : (
            <span>{Math.round(job.progress)} %</span>
          )}
          {measured?.secondsLeft ? <span>{wordsAMinute(measured)} words a minute</span> : null}
          <span>
            {money(job.cost)} spent{job.estimatedCost ? ` of about ${money(job.estimatedCost)}` : ''}
          </span>
        </p>
      </div>
      <div className="job__a">
        <Link
          className={buttonClass()}
          to={
            job.kind === 'outline'
              ? '/books/$bookId/plan'
              : job.kind === 'write'
                ? '/books/$bookId/write'
                : '/books/$bookId/publish'
          }
          params={{ bookId: book.id }}
        >
          Watch
        </Link>
        {job.state === 'paused' ? (
          <Button busy={steer.isPending ? 'Resuming' : undefined} onClick={() => steer.mutate('resume')}>
            Resume
          </Button>
        ) : (
          <Button busy={pausing || steer.isPending ? 'Pausing' : undefined} onClick={() => steer.mutate('pause')}>
            Pause
          </Button>
        )}
      </div>
    </section>
  )
}

const wordsAMinute = ({ wordsPlanned, wordsFinished, secondsLeft }: Measured): string =>
  number(Math.round(((wordsPlanned - wordsFinished) / secondsLeft!) * 60))

/**
 * What a job last said of its progress. Of one job only: a browser holds six connections to a server, and every one
 * that is followed keeps one.
 */
function useMeasured(job: Job, followed: boolean): Measured | undefined {
  const [measured, setMeasured] = useState<Measured>()
  const client = useQueryClient()
  const { id } = job
  const follows = followed && job.kind === 'write' && job.state !== 'paused'
  // The last measure is among the last events; the chapters of a job say something between two of them.
  const [after] = useState(Math.max(0, job.lastEvent - 60))
  useEffect(() => {
    if (!follows) return
    return followEvents(id, after, {
      event({ kind, data }) {
        if (kind === 'progress' && typeof data.wordsPlanned === 'number') setMeasured(data as unknown as Measured)
        if (/completed|partial|failed|canceled|paused/.test(kind)) void client.invalidateQueries({ queryKey: ['jobs'] })
      },
      connected() {},
    })
  }, [follows, id, after, client])
  return measured
}
