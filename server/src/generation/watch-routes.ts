import { createRoute, z } from '@hono/zod-openapi'
import { callerOf, routes } from '../http/environment.ts'
import { jsonAnswer } from '../http/json.ts'
import { problemResponses } from '../http/problem.ts'
import { readStanding } from './standing.ts'
import { readTextSoFar } from './text-so-far.ts'

const tags = ['jobs']
const count = z.number().int()
const lastEvent = count.describe('Watch /v1/jobs/{jobId}/events after this one: what came before is in this answer')

const waiting = z
  .object({
    model: z.string(),
    attempt: count.describe('Which attempt comes next'),
    attempts: count.describe('How many there are at most'),
    until: z.string(),
    code: z.string(),
    message: z.string(),
  })
  .openapi('Waiting')

const standing = z
  .object({
    lastEvent,
    worker: z.boolean().describe('Whether any worker is there: without one nothing goes on'),
    progress: z
      .object({
        progress: z.number().describe('Percent of the planned words whose sections are written'),
        wordsPlanned: z.number(),
        wordsFinished: z.number(),
        secondsElapsed: z.number().describe('Since this run began to write'),
        secondsLeft: z.number().nullable().describe('If the rest goes at the speed of this run'),
        measuredAt: z.string(),
      })
      .nullable(),
    waiting: waiting.nullable().describe('What the job waits for while it plans or checks'),
    parts: z.array(
      z.object({
        id: z.uuid(),
        sections: count.describe('Sections that are written'),
        words: count.describe('So far, those of the section being written included'),
        waiting: waiting.nullable(),
      }),
    ),
  })
  .openapi('Standing')

const textSoFar = z
  .object({
    lastEvent,
    sections: z.array(
      z.object({ title: z.string(), text: z.string().describe('MyST Markdown'), finished: z.boolean() }),
    ),
    evidence: z
      .array(z.object({ mark: z.string(), source: z.string(), line: count }))
      .describe('The passages that marks such as [^p12] stand for'),
  })
  .openapi('TextSoFar')

const standingRoute = createRoute({
  method: 'get',
  path: '/jobs/{jobId}/standing',
  tags,
  summary: 'How a write job stands at this moment, to watch it from there',
  request: { params: z.object({ jobId: z.uuid() }) },
  responses: { 200: jsonAnswer(standing, 'How it stands'), ...problemResponses },
})
const textRoute = createRoute({
  method: 'get',
  path: '/jobs/{jobId}/chapters/{chapterJobId}/text',
  tags,
  summary: 'What is written of a chapter while it is being written',
  request: { params: z.object({ jobId: z.uuid(), chapterJobId: z.uuid() }) },
  responses: { 200: jsonAnswer(textSoFar, 'The text so far'), ...problemResponses },
})

/** What somebody needs who begins to watch a job that runs. */
export function watchRoutes() {
  return routes()
    .openapi(standingRoute, async c =>
      c.json(await readStanding(c.var.octavo, callerOf(c), c.req.valid('param').jobId), 200),
    )
    .openapi(textRoute, async c => {
      const { jobId, chapterJobId } = c.req.valid('param')
      return c.json(await readTextSoFar(c.var.octavo, callerOf(c), jobId, chapterJobId), 200)
    })
}
