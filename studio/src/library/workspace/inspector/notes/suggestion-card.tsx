import { ask } from '@octavo/server/client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, hasCode } from '../../../../api/client.ts'
import { Button } from '../../../../components/button.tsx'
import { Check } from '../../../../components/field.tsx'
import { Face } from '../../../../components/progress.tsx'
import { toast, toastError } from '../../../../components/toast.tsx'
import { ago } from '../../../../components/words.ts'
import { useMe } from '../../../../identity/me.ts'
import { Hunk } from '../../../../quality/hunk.tsx'
import { lineOf, toEditor } from '../../../../quality/place.ts'
import type { BookRights } from '../../../book-rights.ts'
import type { Chapter } from '../../../chapter.ts'
import type { EditorHandle } from '../../editor-handle.ts'
import type { Suggestion } from './notes.ts'

/** Words somebody would change, to accept all or some of them, or to reject. */
export function SuggestionCard({
  suggestion,
  chapter,
  editor,
  rights,
}: {
  suggestion: Suggestion
  chapter: Chapter
  editor: EditorHandle
  rights: BookRights
}) {
  const me = useMe()
  const queryClient = useQueryClient()
  const fitting = suggestion.hunks.filter(hunk => hunk.fit === 'fits').map(hunk => hunk.number)
  const [left, setLeft] = useState<readonly number[]>([])
  const chosen = fitting.filter(number => !left.includes(number))
  const again = async () => {
    await editor.refresh()
    await queryClient.invalidateQueries({ queryKey: ['chapter', chapter.id, 'suggestions'] })
  }
  const decide = useMutation({
    mutationFn: async (act: 'accept' | 'reject' | 'withdraw') => {
      const one = api.v1.suggestions[':id']
      const param = { id: suggestion.id }
      if (act === 'withdraw') return ask(one.$delete({ param }))
      if (act === 'reject') return ask(one.reject.$post({ param }))
      await editor.saved()
      return ask(one.accept.$post({ param, json: { accepted: chosen } }))
    },
    onSuccess: again,
    onError: async error => {
      await again()
      if (hasCode(error, 'suggestion_outdated'))
        toast('The text has changed there meanwhile; nothing was accepted. Look again.')
      else toastError(error)
    },
  })
  const isOpen = suggestion.state === 'open'
  const name = suggestion.author?.name ?? 'Somebody who left'
  return (
    <article className="thread" aria-label={`Suggestion by ${name}`}>
      <div className="remark">
        <Face name={name} />
        <span>
          <b dir="auto">{name}</b> <span className="small quiet">{ago(suggestion.createdAt)}</span>
        </span>
        <span />
        {suggestion.reason && (
          <p className="whitespace-pre-wrap wrap-anywhere" dir="auto">
            {suggestion.reason}
          </p>
        )}
      </div>
      {suggestion.hunks.map(hunk => (
        <div key={hunk.number} className="grid gap-1">
          <Hunk
            prose
            title={hunk.reason || `Version ${suggestion.version}`}
            hunk={{ ...hunk, line: lineOf(chapter.content, hunk.start ?? 0) }}
          />
          {isOpen && hunk.fit === 'done' && <p className="small quiet">The text says so already.</p>}
          {isOpen && hunk.fit === 'outdated' && <p className="small quiet">The text has changed here since.</p>}
          {isOpen && rights.edit && hunk.fit === 'fits' && fitting.length > 1 && (
            <Check
              checked={!left.includes(hunk.number)}
              onChange={event =>
                setLeft(event.target.checked ? left.filter(one => one !== hunk.number) : [...left, hunk.number])
              }
            >
              Take this change
            </Check>
          )}
        </div>
      ))}
      {isOpen ? (
        <div className="finding__a">
          {rights.edit && (
            <>
              <Button
                size="s"
                look="primary"
                disabled={chosen.length === 0}
                busy={decide.isPending ? 'Deciding' : undefined}
                onClick={() => decide.mutate('accept')}
              >
                {chosen.length < suggestion.hunks.length
                  ? `Accept ${chosen.length} of ${suggestion.hunks.length}`
                  : 'Accept'}
              </Button>
              <Button size="s" onClick={() => decide.mutate('reject')}>
                Reject
              </Button>
            </>
          )}
          {fitting.length > 0 && (
            <Button
              size="s"
              look="quiet"
              onClick={() => {
                const first = suggestion.hunks.find(hunk => hunk.fit === 'fits')!
                editor.goToOffset(
                  toEditor(chapter.content, first.start!),
                  toEditor(chapter.content, first.end ?? first.start!),
                )
              }}
            >
              Show
            </Button>
          )}
          {suggestion.author?.id === me.id && (
            <Button size="s" look="quiet" onClick={() => decide.mutate('withdraw')}>
              Take it back
            </Button>
          )}
        </div>
      ) : (
        <p className="small quiet">
          {suggestion.state === 'accepted' ? `Accepted as version ${suggestion.acceptedVersion}` : 'Rejected'} by{' '}
          {suggestion.decidedBy?.name ?? 'somebody who left'}.
        </p>
      )}
    </article>
  )
}
