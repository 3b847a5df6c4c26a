import { randomUUID } from 'node:crypto'
import type { Database } from '@octavo/database'
import { sql } from 'kysely'

/** Organizations without members, for tests that look at nothing but the meter. */
export async function foundOrganizations(database: Database, count: number): Promise<string[]> {
  const rows = Array.from({ length: count }, () => {
    const id = randomUUID()
    return { id, name: 'Metered', slug: `metered-${id}` }
  })
  await database.asService('test', tx => tx.insertInto('identity.organizations').values(rows).execute())
  return rows.map(row => row.id)
}

/** Whether the limits of plans bind. */
export async function enforceQuotas(database: Database, quotas: boolean): Promise<void> {
  await database.asService('test', tx => tx.updateTable('billing.enforcement').set({ quotas }).execute())
}

/** A plan made for one test, with these limits by "resource period". */
export async function makePlan(database: Database, limits: Record<string, number | null>): Promise<string> {
  const id = `plan-${randomUUID().slice(0, 8)}`
  await database.asService('test', async tx => {
    const position = await tx
      .selectFrom('billing.plans')
      .select(eb => eb.fn.max('position').as('last'))
      .executeTakeFirstOrThrow()
    await tx
      .insertInto('billing.plans')
      .values({ id, position: Number(position.last) + 1, name: id })
      .execute()
    const rows = Object.entries(limits).map(([name, maximum]) => {
      const [resource, period] = name.split(' ') as [string, 'day' | 'month' | 'total']
      return { plan_id: id, resource, period, maximum }
    })
    if (rows.length > 0) await tx.insertInto('billing.plan_limits').values(rows).execute()
  })
  return id
}

export async function subscribe(
  database: Database,
  organizationId: string,
  planId: string,
  periodStart = new Date(Date.UTC(2026, 0, 1)),
): Promise<string> {
  const { id } = await database.asService('test', tx =>
    tx
      .insertInto('billing.subscriptions')
      .values({ organization_id: organizationId, plan_id: planId, period_start: periodStart })
      .returning('id')
      .executeTakeFirstOrThrow(),
  )
  return id
}

/** Every counter that differs from the ledger: there should be none. */
export async function driftOf(database: Database): Promise<unknown[]> {
  const { rows } = await database.asService('test', tx => sql`select * from billing.drift()`.execute(tx))
  return rows
}
