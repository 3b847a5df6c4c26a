import { z } from '@hono/zod-openapi'
import type { Tx } from '@octavo/database'
import { accountFor, type Structure, type StructureItem, structureKinds, structureOperation } from '@octavo/manuscript'
import { OctavoError } from '../../errors.ts'
import { asUpload, type KeptUpload } from './kept-upload.ts'

export const structureStates = ['reading', 'proposed', 'confirmed', 'failed', 'canceled'] as const

const itemView = z
  .object({
    id: z.string(),
    kind: z.enum(structureKinds),
    role: z.string().optional(),
    title: z.string(),
    number: z.string().optional(),
    method: z.string(),
    confidence: z.number().openapi({ description: '0 to 1, by rules: the reasons say of what it is made' }),
    reasons: z.array(z.string()),
    words: z.number().int(),
    start: z.number().int().openapi({ description: 'Its first block' }),
    end: z.number().int().openapi({ description: 'The block after its last' }),
    begins: z.string().openapi({ description: 'Its first words' }),
    get children() {
      return z.array(itemView)
    },
  })
  .openapi('StructureItem')

export const structureSummary = z
  .object({
    id: z.uuid(),
    bookId: z.uuid(),
    jobId: z.uuid().nullable(),
    name: z.string().openapi({ description: 'What was given' }),
    state: z.enum(structureStates),
    error: z.object({ code: z.string(), message: z.string() }).nullable(),
    format: z.string().nullable(),
    method: z.string().nullable().openapi({ description: 'By which most of the chapters were found' }),
    confidence: z.number().nullable(),
    version: z.number().int(),
    createdAt: z.string(),
    confirmedAt: z.string().nullable(),
  })
  .openapi('StructureSummary')

export const structureView = structureSummary
  .extend({
    metadata: z.record(z.string(), z.unknown()).nullable(),
    items: z.array(itemView),
    characters: z
      .object({
        total: z.number().int(),
        chapters: z.number().int(),
        parts: z.number().int(),
        front: z.number().int(),
        back: z.number().int(),
        excluded: z.number().int(),
        removed: z.number().int(),
      })
      .nullable()
      .openapi({ description: 'Where every character of the upload is; all but the total add up to it' }),
    removed: z.array(z.object({ text: z.string(), reason: z.string(), place: z.string() })),
    warnings: z.array(z.string()),
    images: z.number().int(),
  })
  .openapi('Structure')
export type StructureView = z.infer<typeof structureView>

export const structureEdits = z
  .object({ operations: z.array(structureOperation).min(1).max(500) })
  .openapi('StructureEdits')

export type StructureRow = Awaited<ReturnType<typeof findStructure>>

/** The whole row. Throws not_found, also for who may not edit the book. */
export async function findStructure(tx: Tx, id: string) {
  const row = await tx.selectFrom('library.structures').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw new OctavoError('not_found')
  return row
}

/** What was read. Throws structure_unread while there is nothing, with the reason when there never will be. */
export function readIn(row: Pick<StructureRow, 'state' | 'upload' | 'structure' | 'error'>) {
  if (row.upload && row.structure) {
    return { upload: row.upload as unknown as KeptUpload, structure: row.structure as unknown as Structure }
  }
  const told = (row.error as { message?: string } | null)?.message
  throw new OctavoError('structure_unread', told)
}

/** Removed texts that are shown; the characters count them all. */
const mostRemoved = 500

type SummaryRow = Omit<
  StructureRow,
  'upload' | 'structure' | 'placed' | 'file_id' | 'updated_at' | 'created_by' | 'confirmed_by'
>

export const toSummary = (row: SummaryRow) => ({
  id: row.id,
  bookId: row.book_id,
  jobId: row.job_id,
  name: row.name,
  state: row.state,
  error: row.error as { code: string; message: string } | null,
  format: row.format,
  method: row.method,
  confidence: row.confidence,
  version: row.version,
  createdAt: row.created_at.toISOString(),
  confirmedAt: row.confirmed_at?.toISOString() ?? null,
})

export function toStructureView(row: StructureRow): StructureView {
  if (!row.upload || !row.structure) {
    return { ...toSummary(row), metadata: null, items: [], characters: null, removed: [], warnings: [], images: 0 }
  }
  const { upload, structure } = readIn(row)
  const { lost: _, twice: __, ...characters } = accountFor(asUpload(upload), structure)
  const itemOf = ({ identity: _, titleBlocks, children, ...item }: StructureItem): z.infer<typeof itemView> => {
    const text = upload.blocks
      .slice(item.start, Math.min(item.end, item.start + 8))
      .find((block, at) => !titleBlocks.includes(item.start + at) && block.plain.trim() !== '')
    return { ...item, begins: (text?.plain ?? '').trim().slice(0, 80), children: children.map(itemOf) }
  }
  return {
    ...toSummary(row),
    metadata: { ...upload.metadata },
    items: structure.items.map(itemOf),
    characters,
    removed: upload.removed.slice(0, mostRemoved).map(({ text, ...rest }) => ({ text: text.slice(0, 500), ...rest })),
    warnings: upload.warnings,
    images: upload.images.length,
  }
}
