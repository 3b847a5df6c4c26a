import type { Answer } from '@octavo/server/client'
import { ask } from '@octavo/server/client'
import { queryOptions } from '@tanstack/react-query'
import { api } from '../api/client.ts'
import { modelsQuery } from '../generation/models.ts'

export type Provider = Answer<Awaited<ReturnType<(typeof api)['v1']['providers']['$get']>>>['items'][number]

/** Every model that writes, with whether this organization can call it now. */
export const writersQuery = (organizationId: string) =>
  queryOptions({
    ...modelsQuery(organizationId),
    select: models => models.filter(model => model.status === 'active' && model.capabilities.includes('text')),
  })

/** Who offers models. */
export const providersQuery = queryOptions({
  queryKey: ['providers'],
  queryFn: () => ask(api.v1.providers.$get()),
  select: ({ items }) => items.filter(provider => provider.status === 'active' && provider.kind !== 'compositor'),
})
