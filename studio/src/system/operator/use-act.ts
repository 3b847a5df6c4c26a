import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query'
import { toast, toastError } from '../../components/toast.tsx'

/** An act of the operator: what it changed is asked for anew, and it says that it is done or why not. */
export function useAct<Input>({
  act,
  changes,
  done,
}: {
  act: (input: Input) => Promise<unknown>
  changes: QueryKey
  done: (input: Input) => string
}) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: act,
    onSuccess: (_, input) => toast(done(input)),
    onError: toastError,
    onSettled: () => queries.invalidateQueries({ queryKey: changes }),
  })
}
