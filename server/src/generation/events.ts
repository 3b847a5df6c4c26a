import type { JsonValue, Tx } from '@octavo/database'
import { sql } from 'kysely'
import type { Caller } from '../http/environment.ts'
import type { Octavo } from '../octavo.ts'

/** What a watcher of a job is told. `number` counts from 1 without gaps. */
export interface JobEvent {
  number: number
  kind: string
  data: JsonValue
  createdAt: string
}

/** Kinds after which nothing more comes until somebody resumes or retries the job. */
export const lastKinds = ['completed', 'partial', 'failed', 'canceled', 'paused'] as const

/**
 * Appends one event to a job, in the caller's transaction. The job's row is locked by it, so numbers are given in the
 * order of the commits and a watcher that has seen n has seen everything before n.
 */
export async function appendEvent(tx: Tx, generationId: string, kind: string, data: JsonValue = {}): Promise<void> {
  const { last_event } = await tx
    .updateTable('generation.generations')
    .set({ last_event: sql`last_event + 1` })
    .where('id', '=', generationId)
    .returning('last_event')
    .executeTakeFirstOrThrow()
  await tx
    .insertInto('generation.events')
    .values({ generation_id: generationId, number: last_event, kind, data: JSON.stringify(data) })
    .execute()
}

/** The events of a job after the one numbered `after`, oldest first, at most 500. An outsider gets none. */
export async function readEvents(
  octavo: Octavo,
  caller: Caller,
  generationId: string,
  after: number,
): Promise<JobEvent[]> {
  const rows = await octavo.database.asUser(caller, tx =>
    tx
      .selectFrom('generation.events')
      .select(['number', 'kind', 'data', 'created_at'])
      .where('generation_id', '=', generationId)
      .where('number', '>', after)
      .orderBy('number')
      .limit(500)
      .execute(),
  )
  return rows.map(row => ({
    number: Number(row.number),
    kind: row.kind,
    data: row.data as JsonValue,
    createdAt: row.created_at.toISOString(),
  }))
}

/** How long a watcher waits before it looks by itself: other processes cannot nudge it. Milliseconds. */
const pollInterval = 400

/**
 * The events of a job from `after` on, as they come, until the job stops or the signal aborts.
 * Any number of watchers may read; each can go on later from the last number it saw.
 */
export async function* watchEvents(
  octavo: Octavo,
  caller: Caller,
  generationId: string,
  after: number,
  signal: AbortSignal,
): AsyncGenerator<JobEvent> {
  let last = after
  let wake: () => void = () => {}
  const forget = octavo.jobs.onEvents(generationId, () => wake())
  const stop = () => wake()
  signal.addEventListener('abort', stop)
  try {
    while (!signal.aborted) {
      const nudged = new Promise<void>(resolve => {
        wake = resolve
      })
      const events = await readEvents(octavo, caller, generationId, last)
      for (const event of events) {
        last = event.number
        yield event
      }
      if (events.length === 0) {
        if (await hasStopped(octavo, caller, generationId, last)) return
        const timer = setTimeout(wake, pollInterval)
        await nudged
        clearTimeout(timer)
      }
    }
  } finally {
    signal.removeEventListener('abort', stop)
    forget()
  }
}

const restingStates = new Set<string>(lastKinds)

async function hasStopped(octavo: Octavo, caller: Caller, generationId: string, seen: number): Promise<boolean> {
  const row = await octavo.database.asUser(caller, tx =>
    tx
      .selectFrom('generation.generations')
      .select(['state', 'last_event'])
      .where('id', '=', generationId)
      .executeTakeFirst(),
  )
  return !row || (restingStates.has(row.state) && Number(row.last_event) <= seen)
}
