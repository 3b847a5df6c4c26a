import { type Entry, nobody, readers, signedIn, writers } from './actors.ts'

/** The tables of the schema quality. */
export const quality: Record<string, Entry> = {
  'quality.features': {
    row: w => ({ id: w.shop.featureId }),
    select: signedIn,
    update: { by: ['operator'], values: { active: false } },
    delete: nobody,
  },
  'quality.audits': { row: w => ({ id: w.shop.auditId }), select: readers, delete: nobody },
  'quality.audits of-the-book': { row: w => ({ id: w.shop.bookAuditId }), select: readers, delete: nobody },
  'quality.silences': {
    row: w => ({ id: w.shop.silenceId }),
    select: readers,
    insert: { by: writers, values: w => ({ book_id: w.shop.bookId, rule: 'long-paragraph', reason: 'Our style.' }) },
    delete: writers,
  },
  'quality.remediations': {
    row: w => ({ id: w.shop.remediationId }),
    select: readers,
    insert: {
      by: writers,
      values: w => ({
        book_id: w.shop.bookId,
        chapter_id: w.shop.chapterId,
        kind: 'remediate',
        base_version: 1,
        original: 'Text.',
      }),
    },
    update: { by: writers, values: { result_version: 2 } },
    delete: nobody,
  },
}
