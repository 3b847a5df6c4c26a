import type { Tx } from '@octavo/database'
import { sql } from 'kysely'
import type { z } from 'zod'
import { OctavoError } from '../errors.ts'
import type { Caller } from '../http/environment.ts'
import type { Octavo } from '../octavo.ts'
import { recordAudit } from '../system/audit.ts'
import type { Resource } from './meter.ts'
import type { newPlan, planChanges } from './plans-routes.ts'

export interface Limit {
  resource: Resource
  period: 'day' | 'month' | 'total'
  /** Null: without limit. */
  maximum: number | null
}

export interface Plan {
  id: string
  position: number
  name: string
  description: string
  priceMonthly: number | null
  priceYearly: number | null
  priceOnce: number | null
  features: string[]
  formats: string[]
  status: 'active' | 'inactive' | 'deprecated'
  limits: Limit[]
  version: number
}

async function readPlans(tx: Tx, id?: string): Promise<Plan[]> {
  let query = tx
    .selectFrom('billing.plans as p')
    .selectAll('p')
    .select(
      sql<
        Limit[]
      >`(select coalesce(json_agg(json_build_object('resource', l.resource, 'period', l.period, 'maximum', l.maximum)
        order by l.resource, l.period), '[]') from billing.plan_limits l where l.plan_id = p.id)`.as('limits'),
    )
    .orderBy('position')
  if (id) query = query.where('p.id', '=', id)
  const rows = await query.execute()
  return rows.map(row => ({
    id: row.id,
    position: row.position,
    name: row.name,
    description: row.description,
    priceMonthly: row.price_monthly,
    priceYearly: row.price_yearly,
    priceOnce: row.price_once,
    features: row.features,
    formats: row.formats,
    status: row.status,
    limits: row.limits,
    version: row.version,
  }))
}

/** The plans on offer, readable without signing in; an operator sees all, and a subscriber the one he has. */
export function listPlans(octavo: Octavo, caller: Caller | undefined): Promise<Plan[]> {
  return caller ? octavo.database.asUser(caller, readPlans) : octavo.database.asAnonymous(readPlans)
}

async function findPlan(tx: Tx, id: string): Promise<Plan> {
  const [plan] = await readPlans(tx, id)
  if (!plan) throw new OctavoError('not_found')
  return plan
}

/** Adds a plan. Operators only; throws forbidden, conflict. */
export function makePlan(octavo: Octavo, caller: Caller, input: z.infer<typeof newPlan>): Promise<Plan> {
  return octavo.database.asUser(caller, async tx => {
    const { id, limits, ...fields } = input
    await tx
      .insertInto('billing.plans')
      .values({ id, position: 0, name: id, ...columns(fields) })
      .execute()
    await writeLimits(tx, id, limits)
    await recordAudit(tx, { action: 'plan.added', subject: id })
    return findPlan(tx, id)
  })
}

/**
 * Changes a plan that is still at `expectedVersion` (null: whatever it is at); limits that are not named stay. It holds
 * at once, for everybody who has the plan. Operators only; throws forbidden, not_found, version_conflict.
 */
export function changePlan(
  octavo: Octavo,
  caller: Caller,
  id: string,
  { limits, ...fields }: z.infer<typeof planChanges>,
  expectedVersion: number | null,
): Promise<Plan> {
  return octavo.database.asUser(caller, async tx => {
    const before = await findPlan(tx, id)
    const changed = await tx
      .updateTable('billing.plans')
      .set({ ...columns(fields), version: sql`version + 1` })
      .where('id', '=', id)
      .where('version', '=', expectedVersion ?? sql<number>`version`)
      .returning('version')
      .executeTakeFirst()
    if (!changed) {
      const { rows } = await sql<{ yes: boolean }>`select app.is_operator() as yes`.execute(tx)
      if (!rows[0]?.yes) throw new OctavoError('forbidden', 'Only an operator of this installation may do this.')
      throw new OctavoError('version_conflict', undefined, { currentVersion: before.version })
    }
    await writeLimits(tx, id, limits)
    await recordAudit(tx, { action: 'plan.changed', subject: id, details: { ...fields, ...(limits && { limits }) } })
    return findPlan(tx, id)
  })
}

async function writeLimits(tx: Tx, planId: string, limits: readonly Limit[] = []): Promise<void> {
  if (limits.length === 0) return
  await tx
    .insertInto('billing.plan_limits')
    .values(limits.map(limit => ({ plan_id: planId, ...limit })))
    .onConflict(conflict =>
      conflict.columns(['plan_id', 'resource', 'period']).doUpdateSet(eb => ({ maximum: eb.ref('excluded.maximum') })),
    )
    .execute()
}

function columns(fields: Omit<z.infer<typeof planChanges>, 'limits'>) {
  const { priceMonthly, priceYearly, priceOnce, ...same } = fields
  return {
    ...Object.fromEntries(Object.entries(same).filter(([, value]) => value !== undefined)),
    ...(priceMonthly !== undefined && { price_monthly: priceMonthly }),
    ...(priceYearly !== undefined && { price_yearly: priceYearly }),
    ...(priceOnce !== undefined && { price_once: priceOnce }),
  }
}
