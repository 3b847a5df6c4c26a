import type { Answer } from '@octavo/server/client'
import { ask } from '@octavo/server/client'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api } from '../../api/client.ts'
import type { Me } from '../me.ts'

const organization = api.v1.organizations[':id']

type Items<Call extends (...given: never[]) => unknown> =
  Answer<Awaited<ReturnType<Call>>> extends { items: (infer I)[] } ? I : never

export type Role = Me['organizations'][number]['role']
export type Organization = Answer<Awaited<ReturnType<typeof organization.$get>>>
export type Member = Items<typeof organization.members.$get>
export type Invitation = Items<typeof organization.invitations.$get>
export type AuditEntry = Items<typeof organization.audit.$get>

/** From the one who only reads to the one who may do everything. */
export const roles: readonly Role[] = ['viewer', 'reviewer', 'editor', 'admin', 'owner']

/** What a role may do. */
export const roleWords: Record<Role, string> = {
  viewer: 'reads',
  reviewer: 'reads, comments and reviews',
  editor: 'writes',
  admin: 'writes, and manages members and keys',
  owner: 'may do everything',
}

/** Whether a role is at least another one. */
export const isAtLeast = (role: Role, least: Role): boolean => roles.indexOf(role) >= roles.indexOf(least)

/** The roles somebody may give: up to their own. */
export const rolesUpTo = (own: Role) =>
  roles.filter(role => isAtLeast(own, role)).map(value => ({ value, label: `${value}: ${roleWords[value]}` }))

/** An organization, with its description. */
export const organizationQuery = (id: string) =>
  queryOptions({ queryKey: ['organization', id], queryFn: () => ask(organization.$get({ param: { id } })) })

/** Who works in an organization, owners first. */
export const membersQuery = (id: string) =>
  queryOptions({
    queryKey: ['organization', id, 'members'],
    queryFn: () => ask(organization.members.$get({ param: { id } })),
    select: ({ items }) => items,
  })

/** Who was invited, newest first; for admins. */
export const invitationsQuery = (id: string) =>
  queryOptions({
    queryKey: ['organization', id, 'invitations'],
    queryFn: () => ask(organization.invitations.$get({ param: { id } })),
    select: ({ items }) => items,
  })

/** Who changed roles, keys, members and budgets, newest first; for admins. */
export const auditQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['organization', id, 'audit'],
    queryFn: ({ pageParam }) =>
      ask(organization.audit.$get({ param: { id }, query: { limit: '20', ...(pageParam && { cursor: pageParam }) } })),
    initialPageParam: '',
    getNextPageParam: page => page.next,
    select: ({ pages }) => pages.flatMap(page => page.items),
  })
