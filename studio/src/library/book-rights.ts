import { ask } from '@octavo/server/client'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { api } from '../api/client.ts'
import { type Me, useMe } from '../identity/me.ts'
import type { Book } from './book.ts'

export type Role = Me['organizations'][number]['role']

/** Roles, the least first: each may do what those before it may. */
export const roles = ['viewer', 'reviewer', 'editor', 'admin', 'owner'] as const satisfies readonly Role[]

/** Outsiders who work on a book. */
export const collaboratorsQuery = (bookId: string) =>
  queryOptions({
    queryKey: ['book', bookId, 'collaborators'],
    queryFn: async () => (await ask(api.v1.books[':id'].collaborators.$get({ param: { id: bookId } }))).items,
  })

/** What the person at the screen may do with a book. The server decides; this is for not offering what it would refuse. */
export interface BookRights {
  /** Whether they have been found out yet; until then they are those of a viewer. */
  known: boolean
  role: Role
  /** Change text and settings. */
  edit: boolean
  /** Ask a model. */
  generate: boolean
  comment: boolean
  /** Give and take roles on the book. */
  manage: boolean
}

/** The rights of the person at the screen: by the role in the book's organization, or as its collaborator. */
export function useBookRights(book: Pick<Book, 'id' | 'organizationId'>): BookRights {
  const me = useMe()
  const member = me.organizations.find(one => one.id === book.organizationId)?.role
  const collaborators = useQuery({ ...collaboratorsQuery(book.id), enabled: member !== 'owner' })
  const guest = collaborators.data?.find(one => one.userId === me.id)
  const has = (minimum: Role, action?: NonNullable<NonNullable<typeof guest>['permissions']>[number]) =>
    atLeast(member, minimum) ||
    (atLeast(guest?.role, minimum) && (!action || !guest?.permissions || guest.permissions.includes(action)))
  return {
    known: atLeast(member, 'editor') || !collaborators.isPending,
    role: roles.findLast(role => has(role)) ?? 'viewer',
    edit: has('editor', 'edit'),
    generate: has('editor', 'generate'),
    comment: has('reviewer', 'comment'),
    manage: has('admin'),
  }
}

function atLeast(role: Role | undefined, minimum: Role): boolean {
  return role !== undefined && roles.indexOf(role) >= roles.indexOf(minimum)
}
