import { type Answer, ask } from '@octavo/server/client'
import { queryOptions } from '@tanstack/react-query'
import { api } from '../api/client.ts'

export type Feature = Answer<Awaited<ReturnType<(typeof api)['v1']['features']['$get']>>>['items'][number]

/** What MyST can do on this installation; the same all day. */
export const featuresQuery = queryOptions({
  queryKey: ['features', 'active'],
  queryFn: async () => (await ask(api.v1.features.$get({ query: { active: 'true' } }))).items,
  staleTime: 3_600_000,
})
