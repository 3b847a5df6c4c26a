import { z } from '@hono/zod-openapi'
import { severities } from '@octavo/manuscript'

const count = z.number().int()

export const findingView = z
  .object({
    rule: z.string(),
    severity: z.enum(severities),
    message: z.string(),
    file: z.string().optional().openapi({ description: 'Where an export puts the chapter' }),
    line: count,
    column: count.openapi({ description: 'In UTF-16 code units, as lines from 1' }),
    endLine: count.optional(),
    endColumn: count.optional(),
  })
  .openapi('Finding')
export type FindingView = z.infer<typeof findingView>

const featureUse = z.object({
  id: z.string(),
  required: z.boolean(),
  count,
  lines: z.array(count).openapi({ description: 'Of a chapter; the first 100' }),
})
export type FeatureUseView = z.infer<typeof featureUse>

const judged = z.object({
  score: z.number().openapi({ description: '0 to 100' }),
  threshold: count.openapi({ description: 'What the book asks of a chapter' }),
  stale: z.boolean().openapi({ description: 'Whether text or settings have changed since' }),
  features: z.object({
    total: count.openapi({ description: 'Required by the book' }),
    found: count,
    missing: count,
    items: z.array(featureUse).openapi({ description: 'Every feature that is used or required' }),
  }),
  counts: z
    .object({ error: count, warning: count, info: count })
    .openapi({ description: 'Without missing features, which count as features' }),
  silenced: z.record(z.string(), count).openapi({ description: 'Findings nobody wants to hear of, by rule' }),
  words: count.openapi({ description: 'Of prose' }),
  findings: z
    .array(findingView)
    .openapi({ description: `In the order of the text; no more than 2,000 are kept, "counts" counts all` }),
  auditedAt: z.string(),
})

export const chapterAudit = judged
  .extend({
    chapterId: z.uuid(),
    bookId: z.uuid(),
    title: z.string(),
    file: z.string(),
    version: count.openapi({ description: 'The version that was read' }),
  })
  .openapi('ChapterAudit')
export type ChapterAudit = z.infer<typeof chapterAudit>

export const bookAudit = judged.extend({ bookId: z.uuid(), chapters: z.array(chapterAudit) }).openapi('BookAudit')
export type BookAuditView = z.infer<typeof bookAudit>
