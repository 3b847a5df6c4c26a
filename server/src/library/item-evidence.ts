import { z } from '@hono/zod-openapi'
import { OctavoError } from '../errors.ts'
import type { Caller } from '../http/environment.ts'
import type { Octavo } from '../octavo.ts'
import { sectionsOf } from './outline.ts'
import { passageView, toPassageView } from './passages.ts'

export const itemEvidence = z
  .object({
    sections: z.array(
      z.object({
        title: z.string(),
        passages: z.array(passageView.extend({ sourceId: z.uuid(), sourceTitle: z.string() })),
        gone: z
          .number()
          .int()
          .openapi({ description: 'Passages it stood on whose source was deleted, or has other words now' }),
      }),
    ),
  })
  .openapi('ItemEvidence')

/** The passages each section of an outline item stands on, in the order of the plan. Throws not_found. */
export async function readItemEvidence(
  octavo: Octavo,
  caller: Caller,
  itemId: string,
): Promise<z.infer<typeof itemEvidence>> {
  return octavo.database.asUser(caller, async tx => {
    const item = await tx
      .selectFrom('library.toc_items')
      .select(['book_id', 'sections'])
      .where('id', '=', itemId)
      .executeTakeFirst()
    if (!item) throw new OctavoError('not_found')
    const sections = sectionsOf(item)
    const ids = [...new Set(sections.flatMap(section => section.passages))]
    const rows =
      ids.length === 0
        ? []
        : await tx
            .selectFrom('library.passages as p')
            .innerJoin('library.sources as s', 's.id', 'p.source_id')
            .selectAll('p')
            .select('s.title as source_title')
            .where('p.book_id', '=', item.book_id)
            .where('p.id', 'in', ids)
            .execute()
    const byId = new Map(
      rows.map(row => [row.id, { ...toPassageView(row), sourceId: row.source_id, sourceTitle: row.source_title }]),
    )
    return {
      sections: sections.map(({ title, passages: wanted }) => {
        const passages = wanted.flatMap(id => byId.get(id) ?? [])
        return { title, passages, gone: wanted.length - passages.length }
      }),
    }
  })
}
