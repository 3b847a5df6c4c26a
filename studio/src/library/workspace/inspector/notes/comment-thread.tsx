import { ask } from '@octavo/server/client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../../../api/client.ts'
import { Button } from '../../../../components/button.tsx'
import { Confirm } from '../../../../components/dialog.tsx'
import { toastError } from '../../../../components/toast.tsx'
import { useMe } from '../../../../identity/me.ts'
import { toEditor } from '../../../../quality/place.ts'
import type { BookRights } from '../../../book-rights.ts'
import type { Chapter } from '../../../chapter.ts'
import type { EditorHandle } from '../../editor-handle.ts'
import { CommentForm } from './comment-form.tsx'
import type { Comment } from './notes.ts'
import { Remark } from './remark.tsx'

/** A comment with its answers, under the words it is about. */
export function CommentThread({
  comment,
  chapter,
  editor,
  rights,
}: {
  comment: Comment
  chapter: Chapter
  editor: EditorHandle
  rights: BookRights
}) {
  const me = useMe()
  const queryClient = useQueryClient()
  const [replying, setReplying] = useState(false)
  const [deleting, setDeleting] = useState<string>()
  const again = () => queryClient.invalidateQueries({ queryKey: ['chapter', chapter.id, 'comments'] })
  const reply = useMutation({
    mutationFn: (body: string) =>
      ask(api.v1.chapters[':id'].comments.$post({ param: { id: chapter.id }, json: { body, parentId: comment.id } })),
    onSuccess: () => {
      setReplying(false)
      return again()
    },
  })
  const settle = useMutation({
    mutationFn: () => {
      const { resolve } = api.v1.comments[':id']
      const param = { id: comment.id }
      return ask(comment.resolvedAt ? resolve.$delete({ param }) : resolve.$post({ param }))
    },
    onSuccess: again,
    onError: toastError,
  })
  const remove = useMutation({
    mutationFn: (id: string) => ask(api.v1.comments[':id'].$delete({ param: { id } })),
    onSuccess: () => {
      setDeleting(undefined)
      return again()
    },
    onError: toastError,
  })
  const mayDelete = (author: string | undefined) => rights.comment && (rights.edit || author === me.id)
  const maySettle = rights.edit || (rights.comment && comment.author?.id === me.id)
  const { passage } = comment
  return (
    <article className="thread" aria-label={`Comment by ${comment.author?.name ?? 'somebody who left'}`}>
      {passage && (
        <blockquote className="passage">
          <p className="passage__q insp__quote" dir="auto">
            {passage.quote}
          </p>
          <p className="passage__f">
            {passage.detached || passage.start === null ? (
              <span>These words are no longer in the text</span>
            ) : (
              <button
                type="button"
                className="link"
                onClick={() =>
                  editor.goToOffset(
                    toEditor(chapter.content, passage.start!),
                    toEditor(chapter.content, passage.end ?? passage.start!),
                  )
                }
              >
                line {passage.line}
              </button>
            )}
          </p>
        </blockquote>
      )}
      <Remark
        remark={comment}
        own={comment.author?.id === me.id}
        mayDelete={mayDelete(comment.author?.id)}
        onDelete={() => setDeleting(comment.id)}
        chapterId={chapter.id}
      />
      {comment.answers.map(answer => (
        <Remark
          key={answer.id}
          remark={answer}
          own={answer.author?.id === me.id}
          mayDelete={mayDelete(answer.author?.id)}
          onDelete={() => setDeleting(answer.id)}
          chapterId={chapter.id}
        />
      ))}
      {replying ? (
        <CommentForm label="Answer" act="Answer" mutation={reply} onClose={() => setReplying(false)} />
      ) : (
        <div className="finding__a">
          {rights.comment && !comment.resolvedAt && (
            <Button size="s" onClick={() => setReplying(true)}>
              Answer
            </Button>
          )}
          {maySettle && (
            <Button
              size="s"
              look={comment.resolvedAt ? 'plain' : 'quiet'}
              busy={settle.isPending ? 'Saving' : undefined}
              onClick={() => settle.mutate()}
            >
              {comment.resolvedAt ? 'Reopen' : 'Resolve'}
            </Button>
          )}
          {comment.resolvedAt && (
            <span className="small quiet">Resolved by {comment.resolvedBy?.name ?? 'somebody who left'}</span>
          )}
        </div>
      )}
      {deleting && (
        <Confirm
          title="Delete this comment?"
          description={
            deleting === comment.id && comment.answers.length > 0
              ? 'Its answers go with it. This cannot be undone.'
              : 'This cannot be undone.'
          }
          act="Delete"
          busy={remove.isPending ? 'Deleting' : undefined}
          onConfirm={() => remove.mutate(deleting)}
          onClose={() => setDeleting(undefined)}
        />
      )}
    </article>
  )
}
