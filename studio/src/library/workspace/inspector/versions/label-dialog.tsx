import { ask } from '@octavo/server/client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api, explain, hasCode } from '../../../../api/client.ts'
import { Button } from '../../../../components/button.tsx'
import { Dialog } from '../../../../components/dialog.tsx'
import { TextField } from '../../../../components/field.tsx'
import { type Version, versionsQuery } from './versions.ts'

/** Gives a version a name, so that it is found again and never dropped; an empty name takes it away. */
export function LabelDialog({
  chapterId,
  version,
  onClose,
}: {
  chapterId: string
  version: Version
  onClose: () => void
}) {
  const queryClient = useQueryClient()
  const [name, setName] = useState(version.label ?? '')
  const param = { id: chapterId, number: String(version.number) }
  const { label } = api.v1.chapters[':id'].versions[':number']
  const save = useMutation({
    mutationFn: async () => {
      if (name.trim()) await ask(label.$put({ param, json: { name } }))
      else if (version.label) await ask(label.$delete({ param }))
    },
    onSuccess: () => {
      onClose()
      return queryClient.invalidateQueries({ queryKey: versionsQuery(chapterId).queryKey })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  const error =
    save.error &&
    (hasCode(save.error, 'conflict') ? 'Another version of this chapter has this name.' : explain(save.error).detail)
  return (
    <Dialog
      title={`Name version ${version.number}`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Leave it</Button>
          <Button look="primary" type="submit" form="label" busy={save.isPending ? 'Saving' : undefined}>
            Save
          </Button>
        </>
      }
    >
      <form id="label" onSubmit={submit}>
        <TextField
          label="Name"
          help="A named version is never dropped."
          error={error || undefined}
          value={name}
          maxLength={100}
          dir="auto"
          placeholder="Sent to print"
          onChange={event => setName(event.target.value)}
        />
      </form>
    </Dialog>
  )
}
