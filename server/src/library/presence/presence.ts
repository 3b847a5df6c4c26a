import { z } from '@hono/zod-openapi'
import { sql } from 'kysely'
import type { Caller } from '../../http/environment.ts'
import type { Octavo } from '../../octavo.ts'
import { findChapter } from '../chapters.ts'
import { namesOf } from '../people.ts'

/** How long somebody counts as present after he was last heard of. Seconds; more than two of the studio's rounds. */
const presentSeconds = 20

export const whereabouts = z
  .object({
    line: z
      .number()
      .int()
      .min(1)
      .max(5_000_000)
      .nullable()
      .openapi({ description: 'Where the cursor is, from 1; null when it is nowhere' }),
  })
  .openapi('Whereabouts')

export const presenceView = z
  .object({
    version: z.number().int().openapi({ description: 'Of the chapter, as it is now' }),
    others: z.array(
      z.object({
        userId: z.uuid(),
        name: z.string().nullable(),
        line: z.number().int().nullable(),
        seenAt: z.string(),
      }),
    ),
  })
  .openapi('Presence')
export type PresenceView = z.infer<typeof presenceView>

/**
 * Says that the caller has a chapter open, and answers who else has, by name, and which version it is at. Whoever is not
 * heard of for 20 s is gone. Throws not_found.
 */
export async function bePresent(
  octavo: Octavo,
  caller: Caller,
  chapterId: string,
  { line }: z.infer<typeof whereabouts>,
): Promise<PresenceView> {
  const { version, rows } = await octavo.database.asUser(caller, async tx => {
    const chapter = await findChapter(tx, chapterId)
    await tx
      .insertInto('library.presence')
      .values({ chapter_id: chapterId, book_id: chapter.book_id, user_id: caller.userId, line })
      .onConflict(conflict => conflict.columns(['chapter_id', 'user_id']).doUpdateSet({ line }))
      .execute()
    const rows = await tx
      .selectFrom('library.presence')
      .select(['user_id', 'line', 'updated_at'])
      .where('chapter_id', '=', chapterId)
      .where('user_id', '<>', caller.userId)
      .where('updated_at', '>', sql<Date>`now() - make_interval(secs => ${presentSeconds})`)
      .orderBy('created_at')
      .execute()
    return { version: chapter.version, rows }
  })
  const names = await namesOf(
    octavo,
    rows.map(row => row.user_id),
  )
  return {
    version,
    others: rows.map(row => ({
      userId: row.user_id,
      name: names.get(row.user_id)?.name ?? null,
      line: row.line,
      seenAt: row.updated_at.toISOString(),
    })),
  }
}
