import { ask } from '@octavo/server/client'
import { useQuery } from '@tanstack/react-query'
import { api } from '../../api/client.ts'

/** The ways in which the person at the screen signs in. */
export function useAccounts() {
  return useQuery({
    queryKey: ['me', 'accounts'],
    queryFn: () => ask(api.v1.me.accounts.$get()),
    select: ({ items }) => items,
  })
}
