import type { JsonValue, Tx } from '@octavo/database'
import { type ModelCard, ModelError, type Models } from '@octavo/models'
import { sql } from 'kysely'
import { OctavoError } from '../errors.ts'
import type { Caller } from '../http/environment.ts'
import { decodeCursor, toPage } from '../http/pagination.ts'
import type { Octavo } from '../octavo.ts'
import { type Estimate, estimateJob } from './estimate.ts'
import { appendEvent } from './events.ts'
import type { JobState } from './job-state.ts'
import { readMaterial } from './material.ts'
import { modelsFor } from './registry.ts'

export interface JobRequest {
  kind: 'outline' | 'write'
  model?: string | undefined
  temperature?: number | undefined
  /** Outline items to write; without it, all that have no text yet. */
  items?: string[] | undefined
  /** Makes a new outline even if there is one; approved and edited items stay. */
  replan?: boolean | undefined
  priority?: number | undefined
  scheduledAt?: string | undefined
}

/** The model everything runs with when nobody chose another: it needs no key. */
export const defaultModel = 'octavo/compositor-1'

/** What a job would take. Throws not_found, model_unknown, key_missing. */
export async function estimate(
  octavo: Octavo,
  caller: Caller,
  bookId: string,
  request: Pick<JobRequest, 'kind' | 'model'>,
): Promise<Estimate & { model: string }> {
  const { material, model } = await octavo.database.asUser(caller, async tx => ({
    material: await readMaterial(tx, bookId),
    model: await chooseModel(tx, caller, bookId, request.model),
  }))
  const card = findModel(await modelsFor(octavo, material.book.organizationId), model)
  return { ...estimateJob(material, request.kind, card), model: card.id }
}

/**
 * Queues a job that plans or writes a book. Throws not_found, forbidden, job_busy, model_unknown, key_missing, and
 * cost_unreasonable when the estimate reaches $1,000.
 */
export async function startJob(octavo: Octavo, caller: Caller, bookId: string, request: JobRequest): Promise<Job> {
  const { cost, model } = await estimate(octavo, caller, bookId, request)
  if (cost >= 1_000)
    throw new OctavoError(
      'cost_unreasonable',
      `About $${Math.round(cost)} is estimated. Estimates of $1,000 and more are refused: ask for fewer words or a cheaper model.`,
    )
  const id = await octavo.database.asUser(caller, async tx => {
    const book = await tx
      .selectFrom('library.books')
      .select(['organization_id', 'deleted_at'])
      .where('id', '=', bookId)
      .executeTakeFirst()
    if (!book || book.deleted_at) throw new OctavoError('not_found')
    const { id } = await tx
      .insertInto('generation.generations')
      .values({
        organization_id: book.organization_id,
        book_id: bookId,
        created_by: caller.userId,
        kind: request.kind,
        model,
        temperature: request.temperature ?? null,
        priority: request.priority ?? 0,
        scheduled_at: request.scheduledAt ?? null,
        estimated_cost: cost,
        request: JSON.stringify({
          ...(request.items && { items: request.items }),
          ...(request.replan && { replan: true }),
        }),
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    return id
  })
  octavo.jobs.announceWork()
  return getJob(octavo, caller, id)
}

async function chooseModel(tx: Tx, caller: Caller, bookId: string, asked: string | undefined): Promise<string> {
  if (asked) return asked
  const book = await tx.selectFrom('library.books').select('model').where('id', '=', bookId).executeTakeFirst()
  const settings = await tx
    .selectFrom('identity.settings')
    .select('default_model')
    .where('user_id', '=', caller.userId)
    .executeTakeFirst()
  return book?.model ?? settings?.default_model ?? defaultModel
}

/** The card of a model that can be called. Throws model_unknown, key_missing. */
export function findModel(models: Models, id: string): ModelCard {
  try {
    return models.find(id)
  } catch (error) {
    if (error instanceof ModelError)
      throw new OctavoError(error.code === 'key_missing' ? 'key_missing' : 'model_unknown', error.message, {
        cause: error,
      })
    throw error
  }
}

export interface Job {
  id: string
  bookId: string | null
  parentId: string | null
  tocItemId: string | null
  kind: string
  state: JobState
  requested: string | null
  run: number
  model: string | null
  temperature: number | null
  priority: number
  scheduledAt: string | null
  stage: string
  progress: number
  words: number
  inputTokens: number
  outputTokens: number
  cost: number
  estimatedCost: number | null
  confidence: number | null
  rating: number | null
  result: JsonValue
  error: JsonValue
  lastEvent: number
  createdBy: string | null
  createdAt: string
  startedAt: string | null
  completedAt: string | null
}

type Row = Awaited<ReturnType<typeof readRow>>

function readRow(tx: Tx, id: string) {
  return tx.selectFrom('generation.generations').selectAll().where('id', '=', id).executeTakeFirst()
}

function toJob(row: NonNullable<Row>): Job {
  return {
    id: row.id,
    bookId: row.book_id,
    parentId: row.parent_id,
    tocItemId: row.toc_item_id,
    kind: row.kind,
    state: row.state as JobState,
    requested: row.requested,
    run: row.run,
    model: row.model,
    temperature: row.temperature === null ? null : Number(row.temperature),
    priority: row.priority,
    scheduledAt: row.scheduled_at?.toISOString() ?? null,
    stage: row.stage,
    progress: Number(row.progress),
    words: row.words,
    inputTokens: Number(row.input_tokens),
    outputTokens: Number(row.output_tokens),
    cost: Number(row.cost),
    estimatedCost: row.estimated_cost === null ? null : Number(row.estimated_cost),
    confidence: row.confidence === null ? null : Number(row.confidence),
    rating: row.rating,
    result: row.result as JsonValue,
    error: row.error as JsonValue,
    lastEvent: Number(row.last_event),
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    completedAt: row.completed_at?.toISOString() ?? null,
  }
}

/** One job. Throws not_found. */
export async function getJob(octavo: Octavo, caller: Caller, id: string): Promise<Job> {
  const row = await octavo.database.asUser(caller, tx => readRow(tx, id))
  if (!row) throw new OctavoError('not_found')
  return toJob(row)
}

/** The chapters of a write job, in the order they were divided. Throws not_found. */
export async function listParts(octavo: Octavo, caller: Caller, id: string): Promise<Job[]> {
  return octavo.database.asUser(caller, async tx => {
    if (!(await readRow(tx, id))) throw new OctavoError('not_found')
    const rows = await tx
      .selectFrom('generation.generations')
      .selectAll()
      .where('parent_id', '=', id)
      .orderBy('created_at')
      .orderBy('id')
      .execute()
    return rows.map(toJob).sort((a, b) => chapterOf(rows, a.id) - chapterOf(rows, b.id))
  })
}

function chapterOf(rows: readonly NonNullable<Row>[], id: string): number {
  return (rows.find(row => row.id === id)?.request as { chapter?: number } | undefined)?.chapter ?? 0
}

export interface JobFilter {
  limit: number
  cursor?: string | undefined
  state?: JobState | undefined
  open?: boolean | undefined
  bookId?: string | undefined
  mine?: boolean | undefined
}

/** Jobs one may see, newest first; chapters are listed with their book's job. */
export async function listJobs(
  octavo: Octavo,
  caller: Caller,
  filter: JobFilter,
): Promise<{ items: Job[]; next: string | null }> {
  const rows = await octavo.database.asUser(caller, tx => {
    let query = tx
      .selectFrom('generation.generations')
      .selectAll()
      .select(sql<string>`created_at::text`.as('position'))
      .where('parent_id', 'is', null)
    if (filter.bookId) query = query.where('book_id', '=', filter.bookId)
    if (filter.state) query = query.where('state', '=', filter.state)
    if (filter.open) query = query.where('state', 'in', ['queued', 'running', 'streaming', 'paused'])
    if (filter.mine) query = query.where('created_by', '=', caller.userId)
    if (filter.cursor) {
      const [createdAt, id] = decodeCursor(filter.cursor, 2) as [string, string]
      query = query.where(sql<boolean>`(created_at, id) < (${createdAt}::timestamptz, ${id}::uuid)`)
    }
    return query
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(filter.limit + 1)
      .execute()
  })
  return toPage(rows, filter.limit, row => [row.position, row.id], toJob)
}

const open: readonly JobState[] = ['queued', 'running', 'streaming']

/**
 * Asks a job to pause or stop. A running one does at its next step, and a call on the wire is broken off; a queued one
 * does at once. Throws not_found, forbidden, job_finished.
 */
export async function stopJob(octavo: Octavo, caller: Caller, id: string, request: 'pause' | 'cancel'): Promise<Job> {
  const job = await mustSteer(octavo, caller, id)
  if (!open.includes(job.state) && !(job.state === 'paused' && request === 'cancel'))
    throw new OctavoError('job_finished')
  await octavo.database.asService('pause or cancel a job somebody may steer', async tx => {
    const at = {
      state: request === 'pause' ? 'paused' : 'canceled',
      completed_at: request === 'cancel' ? new Date() : null,
    } as const
    const waiting = await tx
      .updateTable('generation.generations')
      .set(at)
      .where('id', '=', id)
      .where('state', 'in', ['queued', 'paused'])
      .returning('id')
      .executeTakeFirst()
    if (waiting) await appendEvent(tx, id, at.state, {})
    else
      await tx
        .updateTable('generation.generations')
        .set({ requested: request })
        .where('id', '=', id)
        .where('state', 'in', ['running', 'streaming'])
        .execute()
  })
  octavo.jobs.announceWork()
  octavo.jobs.announceEvents(id)
  return getJob(octavo, caller, id)
}

/** Goes on with a paused job, or tries again what failed of an ended one; what is done stays. Throws not_found, forbidden. */
export async function resumeJob(octavo: Octavo, caller: Caller, id: string): Promise<Job> {
  const job = await mustSteer(octavo, caller, id)
  if (job.state === 'completed') throw new OctavoError('job_finished')
  if (!open.includes(job.state)) await requeue(octavo, id)
  return getJob(octavo, caller, id)
}

/** Writes one chapter of an ended or paused job anew; its text so far stays in its versions. Throws as resumeJob, and job_busy. */
export async function redoChapter(octavo: Octavo, caller: Caller, id: string, partId: string): Promise<Job> {
  const job = await mustSteer(octavo, caller, id)
  if (open.includes(job.state)) throw new OctavoError('job_busy')
  await octavo.database.asService('write a chapter anew', async tx => {
    const part = await tx
      .selectFrom('generation.generations')
      .selectAll()
      .where('id', '=', partId)
      .where('parent_id', '=', id)
      .executeTakeFirst()
    if (!part) throw new OctavoError('not_found')
    const chapter = await tx
      .selectFrom('library.chapters')
      .select('version')
      .where('toc_item_id', '=', part.toc_item_id)
      .executeTakeFirst()
    await tx
      .updateTable('generation.generations')
      .set({
        state: 'queued',
        run: sql`run + 1`,
        error: null,
        completed_at: null,
        request: JSON.stringify({ ...(part.request as object), baseVersion: chapter?.version ?? 0 }),
      })
      .where('id', '=', partId)
      .execute()
  })
  await requeue(octavo, id)
  return getJob(octavo, caller, id)
}

async function requeue(octavo: Octavo, id: string): Promise<void> {
  await octavo.database.asService('queue a job again', async tx => {
    await tx
      .updateTable('generation.generations')
      .set({ state: 'queued', requested: null, run: sql`run + 1`, error: null, completed_at: null })
      .where('id', '=', id)
      .where('state', 'not in', [...open])
      .execute()
    await appendEvent(tx, id, 'queued', {})
  })
  octavo.jobs.announceWork()
  octavo.jobs.announceEvents(id)
}

/** Rates a result from 1 to 5, or moves a queued job. Throws not_found, forbidden. */
export async function changeJob(
  octavo: Octavo,
  caller: Caller,
  id: string,
  change: {
    rating?: number | null | undefined
    priority?: number | undefined
    scheduledAt?: string | null | undefined
  },
): Promise<Job> {
  await mustSteer(octavo, caller, id)
  await octavo.database.asUser(caller, tx =>
    tx
      .updateTable('generation.generations')
      .set({
        ...(change.rating !== undefined && { rating: change.rating }),
        ...(change.priority !== undefined && { priority: change.priority }),
        ...(change.scheduledAt !== undefined && { scheduled_at: change.scheduledAt }),
      })
      .where('id', '=', id)
      .execute(),
  )
  return getJob(octavo, caller, id)
}

async function mustSteer(octavo: Octavo, caller: Caller, id: string): Promise<Job> {
  return octavo.database.asUser(caller, async tx => {
    const row = await readRow(tx, id)
    if (!row) throw new OctavoError('not_found')
    const { allowed } = await tx
      .selectNoFrom(sql<boolean>`app.book_allows(${row.book_id}, 'editor', 'generate')`.as('allowed'))
      .executeTakeFirstOrThrow()
    if (!allowed) throw new OctavoError('forbidden')
    return toJob(row)
  })
}

export interface Call {
  id: string
  key: string
  attempt: number
  purpose: string
  model: string
  state: string
  stopReason: string | null
  error: JsonValue
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
  page: { limit: number; cursor?: string | undefined },
): Promise<{ items: Call[]; next: string | null }> {
  const rows = await octavo.database.asUser(caller, async tx => {
    if (!(await readRow(tx, id))) throw new OctavoError('not_found')
    let query = tx
      .selectFrom('generation.calls')
      .innerJoin('generation.generations', 'generation.generations.id', 'generation.calls.generation_id')
      .selectAll('generation.calls')
      .select(sql<string>`generation.calls.started_at::text`.as('position'))
      .where(eb => eb.or([eb('generation.generations.id', '=', id), eb('generation.generations.parent_id', '=', id)]))
    if (page.cursor) {
      const [startedAt, callId] = decodeCursor(page.cursor, 2) as [string, string]
      query = query.where(
        sql<boolean>`(generation.calls.started_at, generation.calls.id) > (${startedAt}::timestamptz, ${callId}::uuid)`,
      )
    }
    return query
      .orderBy('generation.calls.started_at')
      .orderBy('generation.calls.id')
      .limit(page.limit + 1)
      .execute()
  })
  return toPage(
    rows,
    page.limit,
    row => [row.position, row.id],
    row => ({
      id: row.id,
      key: row.key,
      attempt: row.attempt,
      purpose: row.purpose,
      model: row.model,
      state: row.state,
      stopReason: row.stop_reason,
      error: row.error as JsonValue,
      inputTokens: Number(row.input_tokens),
      outputTokens: Number(row.output_tokens),
      cachedTokens: Number(row.cached_tokens),
      cost: Number(row.cost),
      latency: row.latency_ms,
      firstToken: row.first_token_ms,
      startedAt: row.started_at.toISOString(),
    }),
  )
}
