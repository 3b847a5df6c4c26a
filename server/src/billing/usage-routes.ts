import { createRoute, z } from '@hono/zod-openapi'
import { callerOf, routes } from '../http/environment.ts'
import { jsonAnswer } from '../http/json.ts'
import { pageOf, pageQuery } from '../http/pagination.ts'
import { problemResponses } from '../http/problem.ts'
import { groupings, readBreakdown } from './breakdown.ts'
import { listEstimates } from './estimates.ts'
import { resources } from './meter.ts'
import { readSummaries } from './summaries.ts'
import { checkUsage, readUsage } from './usage.ts'
import { exportUsage } from './usage-csv.ts'

const tags = ['billing']
const params = z.object({ organizationId: z.uuid() })
const dollars = z.number().describe('US dollars')
const whole = z.number()
const moment = z.iso.datetime({ offset: true })
const range = {
  from: moment.optional().describe('Default: the beginning of the present month of the plan'),
  to: moment.optional().describe('Not included. Default: its end'),
}
const quantities = z.record(z.string(), whole).describe('By resource: generations, tokens, words, …')

const limitState = z.object({
  period: z.string().describe('day, month, or total for what is counted altogether'),
  used: whole,
  reserved: whole.describe('Held for what is under way'),
  limit: whole.nullable().describe('Null: without limit'),
  remaining: whole.nullable(),
  resetsAt: z.string().nullable(),
})
const usage = z
  .object({
    organizationId: z.uuid(),
    plan: z.string(),
    binding: z.boolean().describe('Whether the limits of plans are enforced on this installation; budgets always are'),
    startedAt: z.string(),
    resetsAt: z.string(),
    cost: z.object({
      amount: dollars.nullable().describe('The monthly budget; null: without limit'),
      spent: dollars,
      reserved: dollars,
      remaining: dollars.nullable(),
      startedAt: z.string(),
      resetsAt: z.string(),
    }),
    resources: z.array(limitState.extend({ resource: z.string(), startedAt: z.string().nullable() })),
  })
  .openapi('Usage')

const check = z
  .object({
    available: z.boolean(),
    resource: z.string(),
    quantity: whole,
    plan: z.string(),
    binding: z.boolean(),
    limits: z.array(limitState.extend({ fits: z.boolean() })),
  })
  .openapi('UsageCheck')

const breakdown = z
  .object({
    by: z.enum(groupings),
    from: z.string(),
    to: z.string(),
    items: z.array(
      z.object({
        key: z.string(),
        label: z.string().nullable().describe('A title or name, where you may see it'),
        acts: whole,
        cost: dollars.describe('US dollars, those of failed calls included'),
        reservedCost: dollars.describe('US dollars held for it beforehand, at worst'),
        inputTokens: whole,
        outputTokens: whole,
        quantities,
      }),
    ),
  })
  .openapi('UsageBreakdown')

const estimate = z
  .object({
    jobId: z.uuid(),
    bookId: z.uuid().nullable(),
    kind: z.string(),
    model: z.string().nullable(),
    state: z.string(),
    createdAt: z.string(),
    estimatedCost: dollars.nullable(),
    cost: dollars,
    ratio: z.number().nullable().describe('Actual by estimated; null where nothing was estimated'),
    budget: dollars.nullable(),
    inputTokens: whole,
    outputTokens: whole,
    words: whole,
  })
  .openapi('JobEstimate')

const summary = z
  .object({
    month: z.string().describe('UTC, "2026-11"'),
    closed: z.boolean().describe('Whether the month is over and summed for good'),
    quantities,
    inputTokens: whole,
    outputTokens: whole,
    cost: dollars,
    parts: z.array(
      z.object({
        operation: z.string(),
        resource: z.string(),
        model: z.string().nullable(),
        acts: whole,
        quantity: whole,
        inputTokens: whole,
        outputTokens: whole,
        cost: dollars,
      }),
    ),
  })
  .openapi('UsageSummary')

const usageRoute = createRoute({
  method: 'get',
  path: '/organizations/{organizationId}/usage',
  tags,
  summary: 'What is used and left, this month, today and altogether',
  request: { params },
  responses: { 200: jsonAnswer(usage, 'The use'), ...problemResponses },
})
const checkRoute = createRoute({
  method: 'get',
  path: '/organizations/{organizationId}/usage/check',
  tags,
  summary: 'Whether so much of a resource would be included now',
  request: {
    params,
    query: z.object({ resource: z.enum(resources), quantity: z.coerce.number().int().min(0).max(1e15).default(1) }),
  },
  responses: { 200: jsonAnswer(check, 'The answer'), ...problemResponses },
})
const breakdownRoute = createRoute({
  method: 'get',
  path: '/organizations/{organizationId}/usage/breakdown',
  tags,
  summary: 'What was used, by operation, day, model, user, book, job, chapter or call',
  description:
    'Every member sees the whole by operation, day and model. By user is for admins; by book, job, chapter and call admins see all, others what they did themselves.',
  request: {
    params,
    query: z.object({
      by: z.enum(groupings).default('operation'),
      ...range,
      limit: z.coerce.number().int().min(1).max(1_000).default(200),
    }),
  },
  responses: { 200: jsonAnswer(breakdown, 'The breakdown, what cost most first'), ...problemResponses },
})
const estimatesRoute = createRoute({
  method: 'get',
  path: '/organizations/{organizationId}/usage/estimates',
  tags,
  summary: 'Jobs, with what was estimated before and what they took',
  request: { params, query: pageQuery },
  responses: { 200: jsonAnswer(pageOf(estimate), 'A page of jobs, newest first'), ...problemResponses },
})
const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'must be a month such as 2026-11')
const summariesRoute = createRoute({
  method: 'get',
  path: '/organizations/{organizationId}/usage/summaries',
  tags,
  summary: 'What was used month by month',
  request: { params, query: z.object({ from: month.optional(), to: month.optional() }) },
  responses: { 200: jsonAnswer(z.object({ items: z.array(summary) }), 'The months'), ...problemResponses },
})
const csvRoute = createRoute({
  method: 'get',
  path: '/organizations/{organizationId}/usage.csv',
  tags,
  summary: 'What was used, act by act, as CSV',
  description: 'All of it for admins, their own for others. Oldest first.',
  request: { params, query: z.object(range) },
  responses: {
    200: { description: 'The acts', content: { 'text/csv': { schema: z.string() } } },
    ...problemResponses,
  },
})

/** What was used and what it cost. */
export function usageRoutes() {
  return routes()
    .openapi(usageRoute, async c =>
      c.json(await readUsage(c.var.octavo, callerOf(c), c.req.valid('param').organizationId), 200),
    )
    .openapi(checkRoute, async c => {
      const { resource, quantity } = c.req.valid('query')
      const { organizationId } = c.req.valid('param')
      return c.json(await checkUsage(c.var.octavo, callerOf(c), organizationId, resource, quantity), 200)
    })
    .openapi(breakdownRoute, async c => {
      const { organizationId } = c.req.valid('param')
      return c.json(await readBreakdown(c.var.octavo, callerOf(c), organizationId, c.req.valid('query')), 200)
    })
    .openapi(estimatesRoute, async c => {
      const { organizationId } = c.req.valid('param')
      return c.json(await listEstimates(c.var.octavo, callerOf(c), organizationId, c.req.valid('query')), 200)
    })
    .openapi(summariesRoute, async c => {
      const { organizationId } = c.req.valid('param')
      return c.json(await readSummaries(c.var.octavo, callerOf(c), organizationId, c.req.valid('query')), 200)
    })
    .openapi(csvRoute, async c => {
      const { organizationId } = c.req.valid('param')
      const csv = await exportUsage(c.var.octavo, callerOf(c), organizationId, c.req.valid('query'))
      return c.body(csv, 200, {
        'Content-Type': 'text/csv; charset=utf-8; header=present',
        'Content-Disposition': 'attachment; filename="usage.csv"',
      })
    })
}
