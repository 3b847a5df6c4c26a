import { useId, useState } from 'react'
import { Button } from '../../../components/button.tsx'
import { Dialog } from '../../../components/dialog.tsx'
import { TextField } from '../../../components/field.tsx'
import type { Outline } from '../../book.ts'
import { useBeginChapter } from './begin-chapter.ts'
import { rowsOf } from './chapters-of.ts'

/** Asks for the title of a new chapter; it comes to the end of the part that is open. */
export function AddChapter({
  bookId,
  outline,
  chapterId,
  onClose,
}: {
  bookId: string
  outline: Outline
  chapterId: string | undefined
  onClose: () => void
}) {
  const form = useId()
  const [title, setTitle] = useState('')
  const begin = useBeginChapter(bookId)
  const parentId = rowsOf(outline).find(row => row.item.chapter && row.item.chapter.id === chapterId)?.item.parentId
  const add = () => {
    if (!title.trim()) return
    begin.mutate({ title: title.trim(), ...(parentId && { parentId }) }, { onSuccess: onClose })
  }
  return (
    <Dialog
      title="Add a chapter"
      description="It comes last in this part. Its place is changed in the plan."
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" form={form} busy={begin.isPending ? 'Adding' : undefined}>
            Add
          </Button>
        </>
      }
    >
      <form
        id={form}
        onSubmit={event => {
          event.preventDefault()
          add()
        }}
      >
        <TextField
          label="Title"
          value={title}
          maxLength={500}
          required
          dir="auto"
          onChange={event => setTitle(event.target.value)}
        />
      </form>
    </Dialog>
  )
}
