import type { Answer } from '@octavo/server/client'
import { ask } from '@octavo/server/client'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api } from '../api/client.ts'

const ofChapter = api.v1.chapters[':id']
const ofBook = api.v1.books[':id']

export type ChapterAudit = Answer<Awaited<ReturnType<typeof ofChapter.audit.$get>>>
export type Finding = ChapterAudit['findings'][number]
export type Severity = Finding['severity']
export type Silence = Answer<Awaited<ReturnType<typeof ofBook.silences.$get>>>['items'][number]
export type FixHunk = Answer<Awaited<ReturnType<typeof ofChapter.fixes.$get>>>['hunks'][number]

/** What an audit finds in a version of a chapter; the one of the version before is shown until it is there. */
export const auditQuery = (chapterId: string, version: number) =>
  queryOptions({
    queryKey: ['chapter', chapterId, 'audit', version],
    queryFn: () => ask(ofChapter.audit.$get({ param: { id: chapterId }, query: {} })),
    placeholderData: keepPreviousData,
  })

/** What can be mended in a version of a chapter without a model. */
export const fixesQuery = (chapterId: string, version: number) =>
  queryOptions({
    queryKey: ['chapter', chapterId, 'fixes', version],
    queryFn: () => ask(ofChapter.fixes.$get({ param: { id: chapterId }, query: {} })),
    placeholderData: keepPreviousData,
  })

/** What every rule means, by its id. */
export const rulesQuery = queryOptions({
  queryKey: ['audit-rules'],
  queryFn: async () => {
    const { items } = await ask(api.v1['audit-rules'].$get())
    return new Map(items.map(rule => [rule.id, rule]))
  },
  staleTime: Number.POSITIVE_INFINITY,
})

/** The rules a book does not want to hear of. */
export const silencesQuery = (bookId: string) =>
  queryOptions({
    queryKey: ['book', bookId, 'silences'],
    queryFn: async () => (await ask(ofBook.silences.$get({ param: { id: bookId } }))).items,
  })

/** Whether a query is an audit or its fixes: a change of the book’s settings makes all of them untrue. */
export const isAudit = ({ queryKey }: { queryKey: readonly unknown[] }): boolean =>
  queryKey[0] === 'chapter' && (queryKey[2] === 'audit' || queryKey[2] === 'fixes')
