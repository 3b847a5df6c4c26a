import type { JsonValue, Tx } from '@octavo/database'
import { sql } from 'kysely'
import type { Octavo } from '../octavo.ts'
import { explain, type Job } from './call.ts'
import { appendEvent } from './events.ts'
import { settleJob } from './metered.ts'
import { Stopped } from './stop.ts'

export const jobStates = [
  'queued',
  'running',
  'streaming',
  'paused',
  'completed',
  'partial',
  'failed',
  'canceled',
] as const
export type JobState = (typeof jobStates)[number]

const endStates = new Set<JobState>(['completed', 'partial', 'failed', 'canceled'])

/** What changes with a job's state. */
export interface StateChange {
  stage?: string
  progress?: number
  result?: JsonValue
  error?: JsonValue
  words?: number
}

/**
 * Moves a job to another state and says so to its watchers, in one transaction. `rootId` is the job they watch; a
 * chapter's own changes are told as `chapter` events, with `place` to say which.
 */
export async function changeState(
  tx: Tx,
  job: { id: string; rootId: string },
  state: JobState,
  change: StateChange = {},
  place?: JsonValue,
): Promise<void> {
  await tx
    .updateTable('generation.generations')
    .set({
      state,
      ...(change.stage !== undefined && { stage: change.stage }),
      ...(change.progress !== undefined && { progress: change.progress }),
      ...(change.result !== undefined && { result: JSON.stringify(change.result) }),
      ...(change.words !== undefined && { words: change.words }),
      error: change.error === undefined ? null : JSON.stringify(change.error),
      completed_at: endStates.has(state) ? new Date() : null,
      ...(endStates.has(state) || state === 'paused' ? { requested: null } : {}),
    })
    .where('id', '=', job.id)
    .execute()
  if (job.id === job.rootId) await settleJob(tx, job.id, state)
  const told = { ...(change as object), state }
  if (job.id === job.rootId) await appendEvent(tx, job.id, state, told)
  else await appendEvent(tx, job.rootId, 'chapter', { ...(place as object), ...told })
}

/**
 * Begins a job a worker has taken, in a stage: its start is that of its first run. Throws Stopped when it was paused or
 * canceled between being queued and being taken.
 */
export async function beginJob(tx: Tx, job: { id: string; rootId: string }, stage: string): Promise<void> {
  const { state } = await tx
    .selectFrom('generation.generations')
    .select('state')
    .where('id', '=', job.id)
    .forUpdate()
    .executeTakeFirstOrThrow()
  if (state === 'paused' || state === 'canceled') throw new Stopped(state === 'paused' ? 'pause' : 'cancel')
  await tx
    .updateTable('generation.generations')
    .set({ started_at: sql`coalesce(started_at, now())` })
    .where('id', '=', job.id)
    .execute()
  await changeState(tx, job, 'running', { stage })
}

/** Reads what a workflow needs to know of its job. */
export async function readJob(
  octavo: Octavo,
  id: string,
): Promise<
  Job & {
    request: Record<string, JsonValue>
    run: number
    createdBy: string | null
    tocItemId: string | null
  }
> {
  const row = await octavo.database.asService('read the job a workflow runs', tx =>
    tx.selectFrom('generation.generations').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
  )
  return {
    id: row.id,
    rootId: row.parent_id ?? row.id,
    bookId: row.book_id!,
    organizationId: row.organization_id,
    model: row.model!,
    temperature: row.temperature === null ? null : Number(row.temperature),
    kind: row.kind,
    request: row.request as Record<string, JsonValue>,
    run: row.run,
    createdBy: row.created_by,
    tocItemId: row.toc_item_id,
  }
}

/** Limits that somebody can raise, after which the job goes on where it stopped. */
const limits = new Set(['quota_exceeded', 'budget_exhausted'])

/** How a job that ended with this error stands: paused or canceled when it was asked to, paused at a limit, else failed. */
export function outcomeOf(error: unknown): { state: JobState; error?: ReturnType<typeof explain> } {
  // By name: an error that went through the workflow engine comes back without its class.
  const { name, requested } = error as Partial<Stopped>
  if (name === 'Stopped') return { state: requested === 'pause' ? 'paused' : 'canceled' }
  const told = explain(error)
  return { state: limits.has(told.code) ? 'paused' : 'failed', error: told }
}
