import type { Tx } from '@octavo/database'
import { sql } from 'kysely'
import { OctavoError } from '../errors.ts'
import { money, quantity as words } from './amounts.ts'

/** What is counted as it happens; books, members, collaborators and storage are counted where they are. */
export const meteredResources = [
  'generations',
  'tokens',
  'words',
  'pieces',
  'repurposings',
  'films',
  'exports',
] as const
export type MeteredResource = (typeof meteredResources)[number]
export const resources = [...meteredResources, 'books', 'members', 'collaborators', 'storage'] as const
export type Resource = (typeof resources)[number]

export const operations = [
  'outline',
  'book',
  'remediation',
  'revision',
  'audit',
  'search',
  'cover',
  'blog',
  'batch',
  'remix',
  'tool',
  'film',
  'other',
] as const
export type Operation = (typeof operations)[number]

/** What is to be held before it is used. */
export interface Reservation {
  /** Names the act for good: the same key is never counted twice, however often it is asked for. */
  key: string
  organizationId: string
  resource: MeteredResource
  quantity: number
  /** US dollars, at most. */
  cost?: number
  operation: Operation
  /** The job it is for; person, book and the job's own budget follow from it. */
  generationId?: string
  userId?: string | undefined
  bookId?: string | undefined
  model?: string | undefined
  /** Whether it counts against the plan. What the compositor does is recorded and free. Default: yes. */
  counted?: boolean
  /** Minutes after which it is given back when nobody settles it; null: when its job has ended. Default: 30. */
  lasts?: number | null
}

interface Answer {
  state: 'open' | 'committed' | 'refused'
  period: 'day' | 'month' | 'budget' | 'job' | null
  most: number | null
  used: number | null
  reserved: number | null
  resets_at: Date | null
  plan: string
}

/**
 * Holds a quantity and a cost, all or nothing, within the plan's day and month, the organization's budget and the job's.
 * A service transaction. Throws quota_exceeded and budget_exhausted; whatever else goes wrong is thrown too, so that
 * nothing is done that could not be metered.
 */
export async function reserve(tx: Tx, reservation: Reservation): Promise<void> {
  const { key, organizationId, resource, quantity, operation, model = null } = reservation
  const { cost = 0, counted = true, lasts = 30, generationId = null, userId = null, bookId = null } = reservation
  const { rows } = await sql<Answer>`
    select state, period, most, used, reserved, resets_at, plan from billing.reserve(${organizationId}::uuid, ${key},
      ${resource}, ${quantity}::bigint, ${cost}::numeric, ${generationId}::uuid, ${operation}, ${userId}::uuid,
      ${bookId}::uuid, ${model}, ${counted}, make_interval(mins => ${lasts}))`.execute(tx)
  const answer = rows[0]!
  if (answer.state !== 'refused') return
  // The first call of a job makes the row of its budget, and takes it back with what it could not hold.
  const most = answer.period === 'job' && answer.most === null ? await askedBudget(tx, generationId!) : answer.most
  throw refusal(reservation, { ...answer, most })
}

/** The budget a job was asked for with. */
async function askedBudget(tx: Tx, generationId: string): Promise<number | null> {
  const { rows } = await sql<{ budget: number | null }>`
    select coalesce(root.request, g.request)->'budget' as budget from generation.generations g
    left join generation.generations root on root.id = g.parent_id where g.id = ${generationId}::uuid`.execute(tx)
  return rows[0]?.budget ?? null
}

/** What an act really used; more than was held is recorded as overrun. */
export interface Use {
  quantity: number
  /** US dollars. */
  cost?: number
  callId?: string
  inputTokens?: number
  outputTokens?: number
  seconds?: number
}

/** Turns what was held under a key into use; a second time, or without a reservation, it does nothing. */
export async function commit(tx: Tx, key: string, use: Use): Promise<void> {
  const { quantity, cost = 0, callId = null, inputTokens = null, outputTokens = null, seconds = null } = use
  await sql`select billing.commit(${key}, ${quantity}::bigint, ${cost}::numeric, ${callId}::uuid, ${inputTokens}::bigint,
    ${outputTokens}::bigint, ${seconds}::numeric)`.execute(tx)
}

/** Gives back what was held under a key. What a provider charged nevertheless still counts against budgets. */
export async function refund(
  tx: Tx,
  key: string,
  { cost = 0, callId = null, seconds = null }: { cost?: number; callId?: string | null; seconds?: number | null } = {},
): Promise<void> {
  await sql`select billing.refund(${key}, ${cost}::numeric, ${callId}::uuid, ${seconds}::numeric)`.execute(tx)
}

function refusal(reservation: Reservation, answer: Answer): OctavoError {
  const { resource, quantity, cost = 0, organizationId } = reservation
  const most = Number(answer.most)
  const taken = Number(answer.used) + Number(answer.reserved)
  const resets = answer.resets_at?.toISOString().slice(0, 10)
  if (answer.period === 'job') {
    return new OctavoError(
      'budget_exhausted',
      `The next call may cost ${money(cost)}, and of this job's budget of ${money(most)} only ${money(most - taken)} is left. Raise it and resume the job: octavo jobs resume ID --budget AMOUNT.`,
    )
  }
  if (answer.period === 'budget') {
    return new OctavoError(
      'budget_exhausted',
      `The next call may cost ${money(cost)}, and of the organization's monthly budget of ${money(most)} only ${money(most - taken)} is left. An admin can raise it: PUT /v1/organizations/${organizationId}/budget. It begins anew on ${resets}.`,
    )
  }
  const left = Math.max(0, most - taken)
  return new OctavoError(
    'quota_exceeded',
    `The plan ${answer.plan} includes ${words(most, resource)} a ${answer.period}; ${words(left, resource)} ${left === 1 ? 'is' : 'are'} left, and this may take ${words(quantity, resource)}. It begins anew on ${resets}; a larger plan holds at once.`,
  )
}
