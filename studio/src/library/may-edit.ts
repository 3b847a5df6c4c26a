import { ask } from '@octavo/server/client'
import { useQuery } from '@tanstack/react-query'
import { api } from '../api/client.ts'
import { useMe } from '../identity/me.ts'
import type { Book } from './book.ts'

const editors = ['editor', 'admin', 'owner']

/**
 * Whether the person at the screen may change a book: by the role in its organization, or as its collaborator. Only what
 * is offered depends on it; the server decides.
 */
export function useMayEdit(book: Pick<Book, 'id' | 'organizationId'>): boolean {
  const me = useMe()
  const role = me.organizations.find(one => one.id === book.organizationId)?.role
  const { data } = useQuery({
    queryKey: ['book', book.id, 'collaborators'],
    queryFn: () => ask(api.v1.books[':id'].collaborators.$get({ param: { id: book.id } })),
    enabled: role === undefined,
    staleTime: 60_000,
  })
  const invited = data?.items.find(one => one.userId === me.id)?.role
  return editors.includes(role ?? invited ?? 'viewer')
}
