import { createRoute, z } from '@hono/zod-openapi'
import { callerOf, routes } from '../http/environment.ts'
import { json, jsonBody } from '../http/json.ts'
import { problemResponses } from '../http/problem.ts'
import { invitationSchema } from '../identity/invitations-routes.ts'
import {
  bookInvitation,
  changeCollaborator,
  collaboratorChanges,
  collaboratorView,
  inviteCollaborator,
  listBookInvitations,
  listCollaborators,
  removeCollaborator,
  revokeBookInvitation,
} from './collaborators.ts'

const byId = z.object({ id: z.uuid() })
const byUser = z.object({ id: z.uuid(), userId: z.uuid() })
const tags = ['collaborators']

export function collaboratorsRoutes() {
  return routes()
    .openapi(
      createRoute({
        method: 'get',
        path: '/books/{id}/collaborators',
        tags,
        summary: 'Outsiders who work on this book',
        request: { params: byId },
        responses: {
          200: { description: 'Highest roles first', ...json(z.object({ items: z.array(collaboratorView) })) },
          ...problemResponses,
        },
      }),
      async context => {
        const { id } = context.req.valid('param')
        return context.json({ items: await listCollaborators(context.get('octavo'), callerOf(context), id) }, 200)
      },
    )
    .openapi(
      createRoute({
        method: 'patch',
        path: '/books/{id}/collaborators/{userId}',
        tags,
        summary: 'Change role or permissions, up to your own role',
        request: { params: byUser, body: jsonBody(collaboratorChanges) },
        responses: { 200: { description: 'The collaborator', ...json(collaboratorView) }, ...problemResponses },
      }),
      async context => {
        const { id, userId } = context.req.valid('param')
        const changes = context.req.valid('json')
        return context.json(
          await changeCollaborator(context.get('octavo'), callerOf(context), id, userId, changes),
          200,
        )
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/books/{id}/collaborators/{userId}',
        tags,
        summary: 'Remove a collaborator, or leave',
        request: { params: byUser },
        responses: { 204: { description: 'Gone' }, ...problemResponses },
      }),
      async context => {
        const { id, userId } = context.req.valid('param')
        await removeCollaborator(context.get('octavo'), callerOf(context), id, userId)
        return context.body(null, 204)
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/books/{id}/collaborators/invitations',
        tags,
        summary: 'Invite an address to this one book by mail',
        description: 'Accepted with POST /v1/invitations/accept, once, by that address, within seven days.',
        request: { params: byId, body: jsonBody(bookInvitation) },
        responses: { 201: { description: 'The invitation', ...json(invitationSchema) }, ...problemResponses },
      }),
      async context => {
        const { id } = context.req.valid('param')
        const input = context.req.valid('json')
        return context.json(await inviteCollaborator(context.get('octavo'), callerOf(context), id, input), 201)
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/books/{id}/collaborators/invitations',
        tags,
        summary: 'Who was invited to this book',
        request: { params: byId },
        responses: {
          200: { description: 'Newest first', ...json(z.object({ items: z.array(invitationSchema) })) },
          ...problemResponses,
        },
      }),
      async context => {
        const { id } = context.req.valid('param')
        return context.json({ items: await listBookInvitations(context.get('octavo'), callerOf(context), id) }, 200)
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/books/{id}/collaborators/invitations/{invitationId}',
        tags,
        summary: 'Revoke a pending invitation',
        request: { params: z.object({ id: z.uuid(), invitationId: z.uuid() }) },
        responses: { 204: { description: 'Revoked' }, ...problemResponses },
      }),
      async context => {
        const { id, invitationId } = context.req.valid('param')
        await revokeBookInvitation(context.get('octavo'), callerOf(context), id, invitationId)
        return context.body(null, 204)
      },
    )
}
