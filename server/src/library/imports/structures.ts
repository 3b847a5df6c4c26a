import { z } from '@hono/zod-openapi'
import type { Tx } from '@octavo/database'
import { editStructure, StructureEditError } from '@octavo/manuscript'
import { OctavoError } from '../../errors.ts'
import { requestStop } from '../../generation/steer-job.ts'
import type { Caller } from '../../http/environment.ts'
import { type PageRequest, pageByTime } from '../../http/pagination.ts'
import type { Octavo } from '../../octavo.ts'
import { allowedBook } from '../book-access.ts'
import { asUpload } from './kept-upload.ts'
import {
  findStructure,
  readIn,
  type StructureRow,
  type StructureView,
  type structureEdits,
  toStructureView,
  toSummary,
} from './structure-view.ts'

/** What was imported into a book, newest first. Throws not_found, forbidden. */
export async function listStructures(octavo: Octavo, caller: Caller, bookId: string, page: PageRequest) {
  return octavo.database.asUser(caller, async tx => {
    await allowedBook(tx, bookId)
    const rows = tx
      .selectFrom('library.structures')
      .select(['id', 'book_id', 'job_id', 'name', 'state', 'error', 'format', 'method', 'confidence', 'version'])
      .select(['created_at', 'confirmed_at'])
      .where('book_id', '=', bookId)
    return pageByTime(rows, page, toSummary)
  })
}

/** Throws not_found. */
export async function readStructure(octavo: Octavo, caller: Caller, id: string): Promise<StructureView> {
  return octavo.database.asUser(caller, async tx => toStructureView(await findStructure(tx, id)))
}

export const blocksQuery = z.object({
  from: z.coerce.number().int().min(0).default(0),
  to: z.coerce.number().int().min(1).optional().openapi({ description: 'Exclusive; default 100 after `from`' }),
})

export const blocksView = z
  .object({
    total: z.number().int(),
    items: z.array(z.object({ block: z.number().int(), text: z.string(), page: z.number().int().optional() })),
  })
  .openapi('UploadBlocks')

/** The words of an upload by blocks, to see where a chapter begins. At most 500 at once. Throws not_found, structure_unread. */
export async function readBlocks(
  octavo: Octavo,
  caller: Caller,
  id: string,
  { from, to }: z.infer<typeof blocksQuery>,
) {
  const { upload } = await octavo.database.asUser(caller, async tx => readIn(await findStructure(tx, id)))
  const end = Math.min(to ?? from + 100, from + 500, upload.blocks.length)
  const items = upload.blocks.slice(from, end).map(({ plain, page }, at) => ({
    block: from + at,
    text: plain.slice(0, 2_000),
    ...(page !== undefined && { page }),
  }))
  return { total: upload.blocks.length, items }
}

/**
 * Corrects a proposed structure. Nothing changes unless every operation can be done. Throws not_found, structure_unread,
 * structure_confirmed, version_conflict, and structure_refused with what is wrong with which operation.
 */
export async function editProposed(
  octavo: Octavo,
  caller: Caller,
  id: string,
  { operations }: z.infer<typeof structureEdits>,
  expectedVersion: number | null,
): Promise<StructureView> {
  return octavo.database.asUser(caller, async tx => {
    const row = await lockProposed(tx, id, expectedVersion)
    const { upload, structure } = readIn(row)
    try {
      const edited = editStructure(structure, asUpload(upload), operations)
      await tx
        .updateTable('library.structures')
        .set({
          structure: JSON.stringify(edited),
          method: edited.method,
          confidence: edited.confidence,
          version: row.version + 1,
        })
        .where('id', '=', id)
        .execute()
    } catch (error) {
      if (!(error instanceof StructureEditError)) throw error
      throw new OctavoError('structure_refused', error.message, { cause: error })
    }
    return toStructureView(await findStructure(tx, id))
  })
}

/** Throws structure_confirmed, and version_conflict unless the structure is at the version its author has seen. */
export function requireProposed({ state, version }: StructureRow, expectedVersion: number | null): void {
  if (state === 'confirmed') throw new OctavoError('structure_confirmed')
  if (expectedVersion !== null && expectedVersion !== version) {
    throw new OctavoError('version_conflict', undefined, { currentVersion: version })
  }
}

/** The row, kept from every other change until this transaction ends. */
export async function lockProposed(tx: Tx, id: string, expectedVersion: number | null) {
  await tx.selectFrom('library.structures').select('id').where('id', '=', id).forUpdate().execute()
  const row = await findStructure(tx, id)
  requireProposed(row, expectedVersion)
  return row
}

/** Deletes a structure; one that is being read is canceled. The original stays among the files. Throws not_found. */
export async function deleteStructure(octavo: Octavo, caller: Caller, id: string): Promise<void> {
  const row = await octavo.database.asUser(caller, tx => findStructure(tx, id))
  if (row.job_id && row.state === 'reading') await requestStop(octavo, row.job_id, 'cancel')
  await octavo.database.asUser(caller, tx => tx.deleteFrom('library.structures').where('id', '=', id).execute())
}
