import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { toEditor } from '../../../../quality/place.ts'
import type { Chapter } from '../../../chapter.ts'
import type { Mark } from '../../editor-handle.ts'
import { commentsQuery, suggestionsQuery } from './notes.ts'

/** How many notes of a chapter are open, and the passages that open comments are about, as marks. */
export function useOpenNotes({ id, version, content }: Chapter): { count: number; passages: readonly Mark[] } {
  const { data: comments } = useQuery(commentsQuery(id, version))
  const { data: suggestions } = useQuery(suggestionsQuery(id, version))
  return useMemo(() => {
    const open = (comments ?? []).filter(one => !one.resolvedAt)
    const passages = open.flatMap(({ passage, author, body }): Mark[] =>
      passage?.start == null || passage.end == null
        ? []
        : [
            {
              from: toEditor(content, passage.start),
              to: toEditor(content, passage.end),
              severity: 'hint',
              message: `${author?.name ?? 'Somebody'}: ${body}`,
            },
          ],
    )
    return { count: open.length + (suggestions ?? []).filter(one => one.state === 'open').length, passages }
  }, [comments, suggestions, content])
}
