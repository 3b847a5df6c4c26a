import type { Tx } from '@octavo/database'
import { sql } from 'kysely'
import type { z } from 'zod'
import { OctavoError } from '../errors.ts'
import type { Caller } from '../http/environment.ts'
import { requireOperator } from '../identity/operator.ts'
import type { Octavo } from '../octavo.ts'
import { recordAudit } from '../system/audit.ts'
import { requireReader } from './access.ts'
import type { subscriptionInput } from './subscription-routes.ts'

const live = ['active', 'trialing', 'past_due'] as const

export interface Standing {
  plan: string
  anchored: boolean
  month: Date
  month_ends: Date
  day: Date
  binding: boolean
}

/** The plan an organization has now, and the month and day in which its use is counted. A service transaction. */
export async function standingOf(tx: Tx, organizationId: string): Promise<Standing> {
  const { rows } = await sql<Standing>`select * from billing.standing(${organizationId}::uuid)`.execute(tx)
  return rows[0]!
}

/** The subscription of an organization with its history; without one the plan is free. Throws not_found. */
export async function readSubscription(octavo: Octavo, caller: Caller, organizationId: string) {
  await octavo.database.asUser(caller, tx => requireReader(tx, organizationId))
  return octavo.database.asService('the plan of an organization is for all its members', tx => view(tx, organizationId))
}

async function view(tx: Tx, organizationId: string) {
  const standing = await standingOf(tx, organizationId)
  const row = await liveOf(tx, organizationId).executeTakeFirst()
  const changes = await tx
    .selectFrom('billing.subscription_changes')
    .select(['kind', 'from_plan', 'to_plan', 'from_status', 'to_status', 'reason', 'changed_by', 'created_at'])
    .where('organization_id', '=', organizationId)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .limit(50)
    .execute()
  return {
    organizationId,
    plan: standing.plan,
    status: row?.status ?? null,
    interval: row?.payment_interval ?? null,
    periodStart: row?.period_start.toISOString() ?? null,
    periodEnd: row?.period_end?.toISOString() ?? null,
    monthStartedAt: standing.month.toISOString(),
    monthResetsAt: standing.month_ends.toISOString(),
    changes: changes.map(change => ({
      kind: change.kind,
      fromPlan: change.from_plan,
      toPlan: change.to_plan,
      fromStatus: change.from_status,
      toStatus: change.to_status,
      reason: change.reason,
      changedBy: change.changed_by,
      createdAt: change.created_at.toISOString(),
    })),
  }
}

function liveOf(tx: Tx, organizationId: string) {
  return tx
    .selectFrom('billing.subscriptions')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('status', 'in', [...live])
}

/**
 * Sets the plan of an organization. The limits of the new plan hold at once, and what was used of the present month
 * stays used, unless another beginning of the period is given. Operators only; throws forbidden, not_found.
 */
export async function setSubscription(
  octavo: Octavo,
  caller: Caller,
  organizationId: string,
  input: z.infer<typeof subscriptionInput>,
) {
  await requireOperator(octavo, caller)
  return octavo.database.asService('an operator sets the plan of an organization', async tx => {
    // The organization's row is what two operators at once wait for.
    const organization = await tx
      .selectFrom('identity.organizations')
      .select('id')
      .where('id', '=', organizationId)
      .forNoKeyUpdate()
      .executeTakeFirst()
    if (!organization) throw new OctavoError('not_found')
    const plan = await tx.selectFrom('billing.plans').select('id').where('id', '=', input.plan).executeTakeFirst()
    if (!plan) throw new OctavoError('not_found', `There is no plan "${input.plan}": GET /v1/plans lists them.`)
    const before = await liveOf(tx, organizationId).executeTakeFirst()
    const columns = {
      plan_id: input.plan,
      ...(input.status && { status: input.status }),
      ...(input.interval && { payment_interval: input.interval }),
      ...(input.periodStart && { period_start: input.periodStart }),
      ...(input.periodEnd !== undefined && { period_end: input.periodEnd }),
      reason: input.reason ?? '',
      changed_by: caller.userId,
    }
    if (before) await tx.updateTable('billing.subscriptions').set(columns).where('id', '=', before.id).execute()
    else {
      const { month } = await standingOf(tx, organizationId)
      await tx
        .insertInto('billing.subscriptions')
        .values({ organization_id: organizationId, period_start: month, ...columns })
        .execute()
    }
    await recordAudit(tx, {
      action: 'subscription.changed',
      subject: organizationId,
      organizationId,
      actorId: caller.userId,
      details: { from: before?.plan_id ?? null, to: input.plan, ...(input.status && { status: input.status }) },
    })
    return view(tx, organizationId)
  })
}
