import type { World } from '../../src/testing.ts'

/** Everyone the matrix asks about. `operator` runs the installation; `outsider` owns another tenant. */
export const ACTORS = [
  'owner',
  'admin',
  'editor',
  'reviewer',
  'viewer',
  'bookEditor',
  'bookViewer',
  'outsider',
  'operator',
  'anonymous',
] as const
export type ActorName = (typeof ACTORS)[number]

/** Who may do what to one row of a table. Whoever is not listed is refused. */
export interface Entry {
  /** The key of the row that is asked about. */
  row: (world: World) => Record<string, unknown>
  select: readonly ActorName[]
  /** A row of the same owner; `me` is null for anonymous. Absent: nobody may insert, tried with default values. */
  insert?: { by: readonly ActorName[]; values: (world: World, me: string | null) => Record<string, unknown> }
  /** Values that differ from the row's. Absent: nobody may update any column. */
  update?: { by: readonly ActorName[]; values: Record<string, unknown> }
  delete: readonly ActorName[]
  /** Columns that not even those who may select the row can read. */
  secret?: readonly string[]
}

export const nobody: readonly ActorName[] = []
export const admins = ['owner', 'admin'] as const
export const editors = [...admins, 'editor'] as const
export const members = [...editors, 'reviewer', 'viewer'] as const
export const writers = [...editors, 'bookEditor'] as const
export const readers = [...members, 'bookEditor', 'bookViewer'] as const
export const signedIn = [...readers, 'outsider', 'operator'] as const
