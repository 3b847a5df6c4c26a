import type { Answer } from '../api/ask.ts'
import type { Client } from '../api/client.ts'

type StructureRoute = Client['v1']['structures'][':id']

/** An upload that was read, and the chapters it is to become. */
export type Structure = Answer<Awaited<ReturnType<StructureRoute['$get']>>>
export type StructureItem = Structure['items'][number]
export type StructureOperation = Parameters<StructureRoute['$patch']>[0]['json']['operations'][number]
/** What became of each chapter. */
export type Imported = Answer<Awaited<ReturnType<StructureRoute['confirm']['$post']>>>
