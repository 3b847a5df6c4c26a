import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Mark } from '../../editor-handle.ts'
import { commentsQuery, suggestionsQuery } from './notes.ts'

/** How many notes of a chapter are open, and the passages that open comments are about, as marks. */
export function useOpenNotes(chapterId: string, version: number): { count: number; passages: readonly Mark[] } {
  const { data: comments } = useQuery(commentsQuery(chapterId, version))
  const { data: suggestions } = useQuery(suggestionsQuery(chapterId, version))
  return useMemo(() => {
    const open = (comments ?? []).filter(one => !one.resolvedAt)
    const passages = open.flatMap(({ passage, author, body }): Mark[] =>
      passage?.start == null || passage.end == null
        ? []
        : [
            {
              from: passage.start,
              to: passage.end,
              severity: 'hint',
              message: `${author?.name ?? 'Somebody'}: ${body}`,
            },
          ],
    )
    return { count: open.length + (suggestions ?? []).filter(one => one.state === 'open').length, passages }
  }, [comments, suggestions])
}
