import { randomUUID } from 'node:crypto'
import type { Tx } from '../transaction.ts'

/** What was imported into `shop`'s book. */
export interface ImportsWorld {
  /** By the owner, proposed. */
  structureId: string
  /** The job of an import nobody has a row for. */
  importJobId: string
}

/** A structure that waits for its author, and a job of another one. */
export async function fillImports(
  tx: Tx,
  of: { organizationId: string; bookId: string; fileId: string; authorId: string },
): Promise<ImportsWorld> {
  const [structureId, jobId, importJobId] = [randomUUID(), randomUUID(), randomUUID()]
  const job = { organization_id: of.organizationId, book_id: of.bookId, kind: 'import' as const }
  await tx
    .insertInto('generation.generations')
    .values([
      { id: jobId, ...job, state: 'completed', completed_at: new Date(), created_by: of.authorId },
      { id: importJobId, ...job, state: 'queued', created_by: of.authorId },
    ])
    .execute()
  await tx
    .insertInto('library.structures')
    .values({
      id: structureId,
      book_id: of.bookId,
      file_id: of.fileId,
      name: 'manual.epub',
      job_id: jobId,
      state: 'proposed',
      format: 'epub',
      method: 'toc',
      confidence: 0.9,
      upload: JSON.stringify({ blocks: [] }),
      structure: JSON.stringify({ items: [] }),
      created_by: of.authorId,
    })
    .execute()
  return { structureId, importJobId }
}
