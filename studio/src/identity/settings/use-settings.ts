import { ask } from '@octavo/server/client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../../api/client.ts'
import { toastError } from '../../components/toast.tsx'
import { type Me, meQuery, useMe } from '../me.ts'

export type Settings = Me['settings']

/** How the person at the screen likes to work; a change shows at once, and is taken back when the server refuses it. */
export function useSettings() {
  const { settings } = useMe()
  const client = useQueryClient()
  const { mutate, isPending, isSuccess } = useMutation({
    mutationFn: (json: Partial<Settings>) => ask(api.v1.me.settings.$patch({ json })),
    // One after the other, so that the last one chosen is the last one kept.
    scope: { id: 'settings' },
    onMutate: change =>
      client.setQueryData(meQuery.queryKey, me => me && { ...me, settings: { ...me.settings, ...change } }),
    onError: error => {
      toastError(error)
      return client.invalidateQueries({ queryKey: meQuery.queryKey })
    },
  })
  return { settings, change: mutate, state: isPending ? 'Saving' : isSuccess ? 'Saved' : undefined }
}
