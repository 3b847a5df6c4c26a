import type { Tx } from '@octavo/database'
import { sql } from 'kysely'
import { OctavoError } from '../errors.ts'

export const roles = ['viewer', 'reviewer', 'editor', 'admin', 'owner'] as const
export type Role = (typeof roles)[number]

/** The transaction's person's role in an organization. Throws not_found for an outsider. */
export async function roleIn(tx: Tx, organizationId: string): Promise<Role> {
  const { rows } = await sql<{ role: Role | null }>`select app.organization_role(${organizationId}) as role`.execute(tx)
  const role = rows[0]?.role
  if (!role) throw new OctavoError('not_found')
  return role
}

/**
 * The same, for lists that the database shows to some roles only: an empty list would look like an empty organization.
 * Throws not_found, forbidden.
 */
export async function requireRole(tx: Tx, organizationId: string, minimum: Role): Promise<Role> {
  const role = await roleIn(tx, organizationId)
  if (roles.indexOf(role) < roles.indexOf(minimum)) throw new OctavoError('forbidden')
  return role
}
