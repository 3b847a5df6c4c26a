import { type Answer, ask } from '@octavo/server/client'
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../../api/client.ts'
import { toastError } from '../../components/toast.tsx'
import type { ExportOptions, Format } from '../formats/formats.ts'

export type Export = Answer<Awaited<ReturnType<(typeof api)['v1']['exports'][':id']['$get']>>>
export type ShownExport = Answer<Awaited<ReturnType<(typeof api)['v1']['exports'][':id']['shown']['$get']>>>

/** How often exports that are being made are looked at. Milliseconds. */
const lookAgain = 600

export const isOpen = ({ state }: Export) => state === 'pending' || state === 'processing'
/** Whether its file is there to be had. */
export const isThere = ({ state, file }: Export) => state === 'completed' && file !== null

/** What was made of a book, newest first; looked at again while something is being made. */
export const exportsQuery = (bookId: string) =>
  queryOptions({
    queryKey: ['book', bookId, 'exports'],
    queryFn: () => ask(api.v1.books[':id'].exports.$get({ param: { id: bookId }, query: { limit: '100' } })),
    refetchInterval: ({ state }) => (state.data?.items.some(isOpen) ? lookAgain : false),
  })

/** What is inside an export and where to look at it; the address is good for an hour. */
export const shownQuery = (exportId: string) =>
  queryOptions({
    queryKey: ['export', exportId, 'shown'],
    queryFn: () => ask(api.v1.exports[':id'].shown.$get({ param: { id: exportId } })),
    staleTime: 50 * 60_000,
    gcTime: 50 * 60_000,
  })

/** Whether work is done at all, asked while an export waits: without a worker it waits for ever. */
export const readyQuery = queryOptions({
  queryKey: ['ready'],
  queryFn: async (): Promise<{ ready: boolean; reasons: string[] }> => (await api.ready.$get()).json(),
  refetchInterval: 5_000,
})

export const downloadOf = (exportId: string) => `/v1/exports/${exportId}/content`

/** Asking for exports, canceling and deleting them. */
export function useExportActs(bookId: string) {
  const client = useQueryClient()
  const { queryKey } = exportsQuery(bookId)
  const look = () => client.invalidateQueries({ queryKey })
  const make = useMutation({
    mutationFn: async (wanted: readonly { format: Format; options: ExportOptions }[]) => {
      // One after the other: where the plan ends, the first ones are made.
      for (const json of wanted) await ask(api.v1.books[':id'].exports.$post({ param: { id: bookId }, json }))
    },
    onSettled: look,
  })
  const cancel = useMutation({
    mutationFn: (id: string) => ask(api.v1.exports[':id'].cancel.$post({ param: { id } })),
    onError: toastError,
    onSettled: look,
  })
  const remove = useMutation({
    mutationFn: (id: string) => ask(api.v1.exports[':id'].$delete({ param: { id } })),
    onMutate: async id => {
      await client.cancelQueries({ queryKey })
      client.setQueryData(queryKey, old => old && { ...old, items: old.items.filter(one => one.id !== id) })
    },
    onError: toastError,
    onSettled: look,
  })
  return { make, cancel, remove }
}
