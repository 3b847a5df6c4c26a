import { createRoute, z } from '@hono/zod-openapi'
import { callerOf, routes } from '../http/environment.ts'
import { jsonAnswer, jsonBody } from '../http/json.ts'
import { pageOf, pageQuery } from '../http/pagination.ts'
import { problemResponses } from '../http/problem.ts'
import { cancelAnyJob, listAllJobs, listFailedCalls, prioritizeAnyJob, retryAnyJob } from './all-jobs.ts'
import { jobStates } from './job-state.ts'

const tags = ['operator']
const byId = z.object({ id: z.uuid() })
const count = z.number().int()
const failure = z.looseObject({ code: z.string(), message: z.string() }).nullable()
const named = z.object({ id: z.uuid(), name: z.string() })

const anyJob = z
  .object({
    id: z.uuid(),
    kind: z.string(),
    state: z.enum(jobStates),
    requested: z.string().nullable(),
    run: count,
    model: z.string().nullable(),
    priority: count,
    stage: z.string(),
    progress: z.number().describe('Percent'),
    cost: z.number().describe('US dollars'),
    error: failure,
    organization: named,
    person: named.nullable(),
    createdAt: z.string(),
    startedAt: z.string().nullable(),
    completedAt: z.string().nullable(),
  })
  .openapi('AnyJob')

const failedCall = z
  .object({
    id: z.uuid(),
    jobId: z.uuid(),
    model: z.string(),
    purpose: z.string(),
    attempt: count,
    error: failure,
    latency: count.describe('Milliseconds'),
    organization: named,
    startedAt: z.string(),
  })
  .openapi('FailedCall')

const theJob = { 200: jsonAnswer(anyJob, 'The job'), ...problemResponses }

/** The jobs of everybody, for whoever runs the installation. */
export function allJobsRoutes() {
  return routes()
    .openapi(
      createRoute({
        method: 'get',
        path: '/operator/jobs',
        tags,
        summary: 'The jobs of everybody, newest first',
        request: {
          query: pageQuery.extend({ state: z.enum(jobStates).optional(), open: z.stringbool().optional() }),
        },
        responses: { 200: jsonAnswer(pageOf(anyJob), 'A page of jobs'), ...problemResponses },
      }),
      async context =>
        context.json(await listAllJobs(context.get('octavo'), callerOf(context), context.req.valid('query')), 200),
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/operator/jobs/{id}/cancel',
        tags,
        summary: 'Cancel a job of anybody; what is done stays',
        request: { params: byId },
        responses: theJob,
      }),
      async context =>
        context.json(await cancelAnyJob(context.get('octavo'), callerOf(context), context.req.valid('param').id), 200),
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/operator/jobs/{id}/retry',
        tags,
        summary: 'Try again what failed of a job of anybody',
        request: { params: byId },
        responses: theJob,
      }),
      async context =>
        context.json(await retryAnyJob(context.get('octavo'), callerOf(context), context.req.valid('param').id), 200),
    )
    .openapi(
      createRoute({
        method: 'patch',
        path: '/operator/jobs/{id}',
        tags,
        summary: 'Move a job of anybody before or behind others',
        request: { params: byId, body: jsonBody(z.object({ priority: count.min(-100).max(100) })) },
        responses: theJob,
      }),
      async context => {
        const { id } = context.req.valid('param')
        const { priority } = context.req.valid('json')
        return context.json(await prioritizeAnyJob(context.get('octavo'), callerOf(context), id, priority), 200)
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/operator/failed-calls',
        tags,
        summary: 'Calls to models that failed, newest first, with what the provider said',
        request: { query: pageQuery },
        responses: { 200: jsonAnswer(pageOf(failedCall), 'A page of calls'), ...problemResponses },
      }),
      async context =>
        context.json(await listFailedCalls(context.get('octavo'), callerOf(context), context.req.valid('query')), 200),
    )
}
