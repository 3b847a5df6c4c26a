import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { type Command, useCommands } from '../../../../app/commands.tsx'
import { Button } from '../../../../components/button.tsx'
import { ErrorState, Loading } from '../../../../components/states.tsx'
import { toast } from '../../../../components/toast.tsx'
import type { PanelProps } from '../inspector.tsx'
import { CommentThread } from './comment-thread.tsx'
import { NewComment } from './new-comment.tsx'
import { commentsQuery, suggestionsQuery } from './notes.ts'
import { ReviewState } from './review-state.tsx'
import { SuggestDialog } from './suggest-dialog.tsx'
import { SuggestionCard } from './suggestion-card.tsx'

/** What people say about the chapter, what they would change, and how far its review is. */
export function NotesPanel({ book, chapter, editor, rights, selection, commenting, setCommenting }: PanelProps) {
  const comments = useQuery(commentsQuery(chapter.id, chapter.version))
  const suggestions = useQuery(suggestionsQuery(chapter.id, chapter.version))
  const [suggesting, setSuggesting] = useState(false)
  const [showSettled, setShowSettled] = useState(false)
  const commands = useMemo(
    (): Command[] =>
      rights.comment
        ? [
            {
              name: 'Suggest another wording',
              icon: 'pen',
              group: 'This chapter',
              run: () =>
                editor.selection().text === '' ? toast('Select the words to change first.') : setSuggesting(true),
            },
          ]
        : [],
    [rights.comment, editor],
  )
  useCommands(commands)
  if (comments.isPending || suggestions.isPending) return <Loading what="Reading the notes" lines={6} />
  if (comments.isError) return <ErrorState error={comments.error} retry={comments.refetch} />
  if (suggestions.isError) return <ErrorState error={suggestions.error} retry={suggestions.refetch} />

  const open = comments.data.filter(one => !one.resolvedAt)
  const resolved = comments.data.filter(one => one.resolvedAt)
  const waiting = suggestions.data.filter(one => one.state === 'open')
  const decided = suggestions.data.filter(one => one.state !== 'open')
  const settled = resolved.length + decided.length
  const thread = (comment: (typeof open)[number]) => (
    <CommentThread key={comment.id} comment={comment} chapter={chapter} editor={editor} rights={rights} />
  )
  const card = (suggestion: (typeof waiting)[number]) => (
    <SuggestionCard key={suggestion.id} suggestion={suggestion} chapter={chapter} editor={editor} rights={rights} />
  )
  return (
    <>
      <div className="pane__body" tabIndex={-1}>
        <ReviewState book={book} chapter={chapter} editor={editor} />
        {commenting && (
          <NewComment chapter={chapter} editor={editor} selection={selection} onClose={() => setCommenting(false)} />
        )}
        {waiting.length > 0 && (
          <section aria-label="Suggestions">
            <h3 className="insp__group">Suggestions, {waiting.length}</h3>
            {waiting.map(card)}
          </section>
        )}
        {open.length > 0 && (
          <section aria-label="Comments">
            <h3 className="insp__group">Comments, {open.length}</h3>
            {open.map(thread)}
          </section>
        )}
        {open.length + waiting.length === 0 && !commenting && (
          <p className="insp__say">
            {settled > 0 ? 'Every note is settled.' : 'Nobody has said anything about this chapter yet.'}
            {rights.comment && ' Select some words to comment on them, or to suggest others.'}
          </p>
        )}
        {settled > 0 && (
          <section aria-label="Settled">
            <h3 className="insp__group">
              <button
                type="button"
                className="link"
                aria-expanded={showSettled}
                onClick={() => setShowSettled(!showSettled)}
              >
                Settled, {settled}
              </button>
            </h3>
            {showSettled && (
              <>
                {resolved.map(thread)}
                {decided.map(card)}
              </>
            )}
          </section>
        )}
      </div>
      {rights.comment && (
        <div className="insp__foot">
          <Button size="s" keys="mod+alt+m" onClick={() => setCommenting(true)}>
            Comment
          </Button>
          <Button size="s" disabled={selection.text.trim() === ''} onClick={() => setSuggesting(true)}>
            Suggest…
          </Button>
        </div>
      )}
      {suggesting && <SuggestDialog chapter={chapter} editor={editor} onClose={() => setSuggesting(false)} />}
    </>
  )
}
