import type { Caller } from '../http/environment.ts'
import { type PageRequest, pageByTime } from '../http/pagination.ts'
import type { Octavo } from '../octavo.ts'
import { type Failure, findJob } from './jobs.ts'

export interface Call {
  id: string
  /** The job it was made for: a chapter's, or the book's. */
  jobId: string
  key: string
  attempt: number
  purpose: string
  model: string
  state: string
  stopReason: string | null
  error: Failure | null
  inputTokens: number
  outputTokens: number
  cachedTokens: number
  cost: number
  latency: number
  firstToken: number | null
  startedAt: string
}

/** Every call to a model that a job and its chapters made, oldest first. Throws not_found. */
export async function listCalls(
  octavo: Octavo,
  caller: Caller,
  id: string,
  page: PageRequest,
): Promise<{ items: Call[]; next: string | null }> {
  return octavo.database.asUser(caller, async tx => {
    await findJob(tx, id)
    const query = tx
      .selectFrom('generation.calls')
      .innerJoin('generation.generations', 'generation.generations.id', 'generation.calls.generation_id')
      .selectAll('generation.calls')
      .where(eb => eb.or([eb('generation.generations.id', '=', id), eb('generation.generations.parent_id', '=', id)]))
    return pageByTime(
      query,
      page,
      row => ({
        id: row.id,
        jobId: row.generation_id,
        key: row.key,
        attempt: row.attempt,
        purpose: row.purpose,
        model: row.model,
        state: row.state,
        stopReason: row.stop_reason,
        error: row.error as Failure | null,
        inputTokens: Number(row.input_tokens),
        outputTokens: Number(row.output_tokens),
        cachedTokens: Number(row.cached_tokens),
        cost: Number(row.cost),
        latency: row.latency_ms,
        firstToken: row.first_token_ms,
        startedAt: row.started_at.toISOString(),
      }),
      { at: 'generation.calls.started_at', id: 'generation.calls.id', oldestFirst: true },
    )
  })
}
