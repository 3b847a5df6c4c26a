import { createRoute, z } from '@hono/zod-openapi'
import { callerOf, routes } from '../http/environment.ts'
import { jsonAnswer, jsonBody } from '../http/json.ts'
import { problemResponses } from '../http/problem.ts'
import { readSubscription, setSubscription } from './subscriptions.ts'

const statuses = ['active', 'trialing', 'past_due', 'canceled', 'unpaid', 'incomplete'] as const
const intervals = ['month', 'year', 'once'] as const

const subscription = z
  .object({
    organizationId: z.uuid(),
    plan: z.string().describe('The plan whose limits hold now'),
    status: z.enum(statuses).nullable().describe('Null: no subscription, so the plan is free'),
    interval: z.enum(intervals).nullable(),
    periodStart: z.string().nullable(),
    periodEnd: z.string().nullable(),
    monthStartedAt: z.string().describe('The month in which use is counted now'),
    monthResetsAt: z.string(),
    changes: z.array(
      z.object({
        kind: z.enum(['started', 'upgraded', 'downgraded', 'renewed', 'canceled', 'changed']),
        fromPlan: z.string().nullable(),
        toPlan: z.string(),
        fromStatus: z.string().nullable(),
        toStatus: z.string(),
        reason: z.string(),
        changedBy: z.uuid().nullable(),
        createdAt: z.string(),
      }),
    ),
  })
  .openapi('Subscription')

export const subscriptionInput = z
  .object({
    plan: z.string().min(1).max(40),
    status: z.enum(statuses).optional(),
    interval: z.enum(intervals).optional(),
    periodStart: z.iso
      .datetime({ offset: true })
      .optional()
      .describe('From when months are counted. Default: the present month goes on, with what was used in it'),
    periodEnd: z.iso.datetime({ offset: true }).nullable().optional().describe('When it ends; null: it goes on'),
    reason: z.string().max(2_000).optional(),
  })
  .openapi('SubscriptionInput')

const params = z.object({ organizationId: z.uuid() })
const path = '/organizations/{organizationId}/subscription'

const getRoute = createRoute({
  method: 'get',
  path,
  tags: ['billing'],
  summary: 'The plan of an organization, and how it came to have it',
  request: { params },
  responses: { 200: jsonAnswer(subscription, 'The subscription'), ...problemResponses },
})
const putRoute = createRoute({
  method: 'put',
  path,
  tags: ['operator'],
  summary: 'Set the plan of an organization',
  description: 'Operators only. The new limits hold at once; what was used this month stays used.',
  request: { params, body: jsonBody(subscriptionInput) },
  responses: { 200: jsonAnswer(subscription, 'The subscription'), ...problemResponses },
})

/** Which plan an organization has. */
export function subscriptionRoutes() {
  return routes()
    .openapi(getRoute, async c =>
      c.json(await readSubscription(c.var.octavo, callerOf(c), c.req.valid('param').organizationId), 200),
    )
    .openapi(putRoute, async c =>
      c.json(
        await setSubscription(c.var.octavo, callerOf(c), c.req.valid('param').organizationId, c.req.valid('json')),
        200,
      ),
    )
}
