import { createRoute, z } from '@hono/zod-openapi'
import { callerOf, routes } from '../http/environment.ts'
import { json, jsonBody } from '../http/json.ts'
import { pageOf, pageQuery } from '../http/pagination.ts'
import { problemResponses } from '../http/problem.ts'
import { findUsers, grantRole, reactivateUser, requireOperator, revokeRole, suspendUser } from './operator.ts'
import { rotateMasterKey } from './rotate-master-key.ts'

const status = z.enum(['active', 'suspended', 'deleted'])
const role = z.enum(['user', 'creator', 'author', 'superadmin'])

const user = z
  .object({
    id: z.uuid(),
    email: z.string(),
    emailVerified: z.boolean(),
    name: z.string(),
    username: z.string().nullable(),
    status,
    roles: z.array(z.object({ role, grantedBy: z.uuid().nullable(), grantedAt: z.iso.datetime() })),
    lastSignInAt: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
  })
  .openapi('User')

const rotation = z
  .object({
    keyId: z.string(),
    rotated: z.number(),
    failed: z.array(z.object({ organizationId: z.uuid(), provider: z.string(), reason: z.string() })),
  })
  .openapi('Rotation')

const byId = z.object({ id: z.uuid() })
const tags = ['operator']

/** For whoever runs the installation (role superadmin). */
export function operatorRoutes() {
  return routes()
    .openapi(
      createRoute({
        method: 'get',
        path: '/operator/users',
        tags,
        summary: 'Find people by address, name, user name and status',
        request: { query: pageQuery.extend({ q: z.string().min(1).max(200).optional(), status: status.optional() }) },
        responses: { 200: { description: 'People, newest first', ...json(pageOf(user)) }, ...problemResponses },
      }),
      async context =>
        context.json(await findUsers(context.get('octavo'), callerOf(context), context.req.valid('query')), 200),
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/operator/users/{id}/suspend',
        tags,
        summary: 'Lock somebody out; sessions and tokens end at once',
        request: { params: byId },
        responses: { 200: { description: 'The person', ...json(user) }, ...problemResponses },
      }),
      async context =>
        context.json(await suspendUser(context.get('octavo'), callerOf(context), context.req.valid('param').id), 200),
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/operator/users/{id}/reactivate',
        tags,
        summary: 'Let somebody in again, or bring back a deleted account',
        request: { params: byId },
        responses: { 200: { description: 'The person', ...json(user) }, ...problemResponses },
      }),
      async context =>
        context.json(
          await reactivateUser(context.get('octavo'), callerOf(context), context.req.valid('param').id),
          200,
        ),
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/operator/users/{id}/roles',
        tags,
        summary: 'Grant a role on this installation',
        request: { params: byId, body: jsonBody(z.object({ role })) },
        responses: { 200: { description: 'The person', ...json(user) }, ...problemResponses },
      }),
      async context => {
        const { id } = context.req.valid('param')
        const { role } = context.req.valid('json')
        return context.json(await grantRole(context.get('octavo'), callerOf(context), id, role), 200)
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/operator/users/{id}/roles/{role}',
        tags,
        summary: 'Take a role back',
        request: { params: byId.extend({ role }) },
        responses: { 200: { description: 'The person', ...json(user) }, ...problemResponses },
      }),
      async context => {
        const { id, role } = context.req.valid('param')
        return context.json(await revokeRole(context.get('octavo'), callerOf(context), id, role), 200)
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/operator/keys/rotate',
        tags,
        summary: 'Seal all provider keys anew with the newest master key',
        responses: { 200: { description: 'What was done', ...json(rotation) }, ...problemResponses },
      }),
      async context => {
        await requireOperator(context.get('octavo'), callerOf(context))
        return context.json(await rotateMasterKey(context.get('octavo')), 200)
      },
    )
}
