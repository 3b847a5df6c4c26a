import { z } from '@hono/zod-openapi'
import { lineHunks, patchBetween, segmentsOf } from '@octavo/manuscript'
import type { Caller } from '../../http/environment.ts'
import type { Octavo } from '../../octavo.ts'
import { bookOfChapter } from '../book-access.ts'
import { toVersionViews, versionView } from './version-view.ts'
import { findVersion } from './versions.ts'

const number = z.coerce.number().int().min(1).max(2_147_483_647)
export const comparisonQuery = z.object({ from: number, to: number })

const kind = z.enum(['same', 'removed', 'added'])
export const comparison = z
  .object({
    from: versionView.openapi({ description: 'Its "words" are those before' }),
    to: versionView.openapi({ description: 'Its "words" are those after' }),
    words: z
      .array(z.object({ kind, text: z.string() }))
      .openapi({ description: 'Same and removed make the text of "from", same and added that of "to"' }),
    lines: z
      .array(
        z.object({
          beforeStart: z.number().int(),
          beforeLines: z.number().int(),
          afterStart: z.number().int(),
          afterLines: z.number().int(),
          lines: z.array(z.object({ kind, text: z.string(), unended: z.literal(true).optional() })),
        }),
      )
      .openapi({ description: 'The same as hunks of lines, as `diff -u` shows them' }),
  })
  .openapi('VersionComparison')
export type Comparison = z.infer<typeof comparison>

/** What changed from one version of a chapter to another, in either direction. */
export async function compareVersions(
  octavo: Octavo,
  caller: Caller,
  chapterId: string,
  range: z.infer<typeof comparisonQuery>,
): Promise<Comparison> {
  const rows = await octavo.database.asUser(caller, async tx => {
    await bookOfChapter(tx, chapterId)
    return [await findVersion(tx, chapterId, range.from), await findVersion(tx, chapterId, range.to)] as const
  })
  const [from, to] = await toVersionViews(octavo, rows)
  const [before, after] = rows.map(row => row.content) as [string, string]
  const patch = patchBetween(before, after)
  return { from: from!, to: to!, words: segmentsOf(before, patch), lines: lineHunks(before, patch) }
}
