import { OctavoError } from '../errors.ts'
import type { Caller } from '../http/environment.ts'
import type { Octavo } from '../octavo.ts'
import { recordAudit } from '../system/audit.ts'

/** One way in which a person signs in. */
export interface Account {
  id: string
  /** "credential" is the password. */
  provider: string
  primary: boolean
  createdAt: string
}

/** The caller's ways of signing in. */
export function listAccounts(octavo: Octavo, caller: Caller): Promise<Account[]> {
  return octavo.database.asUser(caller, async tx => {
    const rows = await tx
      .selectFrom('auth.accounts')
      .select(['id', 'provider_id', 'is_primary', 'created_at'])
      .orderBy('created_at')
      .execute()
    return rows.map(row => ({
      id: row.id,
      provider: row.provider_id,
      primary: row.is_primary,
      createdAt: row.created_at.toISOString(),
    }))
  })
}

/** Makes one of the caller's ways of signing in the primary one. Throws not_found. */
export async function markPrimary(octavo: Octavo, caller: Caller, id: string): Promise<Account[]> {
  await octavo.database.asUser(caller, async tx => {
    // First none, since no two may be primary even for a moment.
    await tx.updateTable('auth.accounts').set({ is_primary: false }).where('is_primary', '=', true).execute()
    const { numUpdatedRows } = await tx
      .updateTable('auth.accounts')
      .set({ is_primary: true })
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    if (numUpdatedRows === 0n) throw new OctavoError('not_found')
  })
  return listAccounts(octavo, caller)
}

/** Unlinks a way of signing in; the oldest of those left becomes primary if it was. Throws not_found, last_account. */
export function unlinkAccount(octavo: Octavo, caller: Caller, id: string): Promise<void> {
  const { userId } = caller
  return octavo.database.asService('people do not delete sign-in rows: the last one must stay', async tx => {
    // Locks the person, so that of two requests at once the second sees what the first left.
    await tx.selectFrom('auth.users').select('id').where('id', '=', userId).forUpdate().execute()
    const own = await tx
      .selectFrom('auth.accounts')
      .select(['id', 'provider_id', 'is_primary'])
      .where('user_id', '=', userId)
      .orderBy('created_at')
      .execute()
    const account = own.find(row => row.id === id)
    if (!account) throw new OctavoError('not_found')
    const heir = own.find(row => row.id !== id)
    if (!heir) throw new OctavoError('last_account')
    await tx.deleteFrom('auth.accounts').where('id', '=', id).execute()
    if (account.is_primary) {
      await tx.updateTable('auth.accounts').set({ is_primary: true }).where('id', '=', heir.id).execute()
    }
    await recordAudit(tx, {
      action: 'account.unlinked',
      subject: userId,
      actorId: userId,
      details: { provider: account.provider_id },
    })
  })
}
