import type { Answer } from '@octavo/server/client'
import { ask } from '@octavo/server/client'
import { queryOptions } from '@tanstack/react-query'
import { api } from '../api/client.ts'

export type Model = Answer<Awaited<ReturnType<(typeof api)['v1']['models']['$get']>>>['items'][number]
export type Provider = Answer<Awaited<ReturnType<(typeof api)['v1']['providers']['$get']>>>['items'][number]

/** The model that needs no key: it arranges the author's own words. */
export const compositor = 'octavo/compositor-1'

/** Every model that writes, with whether this organization can call it now. */
export const modelsQuery = (organizationId: string) =>
  queryOptions({
    queryKey: ['models', organizationId],
    queryFn: () => ask(api.v1.models.$get({ query: { organizationId } })),
    select: ({ items }) => items.filter(model => model.status === 'active' && model.capabilities.includes('text')),
  })

/** Who offers models. */
export const providersQuery = queryOptions({
  queryKey: ['providers'],
  queryFn: () => ask(api.v1.providers.$get()),
  select: ({ items }) => items.filter(provider => provider.status === 'active' && provider.kind !== 'compositor'),
})
