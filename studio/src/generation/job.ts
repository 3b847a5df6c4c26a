import type { Answer } from '@octavo/server/client'
import { ask, askAll } from '@octavo/server/client'
import { queryOptions } from '@tanstack/react-query'
import { api } from '../api/client.ts'
import { heardSince } from './heard.ts'
import { addText, advance } from './standing.ts'

type OfJob = (typeof api)['v1']['jobs'][':jobId']
export type Job = Answer<Awaited<ReturnType<OfJob['$get']>>>
export type Standing = Answer<Awaited<ReturnType<OfJob['standing']['$get']>>>
export type PartStanding = Standing['parts'][number]
export type Waiting = NonNullable<Standing['waiting']>
export type Call = Answer<Awaited<ReturnType<OfJob['calls']['$get']>>>['items'][number]
export type TextSoFar = Answer<Awaited<ReturnType<OfJob['chapters'][':chapterJobId']['text']['$get']>>>
export type WrittenChapter = Answer<Awaited<ReturnType<(typeof api)['v1']['chapters'][':id']['$get']>>>

/** Whether a job still moves by itself. */
export const isOpen = (job: Pick<Job, 'state'>): boolean => ['queued', 'running', 'streaming'].includes(job.state)

/** The jobs that planned or wrote a book, newest first, at most a hundred. */
export const jobsOfBookQuery = (bookId: string) =>
  queryOptions({
    queryKey: ['book', bookId, 'jobs'],
    queryFn: async () => {
      const { items } = await ask(api.v1.jobs.$get({ query: { bookId, limit: '100' } }))
      return items.filter(job => job.kind === 'write' || job.kind === 'outline')
    },
  })

/** One job. */
export const jobQuery = (jobId: string) =>
  queryOptions({
    queryKey: ['job', jobId],
    queryFn: () => ask(api.v1.jobs[':jobId'].$get({ param: { jobId } })),
  })

/** The chapters of a write job as jobs of their own. */
export const partsQuery = (jobId: string) =>
  queryOptions({
    queryKey: ['job', jobId, 'parts'],
    queryFn: async () => (await ask(api.v1.jobs[':jobId'].chapters.$get({ param: { jobId } }))).items,
  })

/** How a job stands; kept current by its events from then on. */
export const standingQuery = (jobId: string) =>
  queryOptions({
    queryKey: ['job', jobId, 'standing'],
    queryFn: async () => {
      const standing = await ask(api.v1.jobs[':jobId'].standing.$get({ param: { jobId } }))
      return heardSince(jobId, standing.lastEvent).reduce(advance, standing)
    },
  })

/** What is written of a chapter while its job writes it; kept current by events as well. */
export const textQuery = (jobId: string, partId: string) =>
  queryOptions({
    queryKey: ['job', jobId, 'text', partId],
    queryFn: async () => {
      const param = { jobId, chapterJobId: partId }
      const text = await ask(api.v1.jobs[':jobId'].chapters[':chapterJobId'].text.$get({ param }))
      return heardSince(jobId, text.lastEvent).reduce((soFar, event) => addText(soFar, partId, event), {
        ...text,
        fresh: 0,
      })
    },
  })

/** Every call to a model a job made, oldest first. */
export const callsQuery = (jobId: string) =>
  queryOptions({
    queryKey: ['job', jobId, 'calls'],
    queryFn: () =>
      askAll(cursor =>
        ask(api.v1.jobs[':jobId'].calls.$get({ param: { jobId }, query: { limit: '200', ...(cursor && { cursor }) } })),
      ),
  })

/** What a job may cost, and has. */
export const jobBudgetQuery = (jobId: string) =>
  queryOptions({
    queryKey: ['job', jobId, 'budget'],
    queryFn: () => ask(api.v1.jobs[':jobId'].budget.$get({ param: { jobId } })),
  })

/** A chapter as it was saved. */
export const writtenQuery = (chapterId: string) =>
  queryOptions({
    queryKey: ['chapter', chapterId, 'written'],
    queryFn: () => ask(api.v1.chapters[':id'].$get({ param: { id: chapterId } })),
  })
