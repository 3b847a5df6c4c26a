import type { Answer, Client } from '@octavo/server/client'

type StructureRoute = Client['v1']['structures'][':id']

/** An upload that was read, and the chapters it is to become. */
export type Structure = Answer<Awaited<ReturnType<StructureRoute['$get']>>>
/** A tree, which the client's types end after one level. */
export interface StructureItem extends Omit<Structure['items'][number], 'children'> {
  children: StructureItem[]
}
export type StructureOperation = Parameters<StructureRoute['$patch']>[0]['json']['operations'][number]
/** What became of each chapter. */
export type Imported = Answer<Awaited<ReturnType<StructureRoute['confirm']['$post']>>>
