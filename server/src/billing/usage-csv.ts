import { Readable } from 'node:stream'
import type { Tx } from '@octavo/database'
import { stringify } from 'csv-stringify'
import { type RawBuilder, sql } from 'kysely'
import type { Caller } from '../http/environment.ts'
import type { Octavo } from '../octavo.ts'
import { asReader, requireReader } from './access.ts'
import { standingOf } from './subscriptions.ts'

/** Entries read at once: the export holds no more than this in memory, however long it is. */
const pageSize = 2_000

const columns = [
  'time',
  'act',
  'operation',
  'resource',
  'quantity',
  'unit_cost_usd',
  'cost_usd',
  'overrun',
  'counted',
  'input_tokens',
  'output_tokens',
  'seconds',
  'model',
  'plan',
  'user',
  'user_id',
  'book_id',
  'job_id',
  'generation_id',
  'call_id',
  'key',
] as const
type Line = Record<(typeof columns)[number], string | null> & { id: string }

/**
 * What was used between two moments (default: the present month) as CSV (RFC 4180), oldest first: all of it for admins,
 * their own for others; with `userId`, that person's alone. Cells that a spreadsheet would run as formulas are made text. Throws not_found before the first
 * line.
 */
export async function exportUsage(
  octavo: Octavo,
  caller: Caller,
  organizationId: string,
  { from, to, userId }: { from?: string | undefined; to?: string | undefined; userId?: string | undefined },
): Promise<ReadableStream<Uint8Array>> {
  const month = await asReader(octavo, caller, organizationId, tx => standingOf(tx, organizationId))
  const first = from ?? month.month.toISOString()
  const next = to ?? month.month_ends.toISOString()
  async function* lines(): AsyncGenerator<Line> {
    let after: { time: string; id: string } | undefined
    do {
      const page = await octavo.database.asUser(caller, async tx => {
        // Somebody may leave while he downloads.
        await requireReader(tx, organizationId)
        return readLines(tx, { organizationId, userId, first, next, after })
      })
      yield* page
      const last = page.at(-1)
      after = last && page.length === pageSize ? { time: last.time!, id: last.id } : undefined
    } while (after)
  }
  const csv = stringify({ header: true, columns: [...columns], escape_formulas: true, record_delimiter: 'windows' })
  const source = Readable.from(lines())
  source.on('error', error => csv.destroy(error))
  csv.on('close', () => source.destroy())
  return Readable.toWeb(source.pipe(csv)) as ReadableStream<Uint8Array>
}

async function readLines(tx: Tx, range: LineRange): Promise<Line[]> {
  return (await linesQuery(range).execute(tx)).rows
}

interface LineRange {
  organizationId: string
  userId?: string | undefined
  first: string
  next: string
  after: { time: string; id: string } | undefined
}

/** A page of entries after a position, by the index on organization, time and id. Numbers as text: exact. */
export function linesQuery({ organizationId, userId, first, next, after }: LineRange): RawBuilder<Line> {
  const position = after
    ? sql`and (l.created_at, l.id) > (${after.time}::timestamptz, ${after.id}::uuid)`
    : sql`and l.created_at >= ${first}::timestamptz`
  const whose = userId ? sql`and l.user_id = ${userId}::uuid` : sql``
  return sql<Line>`
    select l.id, l.created_at::text as time, case l.kind when 'commit' then 'used' else 'failed' end as act,
      l.operation::text, l.resource::text, l.quantity::text, trim_scale(l.unit_cost)::text as unit_cost_usd,
      trim_scale(l.cost)::text as cost_usd, l.overrun::text, case when l.counted then 'yes' else 'no' end as counted,
      l.input_tokens::text, l.output_tokens::text, l.seconds::text, l.model, l.plan, p.name as user, l.user_id::text,
      l.book_id::text, l.job_id::text, l.generation_id::text, l.call_id::text, l.key
    from (
      select * from billing.ledger l
      where l.organization_id = ${organizationId}::uuid ${position} ${whose} and l.created_at < ${next}::timestamptz
        and (l.kind = 'commit' or l.kind = 'refund' and l.cost > 0)
      order by l.created_at, l.id limit ${pageSize}
    ) l left join identity.people p on p.user_id = l.user_id
    order by l.created_at, l.id`
}
