import { ask } from '@octavo/server/client'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { api } from '../../api/client.ts'
import { useMe } from '../../identity/me.ts'
import type { Book } from '../book.ts'

const editing = new Set(['editor', 'admin', 'owner'])

const guestsQuery = (bookId: string) =>
  queryOptions({
    queryKey: ['book', bookId, 'guests'],
    queryFn: () => ask(api.v1.books[':id'].collaborators.$get({ param: { id: bookId } })),
    staleTime: 60_000,
  })

/**
 * Whether the person may change the text of a book; undefined until it is known. Only what is offered depends on it: the
 * server decides.
 */
export function useMayWrite(book: Book): boolean | undefined {
  const me = useMe()
  const member = me.organizations.find(one => one.id === book.organizationId)
  const asMember = member !== undefined && editing.has(member.role)
  const { data, isError } = useQuery({ ...guestsQuery(book.id), enabled: !asMember })
  if (asMember) return true
  if (isError) return false
  if (!data) return undefined
  const own = data.items.find(one => one.userId === me.id)
  return own !== undefined && editing.has(own.role) && (own.permissions?.includes('edit') ?? true)
}
