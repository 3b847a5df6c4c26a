import { createRoute, z } from '@hono/zod-openapi'
import { streamSSE } from 'hono/streaming'
import { OctavoError } from '../errors.ts'
import { callerOf, routes } from '../http/environment.ts'
import { jsonAnswer, jsonBody, jsonObject } from '../http/json.ts'
import { pageOf, pageQuery } from '../http/pagination.ts'
import { problemResponses } from '../http/problem.ts'
import { watchEvents } from './events.ts'
import { jobStates } from './job-state.ts'
import { estimate, getJob, listJobs, listParts, startJob } from './jobs.ts'
import { listCalls } from './list-calls.ts'
import { changeJob, redoChapter, resumeJob, stopJob } from './steer-job.ts'

const tags = ['jobs']
const count = z.number().int()
/** Why something ended without success. */
const failure = z.looseObject({ code: z.string(), message: z.string() })

export const job = z
  .object({
    id: z.uuid(),
    bookId: z.uuid().nullable(),
    parentId: z.uuid().nullable(),
    tocItemId: z.uuid().nullable(),
    kind: z.string(),
    state: z.enum(jobStates),
    requested: z.string().nullable(),
    run: count,
    model: z.string().nullable(),
    temperature: z.number().nullable(),
    priority: count,
    scheduledAt: z.string().nullable(),
    stage: z.string(),
    progress: z.number().describe('Percent of the planned words whose sections are written'),
    words: count,
    inputTokens: count,
    outputTokens: count,
    cost: z.number().describe('US dollars, measured'),
    estimatedCost: z.number().nullable().describe('US dollars, estimated before the job ran'),
    confidence: z.number().nullable(),
    rating: count.nullable(),
    result: jsonObject.nullable().describe('What came of it: counts, and the corrections made between chapters'),
    error: failure.nullable(),
    lastEvent: count,
    createdBy: z.uuid().nullable(),
    createdAt: z.string(),
    startedAt: z.string().nullable(),
    completedAt: z.string().nullable(),
  })
  .openapi('Job')

const call = z
  .object({
    id: z.uuid(),
    jobId: z.uuid().describe('The job it was made for: a chapter’s, or the book’s'),
    key: z.string(),
    attempt: count,
    purpose: z.string(),
    model: z.string(),
    state: z.string(),
    stopReason: z.string().nullable(),
    error: failure.nullable(),
    inputTokens: count,
    outputTokens: count,
    cachedTokens: count,
    cost: z.number().describe('US dollars'),
    latency: count.describe('Milliseconds'),
    firstToken: count.nullable().describe('Milliseconds'),
    startedAt: z.string(),
  })
  .openapi('Call')

const estimated = z
  .object({
    model: z.string(),
    calls: count,
    inputTokens: count,
    outputTokens: count,
    cost: z.number().describe('US dollars, estimated'),
    words: count,
  })
  .openapi('Estimate')

const request = z
  .object({
    kind: z.enum(['outline', 'write']),
    model: z.string().min(1).max(200).optional(),
    temperature: z.number().min(0).max(2).optional(),
    items: z.array(z.uuid()).min(1).max(200).optional(),
    replan: z.boolean().optional(),
    priority: z.number().int().min(-100).max(100).optional(),
    scheduledAt: z.iso.datetime({ offset: true }).optional(),
    budget: z
      .number()
      .min(0)
      .max(1_000_000)
      .optional()
      .describe('US dollars; before a call that might go beyond it the job pauses'),
  })
  .openapi('JobRequest')

const ofBook = z.object({ bookId: z.uuid() })
const ofJob = z.object({ jobId: z.uuid() })

const estimateRoute = createRoute({
  method: 'post',
  path: '/books/{bookId}/estimate',
  tags,
  summary: 'What a job would take, before it runs',
  request: { params: ofBook, body: jsonBody(request.pick({ kind: true, model: true })) },
  responses: { 200: jsonAnswer(estimated, 'The estimate'), ...problemResponses },
})
const startRoute = createRoute({
  method: 'post',
  path: '/books/{bookId}/jobs',
  tags,
  summary: 'Plan or write a book',
  description: 'Queues a job. It survives restarts; watch it at /v1/jobs/{jobId}/events.',
  request: { params: ofBook, body: jsonBody(request) },
  responses: { 201: jsonAnswer(job, 'The job'), ...problemResponses },
})
const listRoute = createRoute({
  method: 'get',
  path: '/jobs',
  tags,
  summary: 'Jobs, newest first',
  request: {
    query: pageQuery.extend({
      state: z.enum(jobStates).optional(),
      open: z.stringbool().optional(),
      mine: z.stringbool().optional(),
      bookId: z.uuid().optional(),
    }),
  },
  responses: { 200: jsonAnswer(pageOf(job), 'A page of jobs'), ...problemResponses },
})
const getRoute = createRoute({
  method: 'get',
  path: '/jobs/{jobId}',
  tags,
  summary: 'A job',
  request: { params: ofJob },
  responses: { 200: jsonAnswer(job, 'The job'), ...problemResponses },
})
const partsRoute = createRoute({
  method: 'get',
  path: '/jobs/{jobId}/chapters',
  tags,
  summary: 'The chapters of a write job, each with its own state',
  request: { params: ofJob },
  responses: { 200: jsonAnswer(z.object({ items: z.array(job) }), 'The chapters'), ...problemResponses },
})
const callsRoute = createRoute({
  method: 'get',
  path: '/jobs/{jobId}/calls',
  tags,
  summary: 'Every call to a model the job made',
  request: { params: ofJob, query: pageQuery },
  responses: { 200: jsonAnswer(pageOf(call), 'A page of calls'), ...problemResponses },
})
const changeRoute = createRoute({
  method: 'patch',
  path: '/jobs/{jobId}',
  tags,
  summary: 'Rate a result, prioritise or reschedule a queued job, let another model write the rest',
  request: {
    params: ofJob,
    body: jsonBody(
      z.object({
        rating: z.number().int().min(1).max(5).nullable().optional(),
        priority: z.number().int().min(-100).max(100).optional(),
        scheduledAt: z.iso.datetime({ offset: true }).nullable().optional(),
        model: z
          .string()
          .min(1)
          .max(200)
          .optional()
          .describe('Of a job that rests: who writes what is left once it is resumed, or a chapter that is redone'),
      }),
    ),
  },
  responses: { 200: jsonAnswer(job, 'The job'), ...problemResponses },
})
const steer = <Action extends 'pause' | 'cancel' | 'resume'>(action: Action, summary: string) =>
  createRoute({
    method: 'post',
    path: `/jobs/{jobId}/${action}`,
    tags,
    summary,
    request: { params: ofJob },
    responses: { 200: jsonAnswer(job, 'The job'), ...problemResponses },
  })
const pauseRoute = steer('pause', 'Pause a job: what is done stays, a call on the wire is broken off')
const cancelRoute = steer('cancel', 'Cancel a job: what is done stays')
const resumeRoute = steer('resume', 'Go on with a paused job, or try again what failed')
const redoRoute = createRoute({
  method: 'post',
  path: '/jobs/{jobId}/chapters/{chapterJobId}/redo',
  tags,
  summary: 'Write one chapter anew',
  request: { params: z.object({ jobId: z.uuid(), chapterJobId: z.uuid() }) },
  responses: { 200: jsonAnswer(job, 'The job of the book'), ...problemResponses },
})
const eventsRoute = createRoute({
  method: 'get',
  path: '/jobs/{jobId}/events',
  tags,
  summary: 'Watch a job',
  description:
    'Server-sent events, each with its number as id, from the one after `after` (or Last-Event-ID) on. The stream ends when the job stops.',
  request: { params: ofJob, query: z.object({ after: z.coerce.number().int().min(0).default(0) }) },
  responses: {
    200: { description: 'The events', content: { 'text/event-stream': { schema: z.string() } } },
    ...problemResponses,
  },
})

/** Comments keep proxies from closing a quiet stream. Milliseconds. */
const keepAliveInterval = 15_000

/** Starting, watching and steering jobs. */
export function jobRoutes() {
  return routes()
    .openapi(estimateRoute, async c => {
      const { kind, model } = c.req.valid('json')
      return c.json(
        await estimate(c.var.octavo, callerOf(c), c.req.valid('param').bookId, { kind, ...(model && { model }) }),
        200,
      )
    })
    .openapi(startRoute, async c =>
      c.json(await startJob(c.var.octavo, callerOf(c), c.req.valid('param').bookId, c.req.valid('json')), 201),
    )
    .openapi(listRoute, async c => c.json(await listJobs(c.var.octavo, callerOf(c), c.req.valid('query')), 200))
    .openapi(getRoute, async c => c.json(await getJob(c.var.octavo, callerOf(c), c.req.valid('param').jobId), 200))
    .openapi(partsRoute, async c =>
      c.json({ items: await listParts(c.var.octavo, callerOf(c), c.req.valid('param').jobId) }, 200),
    )
    .openapi(callsRoute, async c =>
      c.json(await listCalls(c.var.octavo, callerOf(c), c.req.valid('param').jobId, c.req.valid('query')), 200),
    )
    .openapi(changeRoute, async c =>
      c.json(await changeJob(c.var.octavo, callerOf(c), c.req.valid('param').jobId, c.req.valid('json')), 200),
    )
    .openapi(pauseRoute, async c =>
      c.json(await stopJob(c.var.octavo, callerOf(c), c.req.valid('param').jobId, 'pause'), 200),
    )
    .openapi(cancelRoute, async c =>
      c.json(await stopJob(c.var.octavo, callerOf(c), c.req.valid('param').jobId, 'cancel'), 200),
    )
    .openapi(resumeRoute, async c =>
      c.json(await resumeJob(c.var.octavo, callerOf(c), c.req.valid('param').jobId), 200),
    )
    .openapi(redoRoute, async c => {
      const { jobId, chapterJobId } = c.req.valid('param')
      return c.json(await redoChapter(c.var.octavo, callerOf(c), jobId, chapterJobId), 200)
    })
    .openapi(eventsRoute, async c => {
      const { octavo, log } = c.var
      const caller = callerOf(c)
      const { jobId } = c.req.valid('param')
      await getJob(octavo, caller, jobId)
      const after = lastEventId(c.req.header('last-event-id')) ?? c.req.valid('query').after
      const gone = new AbortController()
      return streamSSE(
        c,
        async stream => {
          stream.onAbort(() => gone.abort())
          const keepAlive = setInterval(() => void stream.write(': still here\n\n'), keepAliveInterval)
          try {
            for await (const event of watchEvents(octavo, caller, jobId, after, gone.signal)) {
              await stream.writeSSE({ id: String(event.number), event: event.kind, data: JSON.stringify(event) })
            }
          } finally {
            clearInterval(keepAlive)
          }
        },
        async error => log.warn({ err: error, jobId }, 'a watcher lost its stream'),
      )
    })
}

function lastEventId(header: string | undefined): number | undefined {
  if (header === undefined) return undefined
  if (!/^\d{1,15}$/.test(header)) {
    throw new OctavoError('request_invalid', undefined, {
      problems: [{ path: 'header.Last-Event-ID', message: 'must be the number of an event' }],
    })
  }
  return Number(header)
}
