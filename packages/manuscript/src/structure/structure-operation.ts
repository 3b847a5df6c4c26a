import { z } from 'zod'
import { matterRoles, structureKinds } from './structure.ts'

const item = z.string().min(1).max(60)
const block = z.int().min(0)
const title = z.string().trim().min(1).max(300)
const number = z.string().trim().min(1).max(100)

/** One thing an author does to a proposed structure. `item`, `part` and `before` are ids of items. */
export const structureOperation = z.discriminatedUnion('do', [
  /** Without `number` that stays; null takes it away. */
  z.object({ do: z.literal('rename'), item, title, number: number.nullish() }),
  /** Chapter, front or back matter, a part, or excluded: left out of the book, but kept in the structure. */
  z.object({ do: z.literal('set-kind'), item, kind: z.enum(structureKinds), role: z.enum(matterRoles).optional() }),
  /** With the one that stands before or after it in the file; the first of the two keeps its title and id. */
  z.object({ do: z.literal('merge'), item, with: z.enum(['previous', 'next']) }),
  /** A new chapter begins at the block; called by what stands there, when it has no title. */
  z.object({ do: z.literal('split'), item, block, title: title.optional() }),
  /** The item begins at the block instead; the one before it in the file gives or takes what lies between. */
  z.object({ do: z.literal('move-boundary'), item, block }),
  /** To another place in reading order: into a part or, with null, out of all; before an item there, else last. */
  z.object({ do: z.literal('move'), item, part: item.nullable(), before: item.optional() }),
  /** Into the part right before it. */
  z.object({ do: z.literal('nest'), item }),
  /** Out of its part, with what follows it there, to behind that. */
  z.object({ do: z.literal('unnest'), item }),
  /** A part without words of its own, to nest chapters in. */
  z.object({ do: z.literal('add-part'), title, number: number.optional(), before: item }),
  /** What it holds takes its place; its own words, if any, become a chapter. */
  z.object({ do: z.literal('remove-part'), item }),
])
export type StructureOperation = z.infer<typeof structureOperation>

/** An operation that cannot be done, in words for the author. No operation was done then. */
export class StructureEditError extends Error {
  override name = 'StructureEditError'
  readonly reason:
    | 'not-of-this-upload'
    | 'unknown-item'
    | 'not-a-part'
    | 'holds-others'
    | 'nothing-there'
    | 'outside'
    | 'within-itself'
  /** Its index. */
  readonly operation: number

  constructor(reason: StructureEditError['reason'], operation: number, message: string) {
    super(message)
    this.reason = reason
    this.operation = operation
  }
}
