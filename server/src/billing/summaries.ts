import type { Tx } from '@octavo/database'
import { sql } from 'kysely'
import type { Caller } from '../http/environment.ts'
import type { Octavo } from '../octavo.ts'
import { asReader } from './access.ts'

interface Sum {
  operation: string
  resource: string
  model: string
  acts: number
  quantity: number
  input_tokens: number
  output_tokens: number
  cost: number
}

/**
 * What an organization used month by month (UTC), from the month `from` to the month `to` ("2026-11"; default: the last
 * twelve). Closed months come from the summaries, the others from the ledger, by the same sums. Throws not_found.
 */
export function readSummaries(
  octavo: Octavo,
  caller: Caller,
  organizationId: string,
  { from, to }: { from?: string | undefined; to?: string | undefined },
) {
  const now = new Date()
  const last = to ?? monthOf(now)
  const first = from ?? monthOf(new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 11)))
  return asReader(octavo, caller, organizationId, async tx => {
    const closed = await closedMonths(tx, organizationId, first, last)
    const months = []
    for (const month of monthsFrom(first, last)) {
      const sums = closed.get(month) ?? (await openMonth(tx, organizationId, month))
      if (sums.length > 0) months.push(summaryOf(month, closed.has(month), sums))
    }
    return { items: months }
  })
}

async function closedMonths(tx: Tx, organizationId: string, first: string, last: string): Promise<Map<string, Sum[]>> {
  const rows = await tx
    .selectFrom('billing.summaries')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('month', '>=', `${first}-01`)
    .where('month', '<=', `${last}-01`)
    .orderBy('operation')
    .orderBy('resource')
    .orderBy('model')
    .execute()
  return Map.groupBy(rows, row => row.month.slice(0, 7))
}

async function openMonth(tx: Tx, organizationId: string, month: string): Promise<Sum[]> {
  const { rows } = await sql<Sum>`
    select * from billing.sums(${`${month}-01T00:00:00Z`}::timestamptz, ${`${nextMonth(month)}-01T00:00:00Z`}::timestamptz,
      ${organizationId}::uuid) order by operation, resource, model`.execute(tx)
  if (rows.length === 0 || month !== monthOf(new Date())) return rows
  const stored = await sql<{ bytes: number }>`
    select billing.present(${organizationId}::uuid, 'storage') as bytes`.execute(tx)
  const nothing = { acts: 0, input_tokens: 0, output_tokens: 0, cost: 0 }
  return [
    ...rows,
    { ...nothing, operation: 'other', resource: 'storage', model: '', quantity: stored.rows[0]?.bytes ?? 0 },
  ]
}

function summaryOf(month: string, closed: boolean, sums: readonly Sum[]) {
  const quantities: Record<string, number> = {}
  for (const { resource, quantity } of sums) quantities[resource] = (quantities[resource] ?? 0) + quantity
  const total = (pick: (sum: Sum) => number) => sums.reduce((all, sum) => all + pick(sum), 0)
  return {
    month,
    closed,
    quantities,
    inputTokens: total(sum => sum.input_tokens),
    outputTokens: total(sum => sum.output_tokens),
    // In hundred-millionths of a dollar, which is how exact the ledger is: no floating-point dust.
    cost: total(sum => Math.round(sum.cost * 1e8)) / 1e8,
    parts: sums.map(({ operation, resource, model, acts, quantity, input_tokens, output_tokens, cost }) => ({
      operation,
      resource,
      model: model || null,
      acts,
      quantity,
      inputTokens: input_tokens,
      outputTokens: output_tokens,
      cost,
    })),
  }
}

function monthOf(date: Date): string {
  return date.toISOString().slice(0, 7)
}

function nextMonth(month: string): string {
  const [year, number] = month.split('-').map(Number) as [number, number]
  return monthOf(new Date(Date.UTC(year, number)))
}

/** At most ten years. */
function monthsFrom(first: string, last: string): string[] {
  const months: string[] = []
  for (let month = first; month <= last && months.length < 120; month = nextMonth(month)) months.push(month)
  return months
}
