import { sql } from 'kysely'
import { OctavoError } from '../errors.ts'
import type { Caller } from '../http/environment.ts'
import type { Octavo } from '../octavo.ts'
import { appendEvent } from './events.ts'
import type { JobState } from './job-state.ts'
import { findJob, findModel, getJob, type Job, toJob } from './jobs.ts'
import { reserveJob, settleJob } from './metered.ts'
import { modelsFor } from './registry.ts'

/** The states of a job that is not at an end and not paused. */
export const open: readonly JobState[] = ['queued', 'running', 'streaming']

/**
 * Asks a job to pause or stop. A running one does at its next step, and a call on the wire is broken off; a queued one
 * does at once. Throws not_found, forbidden, job_finished.
 */
export async function stopJob(octavo: Octavo, caller: Caller, id: string, request: 'pause' | 'cancel'): Promise<Job> {
  const job = await mustSteer(octavo, caller, id)
  if (!open.includes(job.state) && !(job.state === 'paused' && request === 'cancel'))
    throw new OctavoError('job_finished')
  await requestStop(octavo, id, request)
  return getJob(octavo, caller, id)
}

/** The same for a caller of whom it is known already that he may. */
export async function requestStop(octavo: Octavo, id: string, request: 'pause' | 'cancel'): Promise<void> {
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
    if (waiting) {
      await settleJob(tx, id, at.state)
      await appendEvent(tx, id, at.state, {})
    } else
      await tx
        .updateTable('generation.generations')
        .set({ requested: request })
        .where('id', '=', id)
        .where('state', 'in', ['running', 'streaming'])
        .execute()
  })
  octavo.jobs.announceWork()
  octavo.jobs.announceEvents(id)
}

/**
 * Goes on with a paused job, or tries again what failed of an ended one; what is done stays. Throws not_found, forbidden,
 * quota_exceeded.
 */
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
        model: job.model,
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

/** Queues an ended or paused job again, for a caller of whom it is known that he may. Throws quota_exceeded. */
export async function requeue(octavo: Octavo, id: string): Promise<void> {
  await octavo.database.asService('queue a job again', async tx => {
    const job = await tx
      .updateTable('generation.generations')
      .set({ state: 'queued', requested: null, run: sql`run + 1`, error: null, completed_at: null })
      .where('id', '=', id)
      .where('state', 'not in', [...open])
      .returning(['kind', 'model', 'organization_id'])
      .executeTakeFirst()
    if (!job) return
    await reserveJob(tx, { id, kind: job.kind, model: job.model!, organizationId: job.organization_id })
    await appendEvent(tx, id, 'queued', {})
  })
  octavo.jobs.announceWork()
  octavo.jobs.announceEvents(id)
}

/**
 * Rates a result from 1 to 5, moves a queued job, or gives what is left of a resting one to another model. Throws
 * not_found, forbidden, and for a model model_unknown, key_missing, job_busy.
 */
export async function changeJob(
  octavo: Octavo,
  caller: Caller,
  id: string,
  change: {
    rating?: number | null | undefined
    priority?: number | undefined
    scheduledAt?: string | null | undefined
    model?: string | undefined
  },
): Promise<Job> {
  const job = await mustSteer(octavo, caller, id)
  if (change.model !== undefined) await changeModelOf(octavo, job, change.model)
  const values = {
    ...(change.rating !== undefined && { rating: change.rating }),
    ...(change.priority !== undefined && { priority: change.priority }),
    ...(change.scheduledAt !== undefined && { scheduled_at: change.scheduledAt }),
  }
  if (Object.keys(values).length > 0) {
    await octavo.database.asUser(caller, tx =>
      tx.updateTable('generation.generations').set(values).where('id', '=', id).execute(),
    )
  }
  return getJob(octavo, caller, id)
}

/** What is written stays as it is; the chapters that are left, and the job itself, get the model. */
async function changeModelOf(octavo: Octavo, job: Job, asked: string): Promise<void> {
  const { organization_id } = await octavo.database.asService('whose keys a job uses', tx => findJob(tx, job.id))
  const model = findModel(await modelsFor(octavo, organization_id), asked).id
  await octavo.database.asService('change the model of a job somebody may steer', async tx => {
    const changed = await tx
      .updateTable('generation.generations')
      .set({ model })
      .where('id', '=', job.id)
      .where('state', 'not in', [...open])
      .returning('id')
      .executeTakeFirst()
    if (!changed) throw new OctavoError('job_busy', 'Pause the job first, give it the other model, then resume it.')
    await tx
      .updateTable('generation.generations')
      .set({ model })
      .where('parent_id', '=', job.id)
      .where('state', '<>', 'completed')
      .execute()
  })
}

/** A job somebody may steer. Throws not_found, forbidden. */
export async function mustSteer(octavo: Octavo, caller: Caller, id: string): Promise<Job> {
  return octavo.database.asUser(caller, async tx => {
    const row = await findJob(tx, id)
    const { allowed } = await tx
      .selectNoFrom(sql<boolean>`app.book_allows(${row.book_id}, 'editor', 'generate')`.as('allowed'))
      .executeTakeFirstOrThrow()
    if (!allowed) throw new OctavoError('forbidden')
    return toJob(row)
  })
}
