import { ask } from '@octavo/server/client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { api } from '../../../api/client.ts'
import { Button } from '../../../components/button.tsx'
import { Chip } from '../../../components/progress.tsx'
import { Banner } from '../../../components/states.tsx'
import { toastError } from '../../../components/toast.tsx'
import { duration } from '../../../components/words.ts'
import { type Job, openJobQuery } from '../book-job.ts'

/** What is being done to the book now: the outline that is made, or that it is being written. */
export function OpenJob({
  bookId,
  job,
  connected,
  material,
}: {
  bookId: string
  job: Job
  connected: boolean
  material: string | undefined
}) {
  const queryClient = useQueryClient()
  const cancel = useMutation({
    mutationFn: () => ask(api.v1.jobs[':jobId'].cancel.$post({ param: { jobId: job.id } })),
    onError: toastError,
    onSettled: () => queryClient.invalidateQueries({ queryKey: openJobQuery(bookId).queryKey }),
  })
  const seconds = useSeconds(job.startedAt)
  if (job.kind === 'write') {
    return (
      <div className="plan-note">
        <Banner
          look="hint"
          icon="pen"
          action={
            <Link className="link" to="/books/$bookId/write" params={{ bookId }}>
              Watch it
            </Link>
          }
        >
          {job.state === 'paused'
            ? 'Writing this book is paused. What is changed here counts when it goes on.'
            : 'This book is being written. What is changed here counts for what is not written yet.'}
        </Banner>
      </div>
    )
  }
  const said =
    job.state === 'queued'
      ? 'Waiting for a worker'
      : job.state === 'paused'
        ? `Paused. ${job.error?.message ?? ''}`
        : `Planning the chapters from ${material ?? 'the brief'}`
  return (
    <div className="plan-job" role="status">
      <Chip look="live">Proposing an outline</Chip>
      <span>{said}</span>
      {seconds !== undefined && job.state !== 'paused' && <span className="quiet num">{duration(seconds)} so far</span>}
      {!connected && <span className="quiet">Connecting again</span>}
      <Button size="s" look="quiet" busy={cancel.isPending ? 'Canceling' : undefined} onClick={() => cancel.mutate()}>
        Cancel
      </Button>
    </div>
  )
}

function useSeconds(since: string | null): number | undefined {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    if (!since) return
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [since])
  return since ? Math.max(0, (now - Date.parse(since)) / 1000) : undefined
}
