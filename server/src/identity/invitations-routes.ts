import { createRoute, z } from '@hono/zod-openapi'
import { callerOf, routes } from '../http/environment.ts'
import { json, jsonBody } from '../http/json.ts'
import { problemResponses } from '../http/problem.ts'
import { acceptInvitation, createInvitation, listInvitations, revokeInvitation } from './invitations.ts'
import { roles } from './organization-role.ts'

const role = z.enum(roles)

/** Also for invitations to one book. */
export const invitationSchema = z
  .object({
    id: z.uuid(),
    organizationId: z.uuid(),
    bookId: z.uuid().nullable(),
    email: z.string(),
    role,
    permissions: z.array(z.enum(['edit', 'sources', 'generate', 'export', 'comment'])).nullable(),
    state: z.enum(['pending', 'accepted', 'revoked', 'expired']),
    expiresAt: z.iso.datetime(),
    createdAt: z.iso.datetime(),
  })
  .openapi('Invitation')

const joined = z.object({ organizationId: z.uuid(), bookId: z.uuid().nullable(), role }).openapi('Joined')

const byId = z.object({ id: z.uuid() })
const tags = ['organizations']

export function invitationsRoutes() {
  return routes()
    .openapi(
      createRoute({
        method: 'post',
        path: '/organizations/{id}/invitations',
        tags,
        summary: 'Invite an address by mail',
        request: { params: byId, body: jsonBody(z.object({ email: z.email().max(320), role })) },
        responses: { 201: { description: 'The invitation', ...json(invitationSchema) }, ...problemResponses },
      }),
      async context => {
        const input = { organizationId: context.req.valid('param').id, ...context.req.valid('json') }
        return context.json(await createInvitation(context.get('octavo'), callerOf(context), input), 201)
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/organizations/{id}/invitations',
        tags,
        summary: 'Who was invited',
        request: { params: byId },
        responses: {
          200: { description: 'Invitations, newest first', ...json(z.object({ items: z.array(invitationSchema) })) },
          ...problemResponses,
        },
      }),
      async context => {
        const place = { organizationId: context.req.valid('param').id }
        return context.json({ items: await listInvitations(context.get('octavo'), callerOf(context), place) }, 200)
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/organizations/{id}/invitations/{invitationId}',
        tags,
        summary: 'Revoke a pending invitation',
        request: { params: z.object({ id: z.uuid(), invitationId: z.uuid() }) },
        responses: { 204: { description: 'Revoked' }, ...problemResponses },
      }),
      async context => {
        const { id: organizationId, invitationId: id } = context.req.valid('param')
        await revokeInvitation(context.get('octavo'), callerOf(context), { organizationId, id })
        return context.body(null, 204)
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/invitations/accept',
        tags,
        summary: 'Accept an invitation by the token of its mail',
        request: { body: jsonBody(z.object({ token: z.string().min(1).max(200) })) },
        responses: { 200: { description: 'What was joined', ...json(joined) }, ...problemResponses },
      }),
      async context => {
        const { token } = context.req.valid('json')
        return context.json(await acceptInvitation(context.get('octavo'), callerOf(context), token), 200)
      },
    )
}
