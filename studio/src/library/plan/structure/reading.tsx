import { ask } from '@octavo/server/client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { api } from '../../../api/client.ts'
import { followEvents } from '../../../api/follow-events.ts'
import { Button, buttonClass } from '../../../components/button.tsx'
import { Progress } from '../../../components/progress.tsx'
import { Empty } from '../../../components/states.tsx'
import { toastError } from '../../../components/toast.tsx'
import { number } from '../../../components/words.ts'
import { type Structure, structureQuery } from './structure.ts'

/** An upload that is being read: how far it is, and the way to stop it. */
export function Reading({ structure: { id, jobId, name } }: { structure: Structure }) {
  const queryClient = useQueryClient()
  const [read, setRead] = useState<{ done: number; total: number }>()
  useEffect(() => {
    if (!jobId) return
    return followEvents(jobId, 0, {
      connected: () => {},
      event({ kind, data }) {
        if (kind === 'progress') setRead(data as unknown as { done: number; total: number })
        else void queryClient.invalidateQueries({ queryKey: structureQuery(id).queryKey })
      },
    })
  }, [id, jobId, queryClient])
  const cancel = useMutation({
    mutationFn: () => ask(api.v1.jobs[':jobId'].cancel.$post({ param: { jobId: jobId! } })),
    onError: toastError,
    onSettled: () => queryClient.invalidateQueries({ queryKey: structureQuery(id).queryKey }),
  })
  return (
    <div className="structure-reading" role="status">
      <h1 className="h2">Reading {name}</h1>
      {read ? (
        <Progress
          what="Reading"
          share={read.total > 0 ? read.done / read.total : 0}
          facts={[
            `${number(read.done)} of ${number(read.total)}`,
            'Its chapters are proposed next; nothing is made of it before you say so.',
          ]}
        />
      ) : (
        <p className="soft">Waiting for a worker, then it is read. This page goes on by itself.</p>
      )}
      <div>
        <Button busy={cancel.isPending ? 'Stopping' : undefined} onClick={() => cancel.mutate()}>
          Stop reading
        </Button>
      </div>
    </div>
  )
}

/** An upload nothing came of, in the words of the server. */
export function Unread({ structure: { name, state, error, bookId }, empty }: { structure: Structure; empty: boolean }) {
  return (
    <>
      <h1 className="vh">Import of {name}</h1>
      <Empty
        title={state === 'canceled' ? `Reading ${name} was stopped` : `${name} could not be imported`}
        actions={
          <>
            <Link className={buttonClass({ look: 'primary' })} to="/import">
              Import another file
            </Link>
            <Link className={buttonClass()} to="/books/$bookId/plan" params={{ bookId }}>
              Plan this book instead
            </Link>
          </>
        }
      >
        {error?.message ?? 'No chapter was made of it.'} {empty && 'The book that was made for it has no chapter.'}
      </Empty>
    </>
  )
}
