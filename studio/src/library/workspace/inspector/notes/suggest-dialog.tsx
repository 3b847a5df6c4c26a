import { ask } from '@octavo/server/client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, explain } from '../../../../api/client.ts'
import { Button } from '../../../../components/button.tsx'
import { Dialog } from '../../../../components/dialog.tsx'
import { TextArea, TextField } from '../../../../components/field.tsx'
import { toast } from '../../../../components/toast.tsx'
import { toStored } from '../../../../quality/place.ts'
import { WordChanges } from '../../../../quality/word-changes.tsx'
import type { Chapter } from '../../../chapter.ts'
import type { EditorHandle } from '../../editor-handle.ts'

/** Proposes other words for what is selected; somebody who edits the book accepts or rejects them. */
export function SuggestDialog({
  chapter,
  editor,
  onClose,
}: {
  chapter: Chapter
  editor: EditorHandle
  onClose: () => void
}) {
  const queryClient = useQueryClient()
  const [{ from, before }] = useState(() => {
    // The end of a line that is selected as a whole stays what it is.
    const { from, text } = editor.selection()
    return { from, before: text.trimEnd() }
  })
  const [after, setAfter] = useState(before)
  const [reason, setReason] = useState('')
  const send = useMutation({
    mutationFn: async () => {
      const version = await editor.saved()
      const now = editor.text()
      const start = now.startsWith(before, from) ? from : now.indexOf(before)
      if (start < 0) throw new Error('The words you selected are no longer in the text. Select them again.')
      const stored = version === chapter.version ? chapter.content : now
      const place = { start: toStored(stored, start), end: toStored(stored, start + before.length) }
      const hunk = { ...place, before: stored.slice(place.start, place.end), after, reason: '' }
      return ask(
        api.v1.chapters[':id'].suggestions.$post({
          param: { id: chapter.id },
          json: { version, reason, hunks: [hunk] },
        }),
      )
    },
    onSuccess: () => {
      onClose()
      toast('Suggested. The text stays until somebody who edits the book accepts it.')
      return queryClient.invalidateQueries({ queryKey: ['chapter', chapter.id, 'suggestions'] })
    },
  })
  return (
    <Dialog
      wide
      title="Suggest another wording"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Leave it</Button>
          <Button
            look="primary"
            disabled={after === before}
            busy={send.isPending ? 'Sending' : undefined}
            onClick={() => send.mutate()}
          >
            Suggest
          </Button>
        </>
      }
    >
      <TextArea
        label="The words as they should be"
        rows={4}
        dir="auto"
        value={after}
        onChange={event => setAfter(event.target.value)}
      />
      <div className="insp__text hunk" dir="auto">
        <WordChanges before={before} after={after} />
      </div>
      <TextField
        label="Why"
        fact="optional"
        dir="auto"
        value={reason}
        maxLength={10_000}
        error={send.error ? explain(send.error).detail : undefined}
        onChange={event => setReason(event.target.value)}
      />
    </Dialog>
  )
}
