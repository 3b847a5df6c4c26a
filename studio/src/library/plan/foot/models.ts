import type { Answer } from '@octavo/server/client'
import { ask } from '@octavo/server/client'
import { queryOptions } from '@tanstack/react-query'
import { api } from '../../../api/client.ts'

export type Model = Answer<Awaited<ReturnType<(typeof api)['v1']['models']['$get']>>>['items'][number]

/** The embedded model, which needs no key. */
export const compositor = 'octavo/compositor-1'

/** The models an organization can choose from, with whether they can be called. */
export const modelsQuery = (organizationId: string) =>
  queryOptions({
    queryKey: ['models', organizationId],
    queryFn: async () => (await ask(api.v1.models.$get({ query: { organizationId } }))).items,
    staleTime: 60_000,
  })

/** Those that write, as choices: what can be called first. */
export function writers(models: readonly Model[], chosen: string) {
  const listed = models
    .filter(model => model.capabilities.includes('text') && (model.status === 'active' || model.id === chosen))
    .sort((a, b) => Number(b.available) - Number(a.available) || a.id.localeCompare(b.id))
  const choices = listed.map(({ id, name, available, providerId }) => ({
    value: id,
    label: id === compositor ? 'Compositor: no key, $0' : available ? name : `${name}: no key for ${providerId}`,
  }))
  // One that was taken off the list is still the one that is set.
  return choices.some(one => one.value === chosen) ? choices : [{ value: chosen, label: chosen }, ...choices]
}
