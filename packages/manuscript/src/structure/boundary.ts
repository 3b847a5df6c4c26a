import type { Evidence } from './evidence.ts'
import type { MatterRole, StructureKind, StructureMethod } from './structure.ts'

/** A place where something begins, as one method found it. */
export interface Boundary {
  /** The first block that belongs to it. */
  block: number
  /** Of nesting: what has a greater level, up to the next of the same, lies within, if this is a part. */
  level: number
  kind: Exclude<StructureKind, 'excluded'>
  role?: MatterRole
  title: string
  number?: string
  titleBlocks: number[]
  method: StructureMethod
  evidence: Evidence[]
  identity?: string
}

/** What one method makes of an upload. */
export interface Division {
  method: StructureMethod
  boundaries: Boundary[]
}

export const chaptersIn = (division: Division | undefined) =>
  division?.boundaries.filter(({ kind }) => kind === 'chapter').length ?? 0
