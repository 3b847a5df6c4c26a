import type { Answer } from '@octavo/server/client'
import { ask, askAll } from '@octavo/server/client'
import { queryOptions } from '@tanstack/react-query'
import { api } from '../../../api/client.ts'

type Proposed = (typeof api)['v1']['structures'][':id']
export type Structure = Answer<Awaited<ReturnType<Proposed['$get']>>>
/** An item with all that is below it: the client's types end at the first level, what it answers does not. */
export type StructureItem = Omit<Structure['items'][number], 'children'> & { children: StructureItem[] }

/** The items of a structure, to any depth. */
export const itemsIn = (structure: Structure): StructureItem[] => structure.items as unknown as StructureItem[]
export type Imported = Answer<Awaited<ReturnType<Proposed['confirm']['$post']>>>
type Edits = NonNullable<Parameters<Proposed['$patch']>[0]>
/** One thing an author does to a proposed structure. */
export type Operation = Edits['json']['operations'][number]

/** A proposed structure. */
export const structureQuery = (id: string) =>
  queryOptions({
    queryKey: ['structure', id],
    queryFn: () => ask(api.v1.structures[':id'].$get({ param: { id } })),
    // The events of its job tell sooner; this is for a stream that was lost.
    refetchInterval: ({ state: { data } }) => (data?.state === 'reading' ? 5_000 : false),
  })

/** What was imported into a book before, newest first. */
export const structuresQuery = (bookId: string) =>
  queryOptions({
    queryKey: ['book', bookId, 'structures'],
    queryFn: () =>
      askAll(cursor => {
        const query = { limit: '100', ...(cursor && { cursor }) }
        return ask(api.v1.books[':id'].structures.$get({ param: { id: bookId }, query }))
      }),
  })

/** A line of the tree of a structure. */
export interface StructureRow {
  item: StructureItem
  parent: StructureItem | null
  siblings: readonly StructureItem[]
  index: number
  /** From 1. */
  level: number
  open?: boolean
}

/** The lines of a structure whose items in `folded` hide what is below them. */
export function structureRows(
  items: readonly StructureItem[],
  folded: ReadonlySet<string>,
  parent: StructureItem | null = null,
  level = 1,
): StructureRow[] {
  return items.flatMap((item, index) => {
    const open = item.children.length > 0 ? { open: !folded.has(item.id) } : {}
    const below = open.open ? structureRows(item.children, folded, item, level + 1) : []
    return [{ item, parent, siblings: items, index, level, ...open }, ...below]
  })
}

/** How chapters were found, in words. */
export const methods: Record<string, string> = {
  toc: 'by its table of contents',
  headings: 'by its headings',
  numbering: 'by numbers',
  typography: 'by how it is set',
  whole: 'as one piece',
  manual: 'by you',
}

/** Under this confidence a chapter is worth a look. */
export const doubtful = 0.6

/** What an item can be. */
export const itemKinds = [
  { value: 'chapter', label: 'Chapter' },
  { value: 'part', label: 'Part' },
  { value: 'front', label: 'Front matter' },
  { value: 'back', label: 'Back matter' },
  { value: 'excluded', label: 'Left out of the book' },
] as const

/** What carrying a line one place up or down asks for, into parts and out of them; undefined at the edge. */
export function carried(
  { item, parent, siblings, index }: StructureRow,
  by: -1 | 1,
  rows: readonly StructureRow[],
): Operation | undefined {
  const neighbour = siblings[index + by]
  const move = (part: string | null, before: StructureItem | undefined): Operation => ({
    do: 'move',
    item: item.id,
    part,
    ...(before && { before: before.id }),
  })
  if (neighbour?.kind === 'part' && item.kind !== 'part') {
    return move(neighbour.id, by > 0 ? neighbour.children[0] : undefined)
  }
  if (neighbour) return move(parent?.id ?? null, by < 0 ? neighbour : siblings[index + 2])
  if (!parent) return undefined
  const above = rows.find(row => row.item.id === parent.id)!
  return move(above.parent?.id ?? null, by < 0 ? parent : above.siblings[above.index + 1])
}
