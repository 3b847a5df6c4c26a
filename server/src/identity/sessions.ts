import { OctavoError } from '../errors.ts'
import type { Caller } from '../http/environment.ts'
import type { Octavo } from '../octavo.ts'

export interface OwnSession {
  id: string
  /** As the browser names itself; null when it does not. */
  device: string | null
  address: string | null
  createdAt: string
  expiresAt: string
  /** The one this request came with. */
  current: boolean
}

/** The caller's sessions, newest first. */
export function listSessions(octavo: Octavo, caller: Caller): Promise<OwnSession[]> {
  return octavo.database.asUser(caller, async tx => {
    const rows = await tx
      .selectFrom('auth.sessions')
      .select(['id', 'user_agent', 'ip_address', 'created_at', 'expires_at'])
      .where('expires_at', '>', new Date())
      .orderBy('created_at', 'desc')
      .execute()
    return rows.map(row => ({
      id: row.id,
      device: row.user_agent || null,
      address: row.ip_address || null,
      createdAt: row.created_at.toISOString(),
      expiresAt: row.expires_at.toISOString(),
      current: row.id === caller.sessionId,
    }))
  })
}

/** Ends one of the caller's sessions at once. Throws not_found. */
export function endSession(octavo: Octavo, caller: Caller, id: string): Promise<void> {
  return octavo.database.asUser(caller, async tx => {
    const { numDeletedRows } = await tx.deleteFrom('auth.sessions').where('id', '=', id).executeTakeFirstOrThrow()
    if (numDeletedRows === 0n) throw new OctavoError('not_found')
  })
}
