import { type Answer, ask } from '@octavo/server/client'
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../../api/client.ts'
import { toastError } from '../../components/toast.tsx'

export type Gate = Answer<Awaited<ReturnType<(typeof api)['v1']['books'][':id']['gate']['$get']>>>
export type Obstacle = Gate['blockers'][number]
export type PublishingSettings = Answer<
  Awaited<ReturnType<(typeof api)['v1']['books'][':id']['publishing']['settings']['$get']>>
>

/** What stops a book from being published, and what is worth a look. */
export const gateQuery = (bookId: string) =>
  queryOptions({
    queryKey: ['book', bookId, 'gate'],
    queryFn: () => ask(api.v1.books[':id'].gate.$get({ param: { id: bookId } })),
  })

/** What a book asks of itself before it is published. */
export const settingsQuery = (bookId: string) =>
  queryOptions({
    queryKey: ['book', bookId, 'publishing-settings'],
    queryFn: () => ask(api.v1.books[':id'].publishing.settings.$get({ param: { id: bookId } })),
  })

/** Changes what a book asks of itself, at once; the gate is asked again. */
export function useChangeSettings(bookId: string) {
  const client = useQueryClient()
  const { queryKey } = settingsQuery(bookId)
  return useMutation({
    mutationFn: (json: Partial<PublishingSettings>) =>
      ask(api.v1.books[':id'].publishing.settings.$patch({ param: { id: bookId }, json })),
    onMutate: async changes => {
      await client.cancelQueries({ queryKey })
      client.setQueryData(queryKey, old => old && { ...old, ...changes })
    },
    onError: toastError,
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey }),
        client.invalidateQueries({ queryKey: gateQuery(bookId).queryKey }),
      ]),
  })
}
