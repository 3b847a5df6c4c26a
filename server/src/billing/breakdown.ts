import type { Tx } from '@octavo/database'
import { type RawBuilder, sql } from 'kysely'
import type { Caller } from '../http/environment.ts'
import type { Octavo } from '../octavo.ts'
import { asReader, requireOverseer, requireReader } from './access.ts'
import { standingOf } from './subscriptions.ts'

export const groupings = ['operation', 'day', 'day-model', 'model', 'user', 'book', 'job', 'chapter', 'call'] as const
export type Grouping = (typeof groupings)[number]

/** What an entry is grouped by, as text; entries without one, such as those of no book, are left out. */
const keys: Record<Grouping, RawBuilder<string>> = {
  operation: sql`l.operation::text`,
  day: sql`to_char(l.created_at at time zone 'UTC', 'YYYY-MM-DD')`,
  'day-model': sql`to_char(l.created_at at time zone 'UTC', 'YYYY-MM-DD') || ' ' || l.model`,
  model: sql`l.model`,
  user: sql`l.user_id::text`,
  book: sql`l.book_id::text`,
  job: sql`l.job_id::text`,
  chapter: sql`case when l.generation_id <> l.job_id then l.generation_id::text end`,
  call: sql`l.call_id::text`,
}

/** What a person would call it, if he may see it. */
const labels: Partial<Record<Grouping, RawBuilder<string | null>>> = {
  user: sql`(select p.name from identity.people p where p.user_id = g.key::uuid)`,
  book: sql`(select b.title from library.books b where b.id = g.key::uuid)`,
  job: sql`(select j.kind || ': ' || b.title from generation.generations j join library.books b on b.id = j.book_id where j.id = g.key::uuid)`,
  chapter: sql`(select t.title from generation.generations j join library.toc_items t on t.id = j.toc_item_id where j.id = g.key::uuid)`,
  call: sql`(select c.key from generation.calls c where c.id = g.key::uuid)`,
}

/** Totals over the whole organization; the others say who did what. */
const forEveryMember = new Set<Grouping>(['operation', 'day', 'day-model', 'model'])

export interface Share {
  key: string
  label: string | null
  /** What was done and used something. */
  acts: number
  /** US dollars, those of failed calls included. */
  cost: number
  /** US dollars that were held for it beforehand, at worst. */
  reservedCost: number
  inputTokens: number
  outputTokens: number
  /** By resource: generations, tokens, words, … */
  quantities: Record<string, number>
}

export interface BreakdownFilter {
  by: Grouping
  from?: string | undefined
  to?: string | undefined
  limit: number
}

/**
 * What an organization used between two moments (default: its present month), divided; what cost most first.
 * Every member sees the whole by operation, day and model. By user is for admins; by book, job, chapter and call admins
 * see all and others what they did themselves. Throws not_found, forbidden.
 */
export async function readBreakdown(
  octavo: Octavo,
  caller: Caller,
  organizationId: string,
  { by, from, to, limit }: BreakdownFilter,
) {
  const month = await asReader(octavo, caller, organizationId, tx => standingOf(tx, organizationId))
  const first = from ?? month.month.toISOString()
  const next = to ?? month.month_ends.toISOString()
  const read = (tx: Tx) => sharesOf(tx, { organizationId, by, first, next, limit })
  const items = forEveryMember.has(by)
    ? await octavo.database.asService('the use of an organization by all its members', read)
    : await octavo.database.asUser(caller, async tx => {
        if (by === 'user') await requireOverseer(tx, organizationId)
        else await requireReader(tx, organizationId)
        return read(tx)
      })
  return { by, from: first, to: next, items }
}

interface Range {
  organizationId: string
  by: Grouping
  first: string
  next: string
  limit: number
}

async function sharesOf(tx: Tx, range: Range): Promise<Share[]> {
  const { rows } = await sharesQuery(range).execute(tx)
  return rows.map(row => ({
    key: row.key,
    label: row.label,
    acts: row.acts,
    cost: row.cost,
    reservedCost: row.reserved_cost,
    inputTokens: row.input_tokens,
    outputTokens: row.output_tokens,
    quantities: row.quantities ?? {},
  }))
}

interface Row {
  key: string
  label: string | null
  acts: number
  cost: number
  reserved_cost: number
  input_tokens: number
  output_tokens: number
  quantities: Record<string, number> | null
}

/** One pass over the organization's entries of the time, by the index on both. */
export function sharesQuery({ organizationId, by, first, next, limit }: Range): RawBuilder<Row> {
  return sql<Row>`
    with parts as (
      select ${keys[by]} as key, l.resource, count(*) filter (where l.kind = 'commit') as acts, sum(l.cost) as cost,
        sum(-l.reserved_cost) filter (where l.kind <> 'reserve') as reserved_cost, sum(l.quantity) as quantity,
        sum(l.input_tokens) as input_tokens, sum(l.output_tokens) as output_tokens
      from billing.ledger l
      where l.organization_id = ${organizationId}::uuid and l.created_at >= ${first}::timestamptz
        and l.created_at < ${next}::timestamptz
      group by 1, 2
    ), g as (
      select key, sum(acts)::integer as acts, sum(cost) as cost, coalesce(sum(reserved_cost), 0) as reserved_cost,
        coalesce(sum(input_tokens), 0) as input_tokens, coalesce(sum(output_tokens), 0) as output_tokens,
        jsonb_object_agg(resource, quantity) filter (where quantity > 0) as quantities
      from parts where key is not null group by key
      order by ${by === 'day' ? sql`key` : sql`sum(cost) desc, sum(quantity) desc, key`} limit ${limit}
    )
    select g.*, ${labels[by] ?? sql<string | null>`null::text`} as label from g
    order by ${by === 'day' ? sql`key` : sql`cost desc, input_tokens + output_tokens desc, key`}`
}
