import { createRoute, z } from '@hono/zod-openapi'
import { callerOf, routes } from '../http/environment.ts'
import { json, jsonBody, jsonObject } from '../http/json.ts'
import { pageOf, pageQuery } from '../http/pagination.ts'
import { problemResponses } from '../http/problem.ts'
import { listAudit } from '../system/audit.ts'
import { changeMemberRole, listMembers, removeMember } from './members.ts'
import { roles } from './organization-role.ts'
import {
  changeOrganization,
  createOrganization,
  deleteOrganization,
  getOrganization,
  listOrganizations,
} from './organizations.ts'

const role = z.enum(roles)
const slug = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,98}[a-z0-9])?$/, 'takes a–z, 0–9 and "-" between them, at most 100 characters')

const organization = z
  .object({
    id: z.uuid(),
    name: z.string(),
    slug: z.string(),
    description: z.string().nullable(),
    personal: z.boolean(),
    settings: jsonObject,
    role,
    createdAt: z.iso.datetime(),
  })
  .openapi('Organization')

const member = z
  .object({
    userId: z.uuid(),
    name: z.string(),
    avatarUrl: z.string().nullable(),
    role,
    joinedAt: z.iso.datetime(),
  })
  .openapi('Member')

const auditEntry = z
  .object({
    id: z.uuid(),
    actorId: z.uuid().nullable(),
    actor: z.string().nullable(),
    action: z.string(),
    subject: z.string(),
    details: jsonObject,
    createdAt: z.iso.datetime(),
  })
  .openapi('AuditEntry')

const fields = { name: z.string().min(1).max(200), description: z.string().max(5000) }
const byId = z.object({ id: z.uuid() })
const byMember = z.object({ id: z.uuid(), userId: z.uuid() })
const tags = ['organizations']

export function organizationsRoutes() {
  return routes()
    .openapi(
      createRoute({
        method: 'get',
        path: '/organizations',
        tags,
        summary: 'The organizations I work in',
        responses: {
          200: { description: 'Organizations', ...json(z.object({ items: z.array(organization) })) },
          ...problemResponses,
        },
      }),
      async context => context.json({ items: await listOrganizations(context.get('octavo'), callerOf(context)) }, 200),
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/organizations',
        tags,
        summary: 'Found an organization',
        request: {
          body: jsonBody(z.object({ ...fields, slug: slug.optional(), description: fields.description.optional() })),
        },
        responses: { 201: { description: 'The organization', ...json(organization) }, ...problemResponses },
      }),
      async context =>
        context.json(
          await createOrganization(context.get('octavo'), callerOf(context), context.req.valid('json')),
          201,
        ),
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/organizations/{id}',
        tags,
        summary: 'One organization',
        request: { params: byId },
        responses: { 200: { description: 'The organization', ...json(organization) }, ...problemResponses },
      }),
      async context =>
        context.json(
          await getOrganization(context.get('octavo'), callerOf(context), context.req.valid('param').id),
          200,
        ),
    )
    .openapi(
      createRoute({
        method: 'patch',
        path: '/organizations/{id}',
        tags,
        summary: 'Rename, describe, configure an organization',
        request: {
          params: byId,
          body: jsonBody(
            z
              .object({
                ...fields,
                slug,
                description: fields.description.nullable(),
                settings: jsonObject,
              })
              .partial(),
          ),
        },
        responses: { 200: { description: 'The organization', ...json(organization) }, ...problemResponses },
      }),
      async context => {
        const { id } = context.req.valid('param')
        const change = context.req.valid('json')
        return context.json(await changeOrganization(context.get('octavo'), callerOf(context), id, change), 200)
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/organizations/{id}',
        tags,
        summary: 'Delete an organization with all its books',
        request: { params: byId },
        responses: { 204: { description: 'Deleted' }, ...problemResponses },
      }),
      async context => {
        await deleteOrganization(context.get('octavo'), callerOf(context), context.req.valid('param').id)
        return context.body(null, 204)
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/organizations/{id}/members',
        tags,
        summary: 'Who works here',
        request: { params: byId },
        responses: {
          200: { description: 'Members', ...json(z.object({ items: z.array(member) })) },
          ...problemResponses,
        },
      }),
      async context => {
        const { id } = context.req.valid('param')
        return context.json({ items: await listMembers(context.get('octavo'), callerOf(context), id) }, 200)
      },
    )
    .openapi(
      createRoute({
        method: 'patch',
        path: '/organizations/{id}/members/{userId}',
        tags,
        summary: 'Give a member another role',
        request: { params: byMember, body: jsonBody(z.object({ role })) },
        responses: { 200: { description: 'The member', ...json(member) }, ...problemResponses },
      }),
      async context => {
        const { id: organizationId, userId } = context.req.valid('param')
        const { role } = context.req.valid('json')
        const place = { organizationId, userId }
        return context.json(await changeMemberRole(context.get('octavo'), callerOf(context), place, role), 200)
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/organizations/{id}/members/{userId}',
        tags,
        summary: 'Remove a member, or leave',
        request: { params: byMember },
        responses: { 204: { description: 'Removed' }, ...problemResponses },
      }),
      async context => {
        const { id: organizationId, userId } = context.req.valid('param')
        await removeMember(context.get('octavo'), callerOf(context), { organizationId, userId })
        return context.body(null, 204)
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/organizations/{id}/audit',
        tags,
        summary: 'Who changed roles, keys, members and models',
        request: { params: byId, query: pageQuery },
        responses: { 200: { description: 'Entries, newest first', ...json(pageOf(auditEntry)) }, ...problemResponses },
      }),
      async context => {
        const page = { organizationId: context.req.valid('param').id, ...context.req.valid('query') }
        return context.json(await listAudit(context.get('octavo'), callerOf(context), page), 200)
      },
    )
}
