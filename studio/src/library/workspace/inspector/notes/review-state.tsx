import { ask } from '@octavo/server/client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, explain, hasCode } from '../../../../api/client.ts'
import { Button } from '../../../../components/button.tsx'
import { Dialog } from '../../../../components/dialog.tsx'
import { TextArea } from '../../../../components/field.tsx'
import type { Book } from '../../../book.ts'
import type { Chapter } from '../../../chapter.ts'
import type { EditorHandle } from '../../editor-handle.ts'

type Move = Chapter['moves'][number]

/** How far the chapter is, and where the person at the screen may move it. */
export function ReviewState({ book, chapter, editor }: { book: Book; chapter: Chapter; editor: EditorHandle }) {
  const queryClient = useQueryClient()
  const [explaining, setExplaining] = useState<Move>()
  const [comment, setComment] = useState('')
  const move = useMutation({
    mutationFn: async ({ to, needsVersion }: Move) => {
      const read = chapter.version
      const version = await editor.saved()
      if (needsVersion && version !== read) throw new TextMoved()
      return ask(
        api.v1.chapters[':id'].$patch(
          { param: { id: chapter.id }, json: { status: to, ...(comment.trim() && { comment }) } },
          { headers: needsVersion ? { 'if-match': `"v${version}"` } : {} },
        ),
      )
    },
    onSuccess: async () => {
      setExplaining(undefined)
      setComment('')
      await editor.refresh()
      await queryClient.invalidateQueries({ queryKey: ['chapter', chapter.id, 'comments'] })
      await queryClient.invalidateQueries({ queryKey: ['book', book.id, 'outline'] })
    },
    onError: error => {
      if (hasCode(error, 'version_conflict')) {
        void editor.refresh()
      }
    },
  })
  const error = move.error ? problemOf(move.error) : undefined
  return (
    <section className="review" aria-label="Review">
      <p>{states[chapter.status]}</p>
      {chapter.moves.length > 0 && (
        <div className="finding__a">
          {chapter.moves.map((one, index) => (
            <Button
              key={one.to + one.name}
              size="s"
              look={index === chapter.moves.length - 1 && !one.needsComment ? 'plain' : 'quiet'}
              busy={move.isPending && move.variables === one ? 'Saving' : undefined}
              onClick={() => (one.needsComment ? setExplaining(one) : move.mutate(one))}
            >
              {one.name.charAt(0).toUpperCase() + one.name.slice(1)}
              {one.needsComment && '…'}
            </Button>
          ))}
        </div>
      )}
      {error && !explaining && (
        <p className="field__error" role="alert">
          {error}
        </p>
      )}
      {explaining && (
        <Dialog
          title={`${explaining.name.charAt(0).toUpperCase()}${explaining.name.slice(1)}`}
          description="Say what is to be done. It is kept with the comments."
          onClose={() => setExplaining(undefined)}
          actions={
            <>
              <Button onClick={() => setExplaining(undefined)}>Not yet</Button>
              <Button
                look="primary"
                disabled={comment.trim() === ''}
                busy={move.isPending ? 'Saving' : undefined}
                onClick={() => move.mutate(explaining)}
              >
                Send
              </Button>
            </>
          }
        >
          <TextArea
            label="What is to be done"
            rows={3}
            dir="auto"
            value={comment}
            maxLength={10_000}
            error={error}
            onChange={event => setComment(event.target.value)}
          />
        </Dialog>
      )}
    </section>
  )
}

class TextMoved extends Error {}

function problemOf(error: Error): string {
  if (error instanceof TextMoved || hasCode(error, 'version_conflict')) {
    return 'The text has changed since you read it. Read what is new, then do it again.'
  }
  return explain(error).detail
}

const states: Record<Chapter['status'], string> = {
  draft: 'A draft: nothing is written yet.',
  generated: 'Written by a model, and not touched since.',
  edited: 'In work.',
  review: 'Under review.',
  approved: 'Approved. A change of the text takes that away.',
  published: 'Published. A change of the text takes that away.',
}
