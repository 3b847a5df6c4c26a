import type { Tx } from '@octavo/database'
import { OctavoError } from '../errors.ts'
import type { Caller } from '../http/environment.ts'
import type { Octavo } from '../octavo.ts'
import { recordAudit } from '../system/audit.ts'
import { type Role, roleIn } from './organization-role.ts'

export interface Member {
  userId: string
  name: string
  avatarUrl: string | null
  role: Role
  joinedAt: string
}

function membersOf(tx: Tx, organizationId: string) {
  return tx
    .selectFrom('identity.members as m')
    .innerJoin('identity.people as p', 'p.user_id', 'm.user_id')
    .select(['m.user_id', 'p.name', 'p.avatar_url', 'm.role', 'm.created_at'])
    .where('m.organization_id', '=', organizationId)
}

type Row = Awaited<ReturnType<ReturnType<typeof membersOf>['execute']>>[number]

function toMember(row: Row): Member {
  return {
    userId: row.user_id,
    name: row.name ?? '', // a view's columns count as nullable; this one never is
    avatarUrl: row.avatar_url,
    role: row.role,
    joinedAt: row.created_at.toISOString(),
  }
}

/** Who works in an organization, owners first. Throws not_found. */
export function listMembers(octavo: Octavo, caller: Caller, organizationId: string): Promise<Member[]> {
  return octavo.database.asUser(caller, async tx => {
    await roleIn(tx, organizationId)
    const rows = await membersOf(tx, organizationId).orderBy('m.role', 'desc').orderBy('p.name').execute()
    return rows.map(toMember)
  })
}

interface MemberPlace {
  organizationId: string
  userId: string
}

/** Gives a member another role, up to the caller's own. Throws not_found, forbidden below admin, last_owner. */
export function changeMemberRole(
  octavo: Octavo,
  caller: Caller,
  { organizationId, userId }: MemberPlace,
  role: Role,
): Promise<Member> {
  return octavo.database.asUser(caller, async tx => {
    const before = await membersOf(tx, organizationId).where('m.user_id', '=', userId).executeTakeFirst()
    if (!before) throw new OctavoError('not_found')
    const { numUpdatedRows } = await tx
      .updateTable('identity.members')
      .set({ role })
      .where('organization_id', '=', organizationId)
      .where('user_id', '=', userId)
      .executeTakeFirstOrThrow()
    if (numUpdatedRows === 0n) throw new OctavoError('forbidden')
    await recordAudit(tx, {
      action: 'member.role_changed',
      subject: userId,
      organizationId,
      details: { from: before.role, to: role },
    })
    return toMember({ ...before, role })
  })
}

/** Removes a member, or lets the caller leave. Throws not_found, forbidden, last_owner. */
export function removeMember(octavo: Octavo, caller: Caller, { organizationId, userId }: MemberPlace): Promise<void> {
  return octavo.database.asUser(caller, async tx => {
    const before = await membersOf(tx, organizationId).where('m.user_id', '=', userId).executeTakeFirst()
    if (!before) throw new OctavoError('not_found')
    // First, because whoever leaves may not write into the organization's log afterwards; a refusal below takes it back.
    await recordAudit(tx, {
      action: userId === caller.userId ? 'member.left' : 'member.removed',
      subject: userId,
      organizationId,
      details: { role: before.role },
    })
    const { numDeletedRows } = await tx
      .deleteFrom('identity.members')
      .where('organization_id', '=', organizationId)
      .where('user_id', '=', userId)
      .executeTakeFirstOrThrow()
    if (numDeletedRows === 0n) throw new OctavoError('forbidden')
  })
}
