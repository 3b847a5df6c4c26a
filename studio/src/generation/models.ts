import type { Answer } from '@octavo/server/client'
import { ask } from '@octavo/server/client'
import { queryOptions } from '@tanstack/react-query'
import { api } from '../api/client.ts'

export type Model = Answer<Awaited<ReturnType<(typeof api)['v1']['models']['$get']>>>['items'][number]

/** The embedded model, which needs no key: it arranges the author's own words. */
export const compositor = 'octavo/compositor-1'

/** The models of an installation, with whether this organization can call them now. */
export const modelsQuery = (organizationId: string) =>
  queryOptions({
    queryKey: ['models', organizationId],
    queryFn: async () => (await ask(api.v1.models.$get({ query: { organizationId } }))).items,
    staleTime: 60_000,
  })
