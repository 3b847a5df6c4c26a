import type { Answer } from '@octavo/server/client'
import { ask } from '@octavo/server/client'
import { queryOptions } from '@tanstack/react-query'
import { api } from '../api/client.ts'

export type Book = Answer<Awaited<ReturnType<(typeof api)['v1']['books'][':id']['$get']>>>

type OutlineAnswer = Answer<Awaited<ReturnType<(typeof api)['v1']['books'][':id']['outline']['$get']>>>
/** A part or chapter of the outline with what is below it: the client's own type ends after one level. */
export type OutlineItem = Omit<OutlineAnswer['items'][number], 'children'> & { children: OutlineItem[] }
export type Outline = Omit<OutlineAnswer, 'items'> & { items: OutlineItem[] }

/** An outline that was answered, under its whole type. */
export const toOutline = (answer: OutlineAnswer): Outline => answer as unknown as Outline

/** One book. */
export const bookQuery = (id: string) =>
  queryOptions({ queryKey: ['book', id], queryFn: () => ask(api.v1.books[':id'].$get({ param: { id } })) })

/** The outline of a book as a tree, with what is written. */
export const outlineQuery = (id: string) =>
  queryOptions({
    queryKey: ['book', id, 'outline'],
    queryFn: async () => toOutline(await ask(api.v1.books[':id'].outline.$get({ param: { id } }))),
  })
