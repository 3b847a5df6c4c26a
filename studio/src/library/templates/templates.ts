import type { Answer } from '@octavo/server/client'
import { ask, askAll } from '@octavo/server/client'
import { queryOptions } from '@tanstack/react-query'
import { api } from '../../api/client.ts'
import type { Book } from '../book.ts'

export type Template = Answer<Awaited<ReturnType<(typeof api)['v1']['templates'][':id']['$get']>>>

/** One's organizations' templates and the public ones, by name. */
export const templatesQuery = queryOptions({
  queryKey: ['templates'],
  queryFn: () => askAll(cursor => ask(api.v1.templates.$get({ query: { limit: '200', ...(cursor && { cursor }) } }))),
  staleTime: 60_000,
})

/** The outline of a template as a tree; the type of its answer ends after one level. */
interface SampleItem {
  kind?: string
  children?: unknown
}

/** How many chapters the outline of a template has. */
export function chaptersOf({ sampleOutline }: Pick<Template, 'sampleOutline'>): number {
  const inside = (items: readonly SampleItem[]): number =>
    items.reduce((sum, item) => sum + (item.kind === 'part' ? 0 : 1) + inside((item.children ?? []) as SampleItem[]), 0)
  return inside(sampleOutline ?? [])
}

export const kindNames: Record<Book['kind'], string> = {
  technical: 'Technical',
  fiction: 'Fiction',
  'non-fiction': 'Non-fiction',
  academic: 'Academic',
  documentation: 'Documentation',
}

/** Starts a book from a template. */
export const startBook = (id: string, title: string, organizationId: string) =>
  ask(api.v1.templates[':id'].books.$post({ param: { id }, json: { title, organizationId } }))
