import { z } from '@hono/zod-openapi'
import type { Caller } from '../http/environment.ts'
import { allowedBook, visibleBook } from '../library/book-access.ts'
import type { Octavo } from '../octavo.ts'

export const publishingSettings = z
  .object({
    requiresApproval: z.boolean().openapi({ description: 'Only chapters that are approved or published go out' }),
    hidesSolutions: z.boolean().openapi({ description: 'Solutions of exercises stay here' }),
  })
  .openapi('PublishingSettings')
export type PublishingSettings = z.infer<typeof publishingSettings>

/** What a book asks of itself before it is published. Throws not_found. */
export function readSettings(octavo: Octavo, caller: Caller, bookId: string): Promise<PublishingSettings> {
  return octavo.database.asUser(caller, async tx => {
    await visibleBook(tx, bookId)
    const row = await tx
      .selectFrom('publishing.settings')
      .select(['requires_approval', 'hides_solutions'])
      .where('book_id', '=', bookId)
      .executeTakeFirst()
    return { requiresApproval: row?.requires_approval ?? false, hidesSolutions: row?.hides_solutions ?? false }
  })
}

/** Throws not_found, forbidden. */
export async function changeSettings(
  octavo: Octavo,
  caller: Caller,
  bookId: string,
  changes: Partial<PublishingSettings>,
): Promise<PublishingSettings> {
  const wanted = { ...(await readSettings(octavo, caller, bookId)), ...changes }
  const values = { requires_approval: wanted.requiresApproval, hides_solutions: wanted.hidesSolutions }
  await octavo.database.asUser(caller, async tx => {
    await allowedBook(tx, bookId)
    await tx
      .insertInto('publishing.settings')
      .values({ book_id: bookId, ...values })
      .onConflict(conflict => conflict.column('book_id').doUpdateSet(values))
      .execute()
  })
  return wanted
}
