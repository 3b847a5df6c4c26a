import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useId } from 'react'
import { explain } from '../../api/client.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { toast } from '../../components/toast.tsx'
import { FormProblem } from '../../identity/form-problem.tsx'

/** Changes one thing of the installation. It stays open, with what was typed, until the server has kept it. */
export function EditDialog({
  title,
  description,
  act,
  save,
  saved,
  queryKey,
  fields,
  onClose,
  wide,
  children,
}: {
  title: string
  description: string
  /** What the button says. */
  act: string
  save: () => Promise<unknown>
  /** What is said when it is kept. */
  saved: string
  /** The list it stands in, read again. */
  queryKey: QueryKey
  /** Those shown, by their names in the API: what is wrong with another is said below them. */
  fields: readonly string[]
  onClose: () => void
  wide?: boolean
  /** The fields, given what is wrong with each, by its name in the API. */
  children: (mistakes: Record<string, string>) => ReactNode
}) {
  const form = useId()
  const queries = useQueryClient()
  const change = useMutation({
    mutationFn: save,
    onSuccess: () => {
      toast(saved)
      onClose()
    },
    onSettled: () => queries.invalidateQueries({ queryKey }),
  })
  return (
    <Dialog
      wide={wide}
      title={title}
      description={description}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Leave it</Button>
          <Button look="primary" type="submit" form={form} busy={change.isPending ? 'Saving' : undefined}>
            {act}
          </Button>
        </>
      }
    >
      <form
        id={form}
        className="operator__form"
        noValidate
        onSubmit={event => {
          event.preventDefault()
          change.mutate()
        }}
      >
        {children(change.error ? explain(change.error).fields : {})}
      </form>
      <FormProblem error={change.error} fields={fields} />
    </Dialog>
  )
}
