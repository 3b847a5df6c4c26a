import type { Answer } from '@octavo/server/client'
import { ask } from '@octavo/server/client'
import { queryOptions } from '@tanstack/react-query'
import { api } from '../api/client.ts'

export type Chapter = Answer<Awaited<ReturnType<(typeof api)['v1']['chapters'][':id']['$get']>>>

/** One chapter with its text, as it is on the server. */
export const chapterQuery = (id: string) =>
  queryOptions({
    queryKey: ['chapter', id],
    queryFn: () => ask(api.v1.chapters[':id'].$get({ param: { id } })),
  })
