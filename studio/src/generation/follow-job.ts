import { type QueryKey, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { followEvents, type JobEvent } from '../api/follow-events.ts'
import { bookQuery, outlineQuery } from '../library/book.ts'
import { forget, remember } from './heard.ts'
import { isOpen, type Job, jobsOfBookQuery, standingQuery } from './job.ts'
import { addText, advance, type WatchedText } from './standing.ts'

/** Events are taken together for so long, so that a quick model does not draw the page for each word. Milliseconds. */
const gatherFor = 100
/** What has to be asked anew is asked at most this often. Milliseconds. */
const askEvery = 1_000
/** After how long a server that does not answer is asked again. Milliseconds. */
const tryEvery = 2_000

/**
 * Keeps what is known of a job current while it runs, from its events. Says whether the server answers. When it comes
 * back after it was gone, the page goes on by itself from the last event.
 */
export function useFollowedJob(job: Job | undefined): { connected: boolean } {
  const client = useQueryClient()
  const [connected, setConnected] = useState(true)
  const jobId = job?.id
  const bookId = job?.bookId
  const open = job !== undefined && isOpen(job)

  useEffect(() => {
    if (!jobId || !bookId || !open) return
    let ended = false
    let stop = () => {}
    let pending: JobEvent[] = []
    const stale = new Map<string, QueryKey>()
    const timers = new Set<ReturnType<typeof setTimeout>>()
    const later = (ms: number, run: () => void) => {
      const timer = setTimeout(() => {
        timers.delete(timer)
        run()
      }, ms)
      timers.add(timer)
    }
    const askAgain = (...keys: QueryKey[]) => {
      const first = stale.size === 0
      for (const key of keys) stale.set(JSON.stringify(key), key)
      if (!first) return
      later(askEvery, () => {
        for (const key of stale.values()) void client.invalidateQueries({ queryKey: key, exact: true })
        stale.clear()
      })
    }
    const job = ['job', jobId]
    const everything = () =>
      askAgain(
        ...[job, [...job, 'parts'], [...job, 'calls'], [...job, 'budget']],
        ...[jobsOfBookQuery(bookId).queryKey, outlineQuery(bookId).queryKey, bookQuery(bookId).queryKey],
      )

    const takeIn = () => {
      const events = pending
      pending = []
      remember(jobId, events)
      client.setQueryData(standingQuery(jobId).queryKey, known => known && events.reduce(advance, known))
      for (const [key, text] of client.getQueriesData<WatchedText>({ queryKey: [...job, 'text'] })) {
        const partId = key.at(-1) as string
        if (text)
          client.setQueryData(
            key,
            events.reduce((soFar, event) => addText(soFar, partId, event), text),
          )
      }
      for (const event of events) askFor(event)
    }
    const askFor = ({ kind, data }: JobEvent) => {
      switch (kind) {
        case 'text':
          return
        case 'section':
          // An answer begins, or begins anew: all of the text is read again.
          void client.invalidateQueries({ queryKey: [...job, 'text', data.part] })
          return
        case 'progress':
        case 'codex':
          return askAgain(job)
        case 'call':
        case 'waiting':
          return askAgain(job, [...job, 'calls'], [...job, 'budget'])
        default:
          for (const key of ['standing', 'text']) void client.invalidateQueries({ queryKey: [...job, key] })
          everything()
      }
    }
    const begin = async () => {
      try {
        // Read anew even where it is known: from its last event on nothing is missed.
        const { lastEvent } = await client.fetchQuery({ ...standingQuery(jobId), staleTime: 0, retry: false })
        if (ended) return
        setConnected(true)
        // A text that was read before may lack what was said between it and this event.
        void client.invalidateQueries({ queryKey: [...job, 'text'] })
        stop = followEvents(jobId, lastEvent, {
          event(event) {
            pending.push(event)
            if (pending.length === 1) later(gatherFor, takeIn)
          },
          connected(now) {
            setConnected(now)
            if (now) everything()
          },
        })
      } catch {
        if (ended) return
        setConnected(false)
        later(tryEvery, begin)
      }
    }
    void begin()
    return () => {
      ended = true
      stop()
      for (const timer of timers) clearTimeout(timer)
      forget(jobId)
      setConnected(true)
      // What was still to be asked, or to be told, when the job came to rest or the screen was left.
      void client.invalidateQueries({ queryKey: ['job', jobId] })
      void client.invalidateQueries({ queryKey: ['book', bookId] })
    }
  }, [client, jobId, bookId, open])

  return { connected }
}
