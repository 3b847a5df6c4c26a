import type { Tx } from '@octavo/database'
import { sql } from 'kysely'
import { OctavoError } from '../errors.ts'
import type { Caller } from '../http/environment.ts'
import { type Role, roles } from '../identity/organization-role.ts'
import type { Octavo } from '../octavo.ts'

interface Standing {
  role: Role | null
  operator: boolean
}

async function standingOf(tx: Tx, organizationId: string): Promise<Standing> {
  const { rows } = await sql<Standing>`
    select app.organization_role(${organizationId}::uuid) as role, app.is_operator() as operator`.execute(tx)
  return rows[0]!
}

/** Members read what their organization used, operators what every one did. Throws not_found for others. */
export async function requireReader(tx: Tx, organizationId: string): Promise<void> {
  const { role, operator } = await standingOf(tx, organizationId)
  if (!role && !operator) throw new OctavoError('not_found')
}

/** Who used what is for admins and operators; to others only their own acts are shown. Throws not_found, forbidden. */
export async function requireOverseer(tx: Tx, organizationId: string): Promise<void> {
  const { role, operator } = await standingOf(tx, organizationId)
  if (!role && !operator) throw new OctavoError('not_found')
  if (!operator && roles.indexOf(role!) < roles.indexOf('admin')) throw new OctavoError('forbidden')
}

/**
 * Reads an organization's counters for one of its members: they are kept by the service and include what the person may
 * not see, such as private books, in the count. Throws not_found.
 */
export async function asReader<T>(
  octavo: Octavo,
  caller: Caller,
  organizationId: string,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  await octavo.database.asUser(caller, tx => requireReader(tx, organizationId))
  return octavo.database.asService('what an organization used is counted over all its members', work)
}
