import { ask } from '@octavo/server/client'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useCallback, useRef } from 'react'
import { api, hasCode } from '../../../api/client.ts'
import { toast, toastError } from '../../../components/toast.tsx'
import { type Operation, structureQuery } from './structure.ts'

/** A proposed structure as it is corrected: one operation after the other, each on what the last one left. */
export function useStructure(id: string) {
  const queryClient = useQueryClient()
  const { data: structure } = useSuspenseQuery(structureQuery(id))
  const { queryKey } = structureQuery(id)
  const queue = useRef<Promise<unknown>>(Promise.resolve())
  const editing = useMutation({
    async mutationFn(operations: Operation[]) {
      const version = queryClient.getQueryData(queryKey)?.version ?? structure.version
      const headers = { 'if-match': `"v${version}"` }
      return ask(api.v1.structures[':id'].$patch({ param: { id }, json: { operations } }, { headers }))
    },
    onSuccess: edited => queryClient.setQueryData(queryKey, edited),
    async onError(error) {
      if (!hasCode(error, 'version_conflict')) return toastError(error)
      await queryClient.invalidateQueries({ queryKey })
      toast('Somebody else corrected it meanwhile. It is shown as it is now; make the change again.')
    },
  })
  const { mutateAsync } = editing
  /** Does something to the structure; whether it could be done. */
  const correct = useCallback(
    (...operations: Operation[]): Promise<boolean> => {
      const done = queue.current.then(() =>
        mutateAsync(operations).then(
          () => true,
          () => false,
        ),
      )
      queue.current = done
      return done
    },
    [mutateAsync],
  )
  return { structure, correct, saving: editing.isPending }
}
