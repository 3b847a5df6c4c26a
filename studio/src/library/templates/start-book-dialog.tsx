import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useId, useState } from 'react'
import { explain } from '../../api/client.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { TextField } from '../../components/field.tsx'
import { count } from '../../components/words.ts'
import { useOrganization } from '../../identity/me.ts'
import { chaptersOf, startBook, type Template } from './templates.ts'

/** Asks for the title of a book that begins as a template says. */
export function StartBookDialog({ template, onClose }: { template: Template; onClose: () => void }) {
  const [title, setTitle] = useState('')
  const organization = useOrganization()
  const navigate = useNavigate()
  const client = useQueryClient()
  const start = useMutation({
    mutationFn: () => startBook(template.id, title, organization.id),
    async onSuccess(book) {
      await client.invalidateQueries({ queryKey: ['books'] })
      await navigate({ to: '/books/$bookId/plan', params: { bookId: book.id } })
    },
  })
  const problem = start.error && explain(start.error)
  const form = useId()
  const chapters = chaptersOf(template)
  return (
    <Dialog
      title={`A book from “${template.name}”`}
      description={
        chapters > 0
          ? `It begins with an outline of ${count(chapters, 'chapter')}, which you can change.`
          : 'It begins with the wishes of the template, and without an outline.'
      }
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" form={form} busy={start.isPending ? 'Beginning' : undefined}>
            Begin the book
          </Button>
        </>
      }
    >
      <form
        id={form}
        onSubmit={event => {
          event.preventDefault()
          start.mutate()
        }}
      >
        <TextField
          label="Title"
          value={title}
          onChange={event => setTitle(event.target.value)}
          error={problem?.fields.title ?? problem?.detail}
          required
          autoFocus
          dir="auto"
        />
      </form>
    </Dialog>
  )
}
