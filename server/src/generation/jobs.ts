import { randomUUID } from 'node:crypto'
import type { JsonValue, Tx } from '@octavo/database'
import { type ModelCard, ModelError, type Models } from '@octavo/models'
import { sql } from 'kysely'
import { OctavoError } from '../errors.ts'
import type { Caller } from '../http/environment.ts'
import { pageByTime } from '../http/pagination.ts'
import type { Octavo } from '../octavo.ts'
import { type Estimate, estimateJob } from './estimate.ts'
import type { JobState } from './job-state.ts'
import { readMaterial } from './material.ts'
import { reserveJob, settleJob } from './metered.ts'
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
  /** The most it may cost with its chapters, US dollars. Before a call that might cost more it pauses. */
  budget?: number | undefined
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
  if (!card.capabilities.includes('text')) {
    throw new OctavoError(
      'model_unknown',
      `${card.id} does not write. Choose a language model: GET /v1/models lists them.`,
    )
  }
  return { ...estimateJob(material, request.kind, card), model: card.id }
}

/**
 * Queues a job that plans or writes a book. Throws not_found, forbidden, job_busy, model_unknown, key_missing, and
 * cost_unreasonable when the estimate reaches $1,000, quota_exceeded.
 */
export async function startJob(octavo: Octavo, caller: Caller, bookId: string, request: JobRequest): Promise<Job> {
  const { cost, model } = await estimate(octavo, caller, bookId, request)
  return queueJob(octavo, caller, bookId, {
    ...request,
    model,
    cost,
    request: { ...(request.items && { items: request.items }), ...(request.replan && { replan: true }) },
  })
}

export const jobKinds = [
  'outline',
  'write',
  'remediate',
  'revise',
  'embed',
  'picture',
  'export',
  'import',
  'publish',
  'sync',
] as const
/** What people ask for. A write job has children of kind `chapter` besides. */
export type JobKind = (typeof jobKinds)[number]

/** A job as it is put on the queue. */
export interface QueuedJob {
  kind: JobKind
  /** The id of the model that was chosen. */
  model: string
  /** Estimated, US dollars. */
  cost: number
  /** What its workflow needs to know beside the columns. */
  request: Record<string, JsonValue>
  tocItemId?: string | undefined
  temperature?: number | undefined
  priority?: number | undefined
  scheduledAt?: string | undefined
  budget?: number | undefined
}

/**
 * Queues a job on a book; every kind goes through here. `along` writes what belongs to the job in the same transaction.
 * Throws not_found, forbidden, job_busy, cost_unreasonable, quota_exceeded.
 */
export async function queueJob(
  octavo: Octavo,
  caller: Caller,
  bookId: string,
  job: QueuedJob,
  along?: (tx: Tx, jobId: string) => Promise<void>,
): Promise<Job> {
  if (job.cost >= 1_000)
    throw new OctavoError(
      'cost_unreasonable',
      `About $${Math.round(job.cost)} is estimated. Estimates of $1,000 and more are refused: ask for fewer words or a cheaper model.`,
    )
  const id = randomUUID()
  const book = await octavo.database.asUser(caller, tx => findBookFor(tx, bookId, job.kind))
  // Held first, so that nothing is ever queued that the plan does not include.
  await octavo.database.asService('hold a generation for a job', tx =>
    reserveJob(tx, { id, kind: job.kind, model: job.model, bookId, createdBy: caller.userId, ...book }),
  )
  try {
    await octavo.database.asUser(caller, async tx => {
      await insertJob(tx, caller, id, bookId, book.organizationId, job)
      await along?.(tx, id)
    })
  } catch (error) {
    await octavo.database.asService('a job was not queued', tx => settleJob(tx, id, 'failed'))
    throw error
  }
  octavo.jobs.announceWork()
  return getJob(octavo, caller, id)
}

/** Whom a kind of job is open to, where not to those who may have a book written. */
const needed: Partial<Record<JobKind, [role: string, action: string]>> = {
  export: ['viewer', 'export'],
  import: ['editor', 'edit'],
}

/** Throws not_found, and forbidden for who may not ask for this kind of job. */
async function findBookFor(tx: Tx, bookId: string, kind: JobKind): Promise<{ organizationId: string }> {
  const [role, action] = needed[kind] ?? ['editor', 'generate']
  const book = await tx
    .selectFrom('library.books')
    .select(['organization_id', 'deleted_at'])
    .select(sql<boolean>`app.book_allows(id, ${role}::app.role, ${action})`.as('allowed'))
    .where('id', '=', bookId)
    .executeTakeFirst()
  if (!book || book.deleted_at) throw new OctavoError('not_found')
  if (!book.allowed) throw new OctavoError('forbidden')
  return { organizationId: book.organization_id }
}

async function insertJob(
  tx: Tx,
  caller: Caller,
  id: string,
  bookId: string,
  organizationId: string,
  job: QueuedJob,
): Promise<void> {
  await tx
    .insertInto('generation.generations')
    .values({
      id,
      organization_id: organizationId,
      book_id: bookId,
      toc_item_id: job.tocItemId ?? null,
      created_by: caller.userId,
      kind: job.kind,
      model: job.model,
      temperature: job.temperature ?? null,
      priority: job.priority ?? 0,
      scheduled_at: job.scheduledAt ?? null,
      estimated_cost: job.cost,
      request: JSON.stringify({ ...job.request, ...(job.budget !== undefined && { budget: job.budget }) }),
    })
    .execute()
}

/** The model a job runs with: the one asked for, else the book's, else the person's, else the compositor. */
export async function chooseModel(tx: Tx, caller: Caller, bookId: string, asked: string | undefined): Promise<string> {
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

/** Why something ended without success: a code to branch on, and a sentence that says what to do. */
export interface Failure {
  code: string
  message: string
  [detail: string]: JsonValue
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
  result: { [key: string]: JsonValue } | null
  error: Failure | null
  lastEvent: number
  createdBy: string | null
  createdAt: string
  startedAt: string | null
  completedAt: string | null
}

type Row = Awaited<ReturnType<typeof findJob>>

/** The row of a job the person of the transaction may see. Throws not_found. */
export async function findJob(tx: Tx, id: string) {
  const row = await tx.selectFrom('generation.generations').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw new OctavoError('not_found')
  return row
}

/** A row as the API shows it. */
export function toJob(row: Row): Job {
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
    result: row.result as Job['result'],
    error: row.error as Job['error'],
    lastEvent: Number(row.last_event),
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    completedAt: row.completed_at?.toISOString() ?? null,
  }
}

/** One job. Throws not_found. */
export async function getJob(octavo: Octavo, caller: Caller, id: string): Promise<Job> {
  return toJob(await octavo.database.asUser(caller, tx => findJob(tx, id)))
}

/** The chapters of a write job, in the order they were divided. Throws not_found. */
export async function listParts(octavo: Octavo, caller: Caller, id: string): Promise<Job[]> {
  return octavo.database.asUser(caller, async tx => {
    await findJob(tx, id)
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

function chapterOf(rows: readonly Row[], id: string): number {
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
  return octavo.database.asUser(caller, tx => {
    let query = tx.selectFrom('generation.generations').selectAll().where('parent_id', 'is', null)
    if (filter.bookId) query = query.where('book_id', '=', filter.bookId)
    if (filter.state) query = query.where('state', '=', filter.state)
    if (filter.open) query = query.where('state', 'in', ['queued', 'running', 'streaming', 'paused'])
    if (filter.mine) query = query.where('created_by', '=', caller.userId)
    return pageByTime(query, filter, toJob)
  })
}
