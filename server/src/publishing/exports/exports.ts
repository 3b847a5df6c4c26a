import { z } from '@hono/zod-openapi'
import type { JsonValue, Tx } from '@octavo/database'
import { sql } from 'kysely'
import { requireFormat } from '../../billing/plan-formats.ts'
import { OctavoError } from '../../errors.ts'
import { queueJob } from '../../generation/jobs.ts'
import { requestStop } from '../../generation/steer-job.ts'
import type { Caller } from '../../http/environment.ts'
import { pageByTime, pageQuery } from '../../http/pagination.ts'
import { allowedBook, requireAllowed, visibleBook } from '../../library/book-access.ts'
import type { Octavo } from '../../octavo.ts'
import { type ExportRow, type ExportView, exportStates, exportsIn, toExportView } from './export-view.ts'
import { type ExportFormat, exportFormats, exportOptions, formats } from './formats.ts'

export const newExport = z
  .object({ format: z.enum(exportFormats), options: exportOptions.default({}) })
  .openapi('NewExport')

export const exportQuery = pageQuery.extend({
  state: z.enum(exportStates).optional(),
  format: z.enum(exportFormats).optional(),
})

/** Who makes books out of books: it is free, and counted as exports. */
const press = 'octavo/press'

/**
 * Queues the export of a book. Throws not_found, forbidden, book_trashed, book_unwritten, format_not_included, and
 * quota_exceeded when the plan has no export left.
 */
export async function requestExport(
  octavo: Octavo,
  caller: Caller,
  bookId: string,
  { format, options }: z.infer<typeof newExport>,
): Promise<ExportView> {
  const book = await octavo.database.asUser(caller, async tx => {
    const found = await allowedBook(tx, bookId, 'export', 'viewer')
    if (found.deleted_at) throw new OctavoError('book_trashed')
    await requireText(tx, bookId, options.chapters)
    return found
  })
  await octavo.database.asService('the plan of an organization is for all its collaborators', tx =>
    requireFormat(tx, book.organization_id, formats[format].onPlan),
  )
  let id = ''
  const request = { format, options: options as JsonValue }
  await queueJob(octavo, caller, bookId, { kind: 'export', model: press, cost: 0, request }, async (tx, jobId) => {
    const row = await tx
      .insertInto('publishing.exports')
      .values({ book_id: bookId, format, options: JSON.stringify(options), job_id: jobId })
      .returning('id')
      .executeTakeFirstOrThrow()
    id = row.id
  })
  return readExport(octavo, caller, id)
}

async function requireText(tx: Tx, bookId: string, chapters: readonly string[] | undefined): Promise<void> {
  const written = tx
    .selectFrom('library.chapters')
    .select('id')
    .where('book_id', '=', bookId)
    .where(sql<boolean>`content ~ '\\S'`)
  const rows = await (chapters ? written.where('id', 'in', chapters) : written).execute()
  if (rows.length === 0) throw new OctavoError('book_unwritten')
  const missing = chapters?.filter(id => !rows.some(row => row.id === id)) ?? []
  if (missing.length === 0) return
  const problems = missing.map(id => ({ path: 'json.options.chapters', message: `${id} is no written chapter of it` }))
  throw new OctavoError('request_invalid', undefined, { problems })
}

/** The exports of a book, newest first. Throws not_found. */
export async function listExports(
  octavo: Octavo,
  caller: Caller,
  bookId: string,
  { state, format, ...page }: z.infer<typeof exportQuery>,
): Promise<{ items: ExportView[]; next: string | null }> {
  return octavo.database.asUser(caller, async tx => {
    await visibleBook(tx, bookId)
    let rows = exportsIn(tx).where('e.book_id', '=', bookId)
    if (state) rows = rows.where('e.state', '=', state)
    if (format) rows = rows.where('e.format', '=', format)
    return pageByTime(rows, page, toExportView, { at: 'e.created_at', id: 'e.id' })
  })
}

async function findExport(tx: Tx, id: string): Promise<ExportRow> {
  const row = await exportsIn(tx).where('e.id', '=', id).executeTakeFirst()
  if (!row) throw new OctavoError('not_found')
  return row
}

/** One export. Throws not_found. */
export async function readExport(octavo: Octavo, caller: Caller, id: string): Promise<ExportView> {
  return octavo.database.asUser(caller, async tx => toExportView(await findExport(tx, id)))
}

/** The file of an export, to be sent. Throws not_found, forbidden, export_unfinished, export_expired. */
export async function findExported(octavo: Octavo, caller: Caller, id: string) {
  return octavo.database.asUser(caller, async tx => {
    const row = await findExport(tx, id)
    await requireAllowed(tx, row.book_id, 'export', 'viewer')
    if (row.state !== 'completed') throw new OctavoError('export_unfinished')
    if (!row.file_id) throw new OctavoError('export_expired')
    return {
      format: row.format as ExportFormat,
      name: row.file_name!,
      mediaType: row.media_type!,
      bytes: row.bytes!,
      sha256: row.sha256!,
    }
  })
}

/** An export the caller made, or may because he edits the book. Throws not_found, forbidden. */
async function ownExport(octavo: Octavo, caller: Caller, id: string): Promise<ExportRow> {
  return octavo.database.asUser(caller, async tx => {
    const row = await findExport(tx, id)
    const own = row.created_by === caller.userId
    await requireAllowed(tx, row.book_id, 'export', own ? 'viewer' : 'editor')
    return row
  })
}

const isOpen = ({ state }: ExportRow) => state === 'pending' || state === 'processing'

/** Cancels an export that is not finished; it does not count then. Throws not_found, forbidden, job_finished. */
export async function cancelExport(octavo: Octavo, caller: Caller, id: string): Promise<ExportView> {
  const row = await ownExport(octavo, caller, id)
  if (!row.job_id || !isOpen(row)) throw new OctavoError('job_finished')
  await requestStop(octavo, row.job_id, 'cancel')
  return readExport(octavo, caller, id)
}

/** Deletes an export with its file; one that is being made is canceled. Throws not_found, forbidden. */
export async function deleteExport(octavo: Octavo, caller: Caller, id: string): Promise<void> {
  const row = await ownExport(octavo, caller, id)
  if (row.job_id && isOpen(row)) await requestStop(octavo, row.job_id, 'cancel')
  await octavo.database.asUser(caller, tx => tx.deleteFrom('publishing.exports').where('id', '=', id).execute())
}
