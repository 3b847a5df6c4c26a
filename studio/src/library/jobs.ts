import type { Answer } from '@octavo/server/client'
import { ask } from '@octavo/server/client'
import { queryOptions } from '@tanstack/react-query'
import { api } from '../api/client.ts'

export type Job = Answer<Awaited<ReturnType<(typeof api)['v1']['jobs'][':jobId']['$get']>>>

/** How often jobs are asked for while some run, and otherwise. Milliseconds. */
const soon = 3_000
const seldom = 20_000

/** Kinds one waits for; the others (an index brought up to date) go on by themselves. */
const awaited = new Set(['outline', 'write', 'export', 'import', 'publish', 'sync'])

/** Jobs that are queued, running or paused, the newest first. */
export const openJobsQuery = queryOptions({
  queryKey: ['jobs', 'open'],
  queryFn: async () => {
    const { items } = await ask(api.v1.jobs.$get({ query: { open: 'true', limit: '20' } }))
    return items.filter(job => awaited.has(job.kind) && job.bookId)
  },
  refetchInterval: ({ state }) => (state.data?.some(job => job.state !== 'paused') ? soon : seldom),
})

/** The last jobs that came to an end. */
export const latelyQuery = queryOptions({
  queryKey: ['jobs', 'lately'],
  queryFn: async () => {
    const { items } = await ask(api.v1.jobs.$get({ query: { limit: '40' } }))
    return items.filter(job => awaited.has(job.kind) && job.bookId && job.completedAt).slice(0, 5)
  },
})

/** The chapters of a write job, each with its own state. */
export const chaptersQuery = (jobId: string) =>
  queryOptions({
    queryKey: ['jobs', jobId, 'chapters'],
    queryFn: async () => (await ask(api.v1.jobs[':jobId'].chapters.$get({ param: { jobId } }))).items,
  })

/** Whether something is being done for it at this moment. */
export const isLive = ({ state }: Pick<Job, 'state'>): boolean => state === 'running' || state === 'streaming'
