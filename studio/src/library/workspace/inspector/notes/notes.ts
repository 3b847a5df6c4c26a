import type { Answer } from '@octavo/server/client'
import { ask, askAll } from '@octavo/server/client'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api } from '../../../../api/client.ts'

const ofChapter = api.v1.chapters[':id']

export type Comment = Answer<Awaited<ReturnType<typeof ofChapter.comments.$get>>>['items'][number]
export type Suggestion = Answer<Awaited<ReturnType<typeof ofChapter.suggestions.$get>>>['items'][number]

/** How often somebody else's notes are looked for. Milliseconds. */
const every = 30_000

/** The threads of a chapter, oldest first, with their passages where they are in this version. */
export const commentsQuery = (chapterId: string, version: number) =>
  queryOptions({
    queryKey: ['chapter', chapterId, 'comments', version],
    queryFn: () =>
      askAll(cursor =>
        ask(ofChapter.comments.$get({ param: { id: chapterId }, query: { limit: '100', ...(cursor && { cursor }) } })),
      ),
    placeholderData: keepPreviousData,
    refetchInterval: every,
  })

/** The suggestions for a chapter, oldest first, with their hunks where they are in this version. */
export const suggestionsQuery = (chapterId: string, version: number) =>
  queryOptions({
    queryKey: ['chapter', chapterId, 'suggestions', version],
    queryFn: () =>
      askAll(cursor =>
        ask(
          ofChapter.suggestions.$get({ param: { id: chapterId }, query: { limit: '100', ...(cursor && { cursor }) } }),
        ),
      ),
    placeholderData: keepPreviousData,
    refetchInterval: every,
  })
