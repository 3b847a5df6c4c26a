import { randomBytes } from 'node:crypto'
import type { JsonValue, Tx } from '@octavo/database'
import { sql } from 'kysely'
import { OctavoError } from '../errors.ts'
import type { Caller } from '../http/environment.ts'
import type { Octavo } from '../octavo.ts'
import { recordAudit } from '../system/audit.ts'
import type { Change } from './me.ts'
import { type Role, requireRole } from './organization-role.ts'

export interface Organization {
  id: string
  name: string
  slug: string
  description: string | null
  personal: boolean
  settings: Record<string, JsonValue>
  /** The caller's own. */
  role: Role
  createdAt: string
}

function ownOrganizations(tx: Tx, userId: string) {
  return tx
    .selectFrom('identity.organizations as o')
    .innerJoin('identity.members as m', join =>
      join.onRef('m.organization_id', '=', 'o.id').on('m.user_id', '=', userId),
    )
    .select(['o.id', 'o.name', 'o.slug', 'o.description', 'o.personal', 'o.settings', 'm.role', 'o.created_at'])
}

type Row = Awaited<ReturnType<ReturnType<typeof ownOrganizations>['execute']>>[number]

function toOrganization(row: Row): Organization {
  return {
    id: row.id,
    name: row.name,
    slug: row.slug,
    description: row.description,
    personal: row.personal,
    settings: row.settings as Record<string, JsonValue>,
    role: row.role,
    createdAt: row.created_at.toISOString(),
  }
}

/** The organizations the caller works in, their own first. */
export function listOrganizations(octavo: Octavo, caller: Caller): Promise<Organization[]> {
  return octavo.database.asUser(caller, async tx => {
    const rows = await ownOrganizations(tx, caller.userId).orderBy('o.personal', 'desc').orderBy('o.name').execute()
    return rows.map(toOrganization)
  })
}

/** One of them. Throws not_found. */
export function getOrganization(octavo: Octavo, caller: Caller, id: string): Promise<Organization> {
  return octavo.database.asUser(caller, tx => readOrganization(tx, caller.userId, id))
}

async function readOrganization(tx: Tx, userId: string, id: string): Promise<Organization> {
  const row = await ownOrganizations(tx, userId).where('o.id', '=', id).executeTakeFirst()
  if (!row) throw new OctavoError('not_found')
  return toOrganization(row)
}

export interface NewOrganization {
  name: string
  /** Taken as it is; without one it is made from the name. */
  slug?: string | undefined
  description?: string | undefined
}

/** Founds an organization with the caller as its owner. Throws conflict when the slug is taken. */
export function createOrganization(octavo: Octavo, caller: Caller, input: NewOrganization): Promise<Organization> {
  // People cannot see which slugs are taken, so one of ours must not need to be asked about.
  const slug = input.slug ?? `${slugOf(input.name)}-${randomBytes(4).toString('hex')}`
  return octavo.database.asUser(caller, async tx => {
    const { rows } = await sql<{ id: string }>`
      select identity.found_organization(${input.name}, ${slug}, ${input.description ?? null}) as id`.execute(tx)
    const { id } = rows[0]!
    await recordAudit(tx, {
      action: 'organization.founded',
      subject: id,
      organizationId: id,
      details: { name: input.name },
    })
    return readOrganization(tx, caller.userId, id)
  })
}

function slugOf(name: string): string {
  const plain = name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
  return (
    plain
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '')
      .slice(0, 60) || 'organization'
  )
}

export type OrganizationChange = Change<Pick<Organization, 'name' | 'slug' | 'description' | 'settings'>>

/** Changes an organization. Throws not_found, forbidden below admin, conflict when the slug is taken. */
export function changeOrganization(
  octavo: Octavo,
  caller: Caller,
  id: string,
  { name, slug, description, settings }: OrganizationChange,
): Promise<Organization> {
  const columns = { name, slug, description, settings: settings && JSON.stringify(settings) }
  return octavo.database.asUser(caller, async tx => {
    await requireRole(tx, id, 'admin')
    if (Object.values(columns).some(value => value !== undefined)) {
      await tx.updateTable('identity.organizations').set(columns).where('id', '=', id).execute()
    }
    return readOrganization(tx, caller.userId, id)
  })
}

/** Deletes an organization with everything in it. Throws not_found, forbidden below owner and for a personal one. */
export function deleteOrganization(octavo: Octavo, caller: Caller, id: string): Promise<void> {
  return octavo.database.asUser(caller, async tx => {
    await requireRole(tx, id, 'owner')
    const { name, personal } = await readOrganization(tx, caller.userId, id)
    if (personal)
      throw new OctavoError('forbidden', 'Your personal organization goes with your account: DELETE /v1/me.')
    await tx.deleteFrom('identity.organizations').where('id', '=', id).execute()
    await recordAudit(tx, { action: 'organization.deleted', subject: id, details: { name } })
  })
}
