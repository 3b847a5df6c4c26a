import { randomUUID } from 'node:crypto'
import type { Tx } from '../transaction.ts'

/** The rows of `shop` in the schema quality. */
export interface QualityWorld {
  featureId: string
  auditId: string
  bookAuditId: string
  silenceId: string
  /** Waits for what the author decides. */
  remediationId: string
}

/** A feature of the catalogue, the audit of a chapter and of its book, a silence and a remediation. */
export async function fillQuality(tx: Tx, bookId: string, chapterId: string, authorId: string): Promise<QualityWorld> {
  const featureId = 'test-feature'
  await tx
    .insertInto('quality.features')
    .values({
      id: featureId,
      name: 'Test feature',
      category: 'admonitions',
      importance: 'optional',
      example: ':::{note}\nText.\n:::',
      explanation: 'Stands out from the text.',
      position: 0,
    })
    .execute()
  const [auditId, bookAuditId, silenceId, remediationId] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()]
  const counts = { features_total: 1, features_found: 0, features_missing: 1, errors: 0, warnings: 1, infos: 0 }
  await tx
    .insertInto('quality.audits')
    .values([
      { id: auditId, book_id: bookId, chapter_id: chapterId, version: 1, basis: 'x', score: 50, ...counts },
      { id: bookAuditId, book_id: bookId, chapter_id: null, version: null, basis: 'x', score: 50, ...counts },
    ])
    .execute()
  await tx
    .insertInto('quality.silences')
    .values({ id: silenceId, book_id: bookId, rule: 'long-sentence', reason: 'Our style.', created_by: authorId })
    .execute()
  await tx
    .insertInto('quality.remediations')
    .values({
      id: remediationId,
      book_id: bookId,
      chapter_id: chapterId,
      kind: 'fix',
      base_version: 1,
      original: '# Opening\n\nUnlock the door.\n',
      created_by: authorId,
      state: 'completed',
    })
    .execute()
  return { featureId, auditId, bookAuditId, silenceId, remediationId }
}
