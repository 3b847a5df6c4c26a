import type { Answer } from '@octavo/server/client'
import { ask } from '@octavo/server/client'
import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import { api } from '../api/client.ts'

export type Me = Answer<Awaited<ReturnType<(typeof api)['v1']['me']['$get']>>>

/** Who is signed in: account, profile, settings, organizations. Fails with not_signed_in for nobody. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: () => ask(api.v1.me.$get()),
  staleTime: 60_000,
})

/** The person at the screen; only below the frame, which has asked. */
export function useMe(): Me {
  return useSuspenseQuery(meQuery).data
}

/** The organization whose books are shown: the chosen one, else the personal one. */
export function useOrganization(): Me['organizations'][number] {
  const { organizations } = useMe()
  const chosen = localStorage.getItem('octavo-organization')
  return organizations.find(one => one.id === chosen) ?? organizations.find(one => one.personal) ?? organizations[0]!
}
