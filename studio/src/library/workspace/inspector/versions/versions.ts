import type { Answer } from '@octavo/server/client'
import { ask } from '@octavo/server/client'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api } from '../../../../api/client.ts'

const ofChapter = api.v1.chapters[':id'].versions

export type Version = Answer<Awaited<ReturnType<typeof ofChapter.$get>>>['items'][number]

/** The versions of a chapter, newest first, page by page; read anew with each version that is made. */
export const versionsQuery = (chapterId: string) =>
  infiniteQueryOptions({
    queryKey: ['chapter', chapterId, 'versions'],
    queryFn: ({ pageParam }) =>
      ask(
        ofChapter.$get({ param: { id: chapterId }, query: { limit: '50', ...(pageParam && { cursor: pageParam }) } }),
      ),
    initialPageParam: '',
    getNextPageParam: page => page.next ?? undefined,
  })

/** One version with its text. */
export const versionQuery = (chapterId: string, number: number) =>
  queryOptions({
    queryKey: ['chapter', chapterId, 'version', number],
    queryFn: () => ask(ofChapter[':number'].$get({ param: { id: chapterId, number: String(number) } })),
    staleTime: Number.POSITIVE_INFINITY,
  })

/** What changed from one version to another. */
export const comparisonQuery = (chapterId: string, from: number, to: number) =>
  queryOptions({
    queryKey: ['chapter', chapterId, 'comparison', from, to],
    queryFn: () =>
      ask(ofChapter.compare.$get({ param: { id: chapterId }, query: { from: String(from), to: String(to) } })),
    staleTime: Number.POSITIVE_INFINITY,
  })

const kinds: Record<Version['changeType'], string> = {
  generated: 'written by a model',
  edited: 'edited',
  autosaved: 'saved by itself',
  remediated: 'mended',
  restored: 'restored',
  merged: 'merged',
  imported: 'imported',
}

/** How a version came about, in words. */
export const kindOf = ({ changeType }: Version): string => kinds[changeType]

/** Who a version is by: "you", "Ada", "you and Ada"; nobody when a model wrote it. */
export function authorsOf({ authors }: Version, me: string): string | undefined {
  const names = authors.map(one => (one.id === me ? 'you' : (one.name ?? 'somebody who left')))
  return names.length > 0 ? new Intl.ListFormat('en-GB').format(names) : undefined
}
