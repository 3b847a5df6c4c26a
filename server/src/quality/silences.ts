import { z } from '@hono/zod-openapi'
import type { Tx } from '@octavo/database'
import { OctavoError } from '../errors.ts'
import type { Caller } from '../http/environment.ts'
import { allowedBook, visibleBook } from '../library/book-access.ts'
import { namesOf } from '../library/people.ts'
import type { Octavo } from '../octavo.ts'
import { knownRule } from './rules.ts'

export const newSilence = z
  .object({
    rule: z.string().min(1).max(60).openapi({ description: 'As GET /v1/audit-rules lists them' }),
    reason: z.string().trim().min(1).max(2_000),
  })
  .openapi('NewSilence')

export const silenceView = z
  .object({
    id: z.uuid(),
    rule: z.string(),
    reason: z.string(),
    by: z.object({ id: z.uuid(), name: z.string().nullable() }).nullable(),
    createdAt: z.string(),
  })
  .openapi('Silence')
export type SilenceView = z.infer<typeof silenceView>

/** The rules a book does not want to hear of. */
export async function silencedRules(tx: Tx, bookId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('quality.silences')
    .select('rule')
    .where('book_id', '=', bookId)
    .orderBy('rule')
    .execute()
  return rows.map(row => row.rule)
}

/** The silences of a book, with who asked for each and why. Throws not_found. */
export async function listSilences(octavo: Octavo, caller: Caller, bookId: string): Promise<SilenceView[]> {
  const rows = await octavo.database.asUser(caller, async tx => {
    await visibleBook(tx, bookId)
    return tx.selectFrom('quality.silences').selectAll().where('book_id', '=', bookId).orderBy('rule').execute()
  })
  const names = await namesOf(
    octavo,
    rows.flatMap(row => row.created_by ?? []),
  )
  return rows.map(row => ({
    id: row.id,
    rule: row.rule,
    reason: row.reason,
    by: row.created_by ? { id: row.created_by, name: names.get(row.created_by)?.name ?? null } : null,
    createdAt: row.created_at.toISOString(),
  }))
}

/** Silences a rule in a book. Throws not_found, forbidden, rule_unknown, conflict when it is silenced already. */
export async function addSilence(
  octavo: Octavo,
  caller: Caller,
  bookId: string,
  { rule, reason }: z.infer<typeof newSilence>,
): Promise<SilenceView> {
  knownRule(rule)
  await octavo.database.asUser(caller, async tx => {
    await allowedBook(tx, bookId)
    await tx.insertInto('quality.silences').values({ book_id: bookId, rule, reason }).execute()
  })
  const all = await listSilences(octavo, caller, bookId)
  return all.find(silence => silence.rule === rule)!
}

/** Hears of a rule again. Throws not_found, forbidden. */
export async function removeSilence(octavo: Octavo, caller: Caller, bookId: string, rule: string): Promise<void> {
  await octavo.database.asUser(caller, async tx => {
    await allowedBook(tx, bookId)
    const removed = await tx
      .deleteFrom('quality.silences')
      .where('book_id', '=', bookId)
      .where('rule', '=', rule)
      .returning('id')
      .executeTakeFirst()
    if (!removed) throw new OctavoError('not_found', `"${rule}" is not silenced in this book.`)
  })
}
