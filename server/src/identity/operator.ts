import type { Tx } from '@octavo/database'
import { sql } from 'kysely'
import { OctavoError } from '../errors.ts'
import type { Caller } from '../http/environment.ts'
import { type PageRequest, pageByTime } from '../http/pagination.ts'
import type { Octavo } from '../octavo.ts'
import { recordAudit } from '../system/audit.ts'
import { endAccess } from './me.ts'

export type UserStatus = 'active' | 'suspended' | 'deleted'
export type UserRole = 'user' | 'creator' | 'author' | 'superadmin'

/** A person as the operator of the installation sees them. */
export interface User {
  id: string
  email: string
  emailVerified: boolean
  name: string
  username: string | null
  status: UserStatus
  roles: { role: UserRole; grantedBy: string | null; grantedAt: string }[]
  lastSignInAt: string | null
  createdAt: string
}

/** Throws forbidden unless the caller runs the installation. */
export function requireOperator(octavo: Octavo, caller: Caller): Promise<void> {
  return octavo.database.asUser(caller, async tx => {
    const { rows } = await sql<{ yes: boolean }>`select app.is_operator() as yes`.execute(tx)
    if (!rows[0]?.yes) throw new OctavoError('forbidden', 'Only an operator of this installation may do this.')
  })
}

/** Works past the rules of single organizations, for whoever runs the installation. Throws forbidden. */
export async function asOperator<T>(
  octavo: Octavo,
  caller: Caller,
  work: (tx: Tx) => Promise<T>,
  why = 'an operator looks after all people',
): Promise<T> {
  await requireOperator(octavo, caller)
  return octavo.database.asService(why, work)
}

function users(tx: Tx) {
  return tx
    .selectFrom('auth.users as u')
    .select([
      'u.id',
      'u.email',
      'u.email_verified',
      'u.name',
      'u.username',
      'u.status',
      'u.last_sign_in_at',
      'u.created_at',
    ])
    .select(
      sql<User['roles']>`(select coalesce(json_agg(json_build_object(
        'role', r.role, 'grantedBy', r.granted_by, 'grantedAt', r.granted_at) order by r.role), '[]')
        from identity.user_roles r where r.user_id = u.id)`.as('roles'),
    )
}

type Row = Awaited<ReturnType<ReturnType<typeof users>['execute']>>[number]

function toUser(row: Row): User {
  return {
    id: row.id,
    email: row.email,
    emailVerified: row.email_verified,
    name: row.name,
    username: row.username,
    status: row.status,
    roles: row.roles.map(role => ({ ...role, grantedAt: new Date(role.grantedAt).toISOString() })),
    lastSignInAt: row.last_sign_in_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
  }
}

export interface UserSearch extends PageRequest {
  /** Part of an address, name or user name, in any case. */
  q?: string | undefined
  status?: UserStatus | undefined
}

/** People, newest first. Throws forbidden. */
export function findUsers(octavo: Octavo, caller: Caller, { q, status, ...page }: UserSearch) {
  return asOperator(octavo, caller, async tx => {
    let query = users(tx)
    if (status) query = query.where('u.status', '=', status)
    if (q) {
      const pattern = `%${q.replaceAll(/[\\%_]/g, '\\$&')}%`
      query = query.where(eb =>
        eb.or([eb('u.email', 'ilike', pattern), eb('u.name', 'ilike', pattern), eb('u.username', 'ilike', pattern)]),
      )
    }
    return pageByTime(query, page, toUser, { at: 'u.created_at', id: 'u.id' })
  })
}

async function readUser(tx: Tx, id: string): Promise<User> {
  const row = await users(tx).where('u.id', '=', id).executeTakeFirst()
  if (!row) throw new OctavoError('not_found')
  return toUser(row)
}

/** Locks somebody out: sessions and tokens end at once. Throws forbidden, also about oneself; not_found. */
export function suspendUser(octavo: Octavo, caller: Caller, id: string): Promise<User> {
  return asOperator(octavo, caller, async tx => {
    if (id === caller.userId) throw new OctavoError('forbidden', 'You cannot lock yourself out: another operator can.')
    const user = await readUser(tx, id)
    if (user.status === 'deleted')
      throw new OctavoError('conflict', 'This account is deleted, which already keeps it out.')
    await tx.updateTable('auth.users').set({ status: 'suspended' }).where('id', '=', id).execute()
    await endAccess(tx, id)
    await recordAudit(tx, { action: 'user.suspended', subject: id, actorId: caller.userId })
    return readUser(tx, id)
  })
}

/** Lets a suspended person in again, or brings back a deleted account that is not erased yet. Throws forbidden, not_found. */
export function reactivateUser(octavo: Octavo, caller: Caller, id: string): Promise<User> {
  return asOperator(octavo, caller, async tx => {
    await readUser(tx, id)
    await tx.updateTable('auth.users').set({ status: 'active', deleted_at: null }).where('id', '=', id).execute()
    await recordAudit(tx, { action: 'user.reactivated', subject: id, actorId: caller.userId })
    return readUser(tx, id)
  })
}

/** Grants a role on this installation; the database lets nobody raise himself. Throws forbidden, not_found. */
export async function grantRole(octavo: Octavo, caller: Caller, id: string, role: UserRole): Promise<User> {
  await asOperator(octavo, caller, tx => readUser(tx, id))
  await octavo.database.asUser(caller, async tx => {
    const granted = await tx
      .insertInto('identity.user_roles')
      .values({ user_id: id, role, granted_by: caller.userId })
      .onConflict(conflict => conflict.doNothing())
      .executeTakeFirst()
    if (granted.numInsertedOrUpdatedRows)
      await recordAudit(tx, { action: 'role.granted', subject: id, details: { role } })
  })
  return asOperator(octavo, caller, tx => readUser(tx, id))
}

/** Takes a role back. Throws forbidden, also about oneself; not_found when the person does not have it. */
export async function revokeRole(octavo: Octavo, caller: Caller, id: string, role: UserRole): Promise<User> {
  await requireOperator(octavo, caller)
  if (id === caller.userId) throw new OctavoError('forbidden', 'Another operator can take a role from you.')
  await octavo.database.asUser(caller, async tx => {
    const { numDeletedRows } = await tx
      .deleteFrom('identity.user_roles')
      .where('user_id', '=', id)
      .where('role', '=', role)
      .executeTakeFirstOrThrow()
    if (numDeletedRows === 0n) throw new OctavoError('not_found')
    await recordAudit(tx, { action: 'role.revoked', subject: id, details: { role } })
  })
  return asOperator(octavo, caller, tx => readUser(tx, id))
}
