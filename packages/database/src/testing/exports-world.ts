import { randomUUID } from 'node:crypto'
import type { Tx } from '../transaction.ts'

/** What was made of `shop`'s book. */
export interface ExportsWorld {
  /** By the reviewer, completed. */
  exportId: string
  /** The job of an export nobody has a row for. */
  exportJobId: string
}

/** An export that is there, and a job of another one. */
export async function fillExports(
  tx: Tx,
  of: { organizationId: string; bookId: string; fileId: string; reviewerId: string },
): Promise<ExportsWorld> {
  const [exportId, jobId, exportJobId] = [randomUUID(), randomUUID(), randomUUID()]
  const job = { organization_id: of.organizationId, book_id: of.bookId, kind: 'export' as const }
  const done = { state: 'completed' as const, created_by: of.reviewerId }
  await tx
    .insertInto('generation.generations')
    .values([
      { id: jobId, ...job, ...done, completed_at: new Date() },
      { id: exportJobId, ...job, state: 'queued', created_by: of.reviewerId },
    ])
    .execute()
  await tx
    .insertInto('publishing.exports')
    .values({
      id: exportId,
      book_id: of.bookId,
      format: 'myst',
      job_id: jobId,
      file_id: of.fileId,
      finished_at: new Date(),
      ...done,
    })
    .execute()
  return { exportId, exportJobId }
}
