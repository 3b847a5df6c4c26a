import { createRoute, z } from '@hono/zod-openapi'
import { callerOf, routes } from '../http/environment.ts'
import { editedVersion, etagOf } from '../http/etag.ts'
import { jsonAnswer, jsonBody } from '../http/json.ts'
import { problemResponses } from '../http/problem.ts'
import { resources } from './meter.ts'
import { changePlan, listPlans, makePlan } from './plans.ts'

const price = z.number().min(0).max(99_999_999).nullable().describe('US dollars; null: not sold this way')
const counted = new Set<string>(['books', 'members', 'collaborators', 'storage'])
const limit = z
  .object({
    resource: z.enum(resources),
    period: z.enum(['day', 'month', 'total']),
    maximum: z.int().min(0).nullable().describe('Bytes for storage; null: without limit'),
  })
  .refine(({ resource, period }) => (period === 'total') === counted.has(resource), {
    message: 'books, members, collaborators and storage have the period total; all else day or month',
    path: ['period'],
  })
  .openapi('PlanLimit')

const fields = z.object({
  position: z.int().min(0).describe('Plans are upgraded from the lower to the higher'),
  name: z.string().min(1).max(100),
  description: z.string().max(2_000),
  priceMonthly: price,
  priceYearly: price,
  priceOnce: price,
  features: z.array(z.string().max(100)).max(100),
  formats: z.array(z.string().max(100)).max(100),
  status: z
    .enum(['active', 'inactive', 'deprecated'])
    .describe('inactive: not on offer; deprecated: kept by who has it'),
  limits: z.array(limit).max(100),
})

const idOfPlan = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/)
const plan = fields.extend({ id: z.string(), version: z.int() }).openapi('Plan')
export const planChanges = fields.partial().openapi('PlanChanges')
export const newPlan = fields
  .partial()
  .required({ position: true, name: true })
  .extend({ id: idOfPlan })
  .openapi('NewPlan')

const listRoute = createRoute({
  method: 'get',
  path: '/plans',
  tags: ['billing'],
  summary: 'The plans on offer, with prices and limits',
  description: 'Needs no sign-in. An operator sees those that are not on offer as well.',
  responses: { 200: jsonAnswer(z.object({ items: z.array(plan) }), 'The plans'), ...problemResponses },
})
const makeRoute = createRoute({
  method: 'post',
  path: '/operator/plans',
  tags: ['operator'],
  summary: 'Add a plan',
  request: { body: jsonBody(newPlan) },
  responses: { 201: jsonAnswer(plan, 'The plan'), ...problemResponses },
})
const changeRoute = createRoute({
  method: 'patch',
  path: '/operator/plans/{planId}',
  tags: ['operator'],
  summary: 'Change a plan: prices, features, limits; it holds at once',
  description: 'Limits that are not named stay as they are. Send the version you read as If-Match.',
  request: { params: z.object({ planId: idOfPlan }), body: jsonBody(planChanges) },
  responses: { 200: jsonAnswer(plan, 'The plan'), ...problemResponses },
})

/** What can be subscribed to. */
export function plansRoutes() {
  return routes()
    .openapi(listRoute, async c => c.json({ items: await listPlans(c.var.octavo, c.var.caller) }, 200))
    .openapi(makeRoute, async c => {
      const made = await makePlan(c.var.octavo, callerOf(c), c.req.valid('json'))
      c.header('ETag', etagOf(made.version))
      return c.json(made, 201)
    })
    .openapi(changeRoute, async c => {
      const { planId } = c.req.valid('param')
      const changed = await changePlan(c.var.octavo, callerOf(c), planId, c.req.valid('json'), editedVersion(c))
      c.header('ETag', etagOf(changed.version))
      return c.json(changed, 200)
    })
}
