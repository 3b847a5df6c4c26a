import type { Tx } from '@octavo/database'
import { OctavoError } from '../errors.ts'
import { findJob } from '../generation/jobs.ts'
import { mustSteer } from '../generation/steer-job.ts'
import type { Caller } from '../http/environment.ts'
import { requireRole } from '../identity/organization-role.ts'
import type { Octavo } from '../octavo.ts'
import { recordAudit } from '../system/audit.ts'
import { asReader } from './access.ts'
import { standingOf } from './subscriptions.ts'

/** US dollars. */
export interface Budget {
  /** Null: without limit. */
  amount: number | null
  spent: number
  /** Held for calls on the wire. */
  reserved: number
  remaining: number | null
}

export interface MonthlyBudget extends Budget {
  startedAt: string
  resetsAt: string
}

/** What models may cost an organization this month, and have. Throws not_found. */
export function readBudget(octavo: Octavo, caller: Caller, organizationId: string): Promise<MonthlyBudget> {
  return asReader(octavo, caller, organizationId, tx => monthlyBudget(tx, organizationId))
}

/** The same within a service transaction. */
export async function monthlyBudget(tx: Tx, organizationId: string): Promise<MonthlyBudget> {
  const { month, month_ends } = await standingOf(tx, organizationId)
  const budget = await tx
    .selectFrom('billing.budgets')
    .select('amount')
    .where('organization_id', '=', organizationId)
    .executeTakeFirst()
  const counter = await tx
    .selectFrom('billing.quotas')
    .select(['used', 'reserved'])
    .where('organization_id', '=', organizationId)
    .where('resource', '=', 'cost')
    .where('period', '=', 'month')
    .where('started_at', '=', month)
    .executeTakeFirst()
  return {
    ...budgetOf(budget?.amount ?? null, counter?.used ?? 0, counter?.reserved ?? 0),
    startedAt: month.toISOString(),
    resetsAt: month_ends.toISOString(),
  }
}

function budgetOf(amount: number | null, spent: number, reserved: number): Budget {
  const left = (amount ?? 0) - spent - reserved
  return { amount, spent, reserved, remaining: amount === null ? null : Math.max(0, Math.round(left * 1e8) / 1e8) }
}

/** Sets what models may cost an organization a month; null takes the limit away. Admins; throws not_found, forbidden. */
export async function setBudget(
  octavo: Octavo,
  caller: Caller,
  organizationId: string,
  amount: number | null,
): Promise<MonthlyBudget> {
  await octavo.database.asUser(caller, async tx => {
    await requireRole(tx, organizationId, 'admin')
    if (amount === null) {
      await tx.deleteFrom('billing.budgets').where('organization_id', '=', organizationId).execute()
    } else {
      await tx
        .insertInto('billing.budgets')
        .values({ organization_id: organizationId, amount, set_by: caller.userId })
        .onConflict(conflict => conflict.column('organization_id').doUpdateSet({ amount, set_by: caller.userId }))
        .execute()
    }
    await recordAudit(tx, { action: 'budget.set', subject: organizationId, organizationId, details: { amount } })
  })
  return readBudget(octavo, caller, organizationId)
}

/** What a job may cost with its chapters, and has. Throws not_found. */
export function readJobBudget(octavo: Octavo, caller: Caller, jobId: string): Promise<Budget> {
  return octavo.database.asUser(caller, async tx => {
    const job = await findJob(tx, jobId)
    const row = await tx
      .selectFrom('billing.job_budgets')
      .select(['amount', 'spent', 'reserved'])
      .where('generation_id', '=', job.parent_id ?? job.id)
      .executeTakeFirst()
    if (row) return budgetOf(row.amount, row.spent, row.reserved)
    // Nothing that costs has been asked yet.
    return budgetOf((job.request as { budget?: number }).budget ?? null, 0, 0)
  })
}

/**
 * Sets what a job may cost in all; null takes the limit away. It holds from the next call on; a job that paused for want
 * of it is resumed by whoever wants. Throws not_found, forbidden.
 */
export async function setJobBudget(
  octavo: Octavo,
  caller: Caller,
  jobId: string,
  amount: number | null,
): Promise<Budget> {
  const job = await mustSteer(octavo, caller, jobId)
  if (job.parentId) throw new OctavoError('not_found', 'A chapter has no budget of its own: set its job’s.')
  await octavo.database.asService('set the budget of a job somebody may steer', async tx => {
    const { organization_id } = await findJob(tx, jobId)
    await tx
      .insertInto('billing.job_budgets')
      .values({ generation_id: jobId, organization_id, amount })
      .onConflict(conflict => conflict.column('generation_id').doUpdateSet({ amount }))
      .execute()
  })
  return readJobBudget(octavo, caller, jobId)
}
