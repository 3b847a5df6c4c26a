import type { Answer } from '@octavo/server/client'
import { ask } from '@octavo/server/client'
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { api } from '../../api/client.ts'
import { followEvents } from '../../api/follow-events.ts'

export type Job = Answer<Awaited<ReturnType<(typeof api)['v1']['jobs'][':jobId']['$get']>>>

const ends = ['completed', 'partial', 'failed', 'canceled']

/** The job that plans or writes a book now: there is one at most. */
export const openJobQuery = (bookId: string) =>
  queryOptions({
    queryKey: ['book', bookId, 'open-job'],
    async queryFn(): Promise<Job | null> {
      const { items } = await ask(api.v1.jobs.$get({ query: { bookId, open: 'true', limit: '50' } }))
      return items.find(job => !job.parentId && (job.kind === 'outline' || job.kind === 'write')) ?? null
    },
  })

/** The open job of a book, followed as it goes on; `onEnd` hears how it ended. */
export function useOpenJob(bookId: string, onEnd: (job: Job) => void) {
  const queryClient = useQueryClient()
  const { data: job } = useQuery(openJobQuery(bookId))
  const [connected, setConnected] = useState(true)
  const ended = useRef(onEnd)
  ended.current = onEnd
  const { id, lastEvent = 0 } = job ?? {}
  const from = useRef(lastEvent)
  from.current = lastEvent
  useEffect(() => {
    if (!id) return
    const read = async () => {
      const now = await ask(api.v1.jobs[':jobId'].$get({ param: { jobId: id } }))
      const over = ends.includes(now.state)
      queryClient.setQueryData(openJobQuery(bookId).queryKey, over ? null : now)
      if (over) ended.current(now)
    }
    // Events may come in hundreds: the job is read again when the last reading has ended, and once more at the end.
    let reading = false
    let more = false
    const readOn = async () => {
      more = true
      if (reading) return
      reading = true
      try {
        while (more) {
          more = false
          await read()
        }
      } catch {
        setConnected(false)
      }
      reading = false
    }
    return followEvents(id, from.current, { event: () => void readOn(), connected: setConnected })
  }, [id, bookId, queryClient])
  return { job: job ?? undefined, connected }
}
