import { ask } from '@octavo/server/client'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { api } from '../../../api/client.ts'

/** What writing the book would take by a model, asked again whenever what it depends on has changed. */
export function useEstimate(bookId: string, model: string | null, dependsOn: readonly unknown[]) {
  return useQuery({
    queryKey: ['book', bookId, 'estimate', model, ...dependsOn],
    queryFn: () => {
      const json = { kind: 'write' as const, ...(model && { model }) }
      return ask(api.v1.books[':bookId'].estimate.$post({ param: { bookId }, json }))
    },
    placeholderData: keepPreviousData,
  })
}

/**
 * Words a minute a model has written here, measured by the last books it wrote without a break; undefined when there was
 * none. Chapters were written side by side, as they will be.
 */
export function useMeasuredSpeed(model: string | undefined): number | undefined {
  const { data } = useQuery({
    queryKey: ['jobs', 'measured'],
    queryFn: () => ask(api.v1.jobs.$get({ query: { limit: '100', state: 'completed' } })),
    staleTime: 60_000,
  })
  const measured = (data?.items ?? []).flatMap(job => {
    if (job.kind !== 'write' || job.parentId || job.model !== model || job.run > 1) return []
    const seconds = (Date.parse(job.completedAt ?? '') - Date.parse(job.startedAt ?? '')) / 1000
    return job.words > 0 && seconds > 0 ? [{ words: job.words, seconds }] : []
  })
  const latest = measured.slice(0, 5)
  const seconds = latest.reduce((sum, one) => sum + one.seconds, 0)
  return seconds > 0 ? (latest.reduce((sum, one) => sum + one.words, 0) / seconds) * 60 : undefined
}
