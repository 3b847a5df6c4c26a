import { sql } from 'kysely'
import type { Caller } from '../http/environment.ts'
import type { Octavo } from '../octavo.ts'
import { asReader } from './access.ts'
import { monthlyBudget } from './budgets.ts'
import type { Resource } from './meter.ts'
import { standingOf } from './subscriptions.ts'

export interface ResourceUse {
  resource: string
  period: string
  used: number
  /** Held for what is under way. */
  reserved: number
  /** Null: without limit. */
  limit: number | null
  remaining: number | null
  startedAt: string | null
  /** Null for what is counted altogether. */
  resetsAt: string | null
}

interface Row {
  resource: string
  period: string
  started_at: Date | null
  resets_at: Date | null
  used: number
  reserved: number
  maximum: number | null
}

function remainingOf(maximum: number | null, taken: number): number | null {
  return maximum === null ? null : Math.max(0, maximum - taken)
}

/** What an organization has used this month, today and altogether, and what is left. Throws not_found. */
export function readUsage(octavo: Octavo, caller: Caller, organizationId: string) {
  return asReader(octavo, caller, organizationId, async tx => {
    const standing = await standingOf(tx, organizationId)
    const { rows } = await sql<Row>`select * from billing.usage(${organizationId}::uuid)`.execute(tx)
    return {
      organizationId,
      plan: standing.plan,
      binding: standing.binding,
      startedAt: standing.month.toISOString(),
      resetsAt: standing.month_ends.toISOString(),
      cost: await monthlyBudget(tx, organizationId),
      resources: rows.map(
        (row): ResourceUse => ({
          resource: row.resource,
          period: row.period,
          used: row.used,
          reserved: row.reserved,
          limit: row.maximum,
          remaining: remainingOf(row.maximum, row.used + row.reserved),
          startedAt: row.started_at?.toISOString() ?? null,
          resetsAt: row.resets_at?.toISOString() ?? null,
        }),
      ),
    }
  })
}

/**
 * Whether a quantity would fit now. An answer, not a promise: what is to be used is reserved when it is used.
 * Throws not_found; a check that cannot be made is an error and never a yes.
 */
export function checkUsage(
  octavo: Octavo,
  caller: Caller,
  organizationId: string,
  resource: Resource,
  quantity: number,
) {
  return asReader(octavo, caller, organizationId, async tx => {
    const { rows } = await sql<Omit<Row, 'resource' | 'started_at'> & { fits: boolean }>`
      select * from billing.available(${organizationId}::uuid, ${resource}, ${quantity}::bigint)`.execute(tx)
    const { plan, binding } = await standingOf(tx, organizationId)
    return {
      available: rows.every(row => row.fits),
      resource,
      quantity,
      plan,
      binding,
      limits: rows.map(row => ({
        period: row.period,
        used: row.used,
        reserved: row.reserved,
        limit: row.maximum,
        remaining: remainingOf(row.maximum, row.used + row.reserved),
        resetsAt: row.resets_at?.toISOString() ?? null,
        fits: row.fits,
      })),
    }
  })
}
