import { z } from '@hono/zod-openapi'
import type { JsonValue, Tx } from '@octavo/database'
import { sql } from 'kysely'
import type { Caller } from '../http/environment.ts'
import { type PageRequest, pageByTime } from '../http/pagination.ts'
import { asOperator, requireOperator } from '../identity/operator.ts'
import { requireRole } from '../identity/organization-role.ts'
import { namesOf } from '../library/people.ts'
import type { Octavo } from '../octavo.ts'

/** One act worth remembering. */
export interface AuditEntry {
  /** "noun.verb", in lower case. */
  action: `${string}.${string}`
  /** The id of what was acted on. */
  subject: string
  organizationId?: string | undefined
  /** Never a secret. */
  details?: Record<string, JsonValue>
}

/** Writes an entry in the name of the transaction's person (nobody, in a service transaction without `actorId`). */
export async function recordAudit(tx: Tx, entry: AuditEntry & { actorId?: string | undefined }): Promise<void> {
  await tx
    .insertInto('system.audit_log')
    .values({
      organization_id: entry.organizationId ?? null,
      actor_id: entry.actorId ?? sql<string>`app.user_id()`,
      action: entry.action,
      subject: entry.subject,
      details: JSON.stringify(entry.details ?? {}),
    })
    .execute()
}

/** What happened in an organization, newest first. Throws not_found, forbidden below admin. */
export function listAudit(
  octavo: Octavo,
  caller: Caller,
  { organizationId, ...page }: PageRequest & { organizationId: string },
) {
  return octavo.database.asUser(caller, async tx => {
    await requireRole(tx, organizationId, 'admin')
    return readAudit(tx, page, organizationId)
  })
}

/** What happened anywhere, newest first, with the names of the people and organizations it is about. Throws forbidden. */
export async function listWholeAudit(octavo: Octavo, caller: Caller, page: PageRequest) {
  await requireOperator(octavo, caller)
  const { items, next } = await octavo.database.asUser(caller, tx => readAudit(tx, page))
  const ids = items.flatMap(({ actorId, subject }) => [actorId, subject]).filter(isId)
  const people = await namesOf(octavo, ids)
  const organizations = await organizationNames(octavo, caller, ids)
  return {
    items: items.map(item => ({
      ...item,
      actor: (item.actorId && people.get(item.actorId)?.name) || null,
      subjectName: people.get(item.subject)?.name ?? organizations.get(item.subject) ?? null,
    })),
    next,
  }
}

const isId = (id: string | null): id is string => z.uuid().safeParse(id).success

function organizationNames(octavo: Octavo, caller: Caller, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return Promise.resolve(new Map())
  return asOperator(octavo, caller, async tx => {
    const rows = await tx.selectFrom('identity.organizations').select(['id', 'name']).where('id', 'in', ids).execute()
    return new Map(rows.map(({ id, name }) => [id, name]))
  })
}

async function readAudit(tx: Tx, page: PageRequest, organizationId?: string) {
  let query = tx
    .selectFrom('system.audit_log as a')
    .leftJoin('identity.people as p', 'p.user_id', 'a.actor_id')
    .select(['a.id', 'a.actor_id', 'p.name as actor', 'a.action', 'a.subject', 'a.details', 'a.created_at'])
  if (organizationId) query = query.where('a.organization_id', '=', organizationId)
  return pageByTime(
    query,
    page,
    row => ({
      id: row.id,
      actorId: row.actor_id,
      actor: row.actor,
      action: row.action,
      subject: row.subject,
      details: row.details as Record<string, JsonValue>,
      createdAt: row.created_at.toISOString(),
    }),
    { at: 'a.created_at', id: 'a.id' },
  )
}
