import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { explain } from '../../api/client.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Banner } from '../../components/states.tsx'
import { TemplateFields, type TemplateText } from './template-fields.tsx'

/** A template's words to write or change; `save` sends them. */
export function TemplateDialog({
  title,
  description,
  act,
  initial,
  save,
  onClose,
}: {
  title: string
  description: string
  /** The verb of the button. */
  act: string
  initial: TemplateText
  save: (text: { name: string; description: string | null; isPublic: boolean }) => Promise<unknown>
  onClose: () => void
}) {
  const [text, setText] = useState(initial)
  const client = useQueryClient()
  const saving = useMutation({
    mutationFn: () => save({ ...text, description: text.description.trim() || null }),
    async onSuccess() {
      await client.invalidateQueries({ queryKey: ['templates'] })
      onClose()
    },
  })
  const problem = saving.error && explain(saving.error)
  const form = useId()
  return (
    <Dialog
      title={title}
      description={description}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" form={form} busy={saving.isPending ? 'Saving' : undefined}>
            {act}
          </Button>
        </>
      }
    >
      <form
        id={form}
        className="grid gap-4"
        onSubmit={event => {
          event.preventDefault()
          saving.mutate()
        }}
      >
        {problem && Object.keys(problem.fields).length === 0 && (
          <Banner look="stop">
            {problem.title}. {problem.detail}
          </Banner>
        )}
        <TemplateFields value={text} onValue={setText} errors={problem?.fields ?? {}} />
      </form>
    </Dialog>
  )
}
