import { ask } from '@octavo/server/client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../../api/client.ts'
import { toastError } from '../../components/toast.tsx'
import { type Me, meQuery, useMe } from '../me.ts'

export type Settings = Me['settings']

const mutationKey = ['settings']

/** How the person at the screen likes to work; a change shows at once, and is taken back when the server refuses it. */
export function useSettings() {
  const { settings } = useMe()
  const client = useQueryClient()
  const { queryKey } = meQuery
  const { mutate, isPending, isSuccess } = useMutation({
    mutationKey,
    mutationFn: (json: Partial<Settings>) => ask(api.v1.me.settings.$patch({ json })),
    // One after the other, so that the last one chosen is the last one kept.
    scope: { id: 'settings' },
    onMutate: async change => {
      // What is being asked for now may be answered as it was before the change.
      await client.cancelQueries({ queryKey })
      client.setQueryData(queryKey, me => me && { ...me, settings: { ...me.settings, ...change } })
    },
    onError: toastError,
    // Not between two changes: the answer would lack the second.
    onSettled: () => client.isMutating({ mutationKey }) === 1 && client.invalidateQueries({ queryKey }),
  })
  return { settings, change: mutate, state: isPending ? 'Saving' : isSuccess ? 'Saved' : undefined }
}
