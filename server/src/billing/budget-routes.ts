import { createRoute, z } from '@hono/zod-openapi'
import { callerOf, routes } from '../http/environment.ts'
import { jsonAnswer, jsonBody } from '../http/json.ts'
import { problemResponses } from '../http/problem.ts'
import { readBudget, readJobBudget, setBudget, setJobBudget } from './budgets.ts'

const dollars = z.number().describe('US dollars')
const budget = z
  .object({
    amount: dollars.nullable().describe('US dollars; null: without limit'),
    spent: dollars,
    reserved: dollars.describe('US dollars held for calls on the wire'),
    remaining: dollars.nullable(),
  })
  .openapi('Budget')
const monthlyBudget = budget.extend({ startedAt: z.string(), resetsAt: z.string() }).openapi('MonthlyBudget')
const input = z
  .object({ amount: z.number().min(0).max(1_000_000_000).nullable().describe('US dollars; null: without limit') })
  .openapi('BudgetInput')

const ofOrganization = z.object({ organizationId: z.uuid() })
const ofJob = z.object({ jobId: z.uuid() })
const tags = ['billing']

const getRoute = createRoute({
  method: 'get',
  path: '/organizations/{organizationId}/budget',
  tags,
  summary: 'What models may cost an organization a month, and have',
  request: { params: ofOrganization },
  responses: { 200: jsonAnswer(monthlyBudget, 'The budget'), ...problemResponses },
})
const putRoute = createRoute({
  method: 'put',
  path: '/organizations/{organizationId}/budget',
  tags,
  summary: 'Set the monthly budget of an organization',
  description: 'Admins. It binds whether or not the limits of plans do.',
  request: { params: ofOrganization, body: jsonBody(input) },
  responses: { 200: jsonAnswer(monthlyBudget, 'The budget'), ...problemResponses },
})
const getOfJobRoute = createRoute({
  method: 'get',
  path: '/jobs/{jobId}/budget',
  tags,
  summary: 'What a job may cost with its chapters, and has',
  request: { params: ofJob },
  responses: { 200: jsonAnswer(budget, 'The budget'), ...problemResponses },
})
const putOfJobRoute = createRoute({
  method: 'put',
  path: '/jobs/{jobId}/budget',
  tags,
  summary: 'Set the budget of a job',
  description: 'It holds from the next call on. A job that paused at its budget goes on when it is resumed.',
  request: { params: ofJob, body: jsonBody(input) },
  responses: { 200: jsonAnswer(budget, 'The budget'), ...problemResponses },
})

/** What may be spent. */
export function budgetRoutes() {
  return routes()
    .openapi(getRoute, async c =>
      c.json(await readBudget(c.var.octavo, callerOf(c), c.req.valid('param').organizationId), 200),
    )
    .openapi(putRoute, async c => {
      const { organizationId } = c.req.valid('param')
      return c.json(await setBudget(c.var.octavo, callerOf(c), organizationId, c.req.valid('json').amount), 200)
    })
    .openapi(getOfJobRoute, async c =>
      c.json(await readJobBudget(c.var.octavo, callerOf(c), c.req.valid('param').jobId), 200),
    )
    .openapi(putOfJobRoute, async c =>
      c.json(
        await setJobBudget(c.var.octavo, callerOf(c), c.req.valid('param').jobId, c.req.valid('json').amount),
        200,
      ),
    )
}
