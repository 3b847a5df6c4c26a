import { ask } from '@octavo/server/client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../../../../api/client.ts'
import { toStored } from '../../../../quality/place.ts'
import type { Chapter } from '../../../chapter.ts'
import type { EditorHandle, Range } from '../../editor-handle.ts'
import { CommentForm } from './comment-form.tsx'

/** Says something about what is selected, or about the whole chapter when nothing is. */
export function NewComment({
  chapter,
  editor,
  selection,
  onClose,
}: {
  chapter: Chapter
  editor: EditorHandle
  selection: Range & { text: string }
  onClose: () => void
}) {
  const queryClient = useQueryClient()
  const about = selection.text.trim()
  const add = useMutation({
    mutationFn: async (body: string) => {
      // Of a line selected as a whole, its end is no part of what is spoken of.
      const from = selection.from + selection.text.search(/\S|$/)
      const text = about
      const version = await editor.saved()
      const now = editor.text()
      // The field took the focus, and others may have written meanwhile: the words are looked for where they are now.
      const start = now.startsWith(text, from) ? from : now.indexOf(text)
      const stored = version === chapter.version ? chapter.content : now
      const passage =
        about && start >= 0
          ? { version, start: toStored(stored, start), end: toStored(stored, start + text.length) }
          : undefined
      return ask(
        api.v1.chapters[':id'].comments.$post({
          param: { id: chapter.id },
          json: { body, ...(passage && { passage }) },
        }),
      )
    },
    onSuccess: () => {
      onClose()
      return queryClient.invalidateQueries({ queryKey: ['chapter', chapter.id, 'comments'] })
    },
  })
  return (
    <section className="thread" aria-label="New comment">
      {about ? (
        <blockquote className="passage is-pinned">
          <p className="passage__q insp__quote" dir="auto">
            {about}
          </p>
        </blockquote>
      ) : (
        <p className="small quiet">About the whole chapter. Select some words to comment on them.</p>
      )}
      <CommentForm label="Comment" act="Comment" mutation={add} onClose={onClose} />
    </section>
  )
}
