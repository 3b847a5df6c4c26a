import type { Tx } from '@octavo/database'
import { OctavoError } from '../errors.ts'
import type { Caller } from '../http/environment.ts'
import { type PageRequest, pageByTime } from '../http/pagination.ts'
import { asOperator } from '../identity/operator.ts'
import type { Octavo } from '../octavo.ts'
import { recordAudit } from '../system/audit.ts'
import type { JobState } from './job-state.ts'
import type { Failure } from './jobs.ts'
import { open, requestStop, requeue } from './steer-job.ts'

const why = 'an operator looks after the jobs of all'

/** Jobs of every organization: whose, how far, what went wrong. Nothing of what is in them, and no title. */
function allJobs(tx: Tx) {
  return tx
    .selectFrom('generation.generations as g')
    .innerJoin('identity.organizations as o', 'o.id', 'g.organization_id')
    .leftJoin('auth.users as u', 'u.id', 'g.created_by')
    .select([
      'g.id',
      'g.kind',
      'g.state',
      'g.requested',
      'g.run',
      'g.model',
      'g.priority',
      'g.stage',
      'g.progress',
      'g.cost',
      'g.error',
      'g.created_at',
      'g.started_at',
      'g.completed_at',
      'o.id as organization_id',
      'o.name as organization',
      'u.id as person_id',
      'u.name as person',
    ])
    .where('g.parent_id', 'is', null)
}

type Row = Awaited<ReturnType<ReturnType<typeof allJobs>['executeTakeFirstOrThrow']>>

function toJob(row: Row) {
  return {
    id: row.id,
    kind: row.kind,
    state: row.state as JobState,
    requested: row.requested,
    run: row.run,
    model: row.model,
    priority: row.priority,
    stage: row.stage,
    progress: Number(row.progress),
    cost: Number(row.cost),
    error: row.error as Failure | null,
    organization: { id: row.organization_id, name: row.organization },
    person: row.person_id === null ? null : { id: row.person_id, name: row.person ?? '' },
    createdAt: row.created_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    completedAt: row.completed_at?.toISOString() ?? null,
  }
}

export interface AllJobsFilter extends PageRequest {
  state?: JobState | undefined
  open?: boolean | undefined
}

/** The jobs of everybody, newest first. Throws forbidden. */
export function listAllJobs(octavo: Octavo, caller: Caller, filter: AllJobsFilter) {
  return asOperator(
    octavo,
    caller,
    async tx => {
      let query = allJobs(tx)
      if (filter.state) query = query.where('g.state', '=', filter.state)
      if (filter.open) query = query.where('g.state', 'in', [...open, 'paused'])
      return pageByTime(query, filter, toJob, { at: 'g.created_at', id: 'g.id' })
    },
    why,
  )
}

async function readJob(tx: Tx, id: string) {
  const row = await allJobs(tx).where('g.id', '=', id).executeTakeFirst()
  if (!row) throw new OctavoError('not_found')
  return toJob(row)
}

/** Cancels a job of anybody; what is done stays. Throws forbidden, not_found, job_finished. */
export async function cancelAnyJob(octavo: Octavo, caller: Caller, id: string) {
  const job = await asOperator(octavo, caller, tx => readJob(tx, id), why)
  if (!open.includes(job.state) && job.state !== 'paused') throw new OctavoError('job_finished')
  await requestStop(octavo, id, 'cancel')
  return acted(octavo, caller, id, 'job.canceled')
}

/** Tries again what failed of a job of anybody, or goes on with a paused one. Throws as above, and quota_exceeded. */
export async function retryAnyJob(octavo: Octavo, caller: Caller, id: string) {
  const job = await asOperator(octavo, caller, tx => readJob(tx, id), why)
  if (job.state === 'completed') throw new OctavoError('job_finished')
  if (!open.includes(job.state)) await requeue(octavo, id)
  return acted(octavo, caller, id, 'job.retried')
}

/** Moves a queued job of anybody before or behind others. Throws as above. */
export async function prioritizeAnyJob(octavo: Octavo, caller: Caller, id: string, priority: number) {
  await asOperator(
    octavo,
    caller,
    async tx => {
      const job = await readJob(tx, id)
      if (!open.includes(job.state) && job.state !== 'paused') throw new OctavoError('job_finished')
      await tx.updateTable('generation.generations').set({ priority }).where('id', '=', id).execute()
    },
    why,
  )
  octavo.jobs.announceWork()
  return acted(octavo, caller, id, 'job.prioritized', { priority })
}

function acted(
  octavo: Octavo,
  caller: Caller,
  id: string,
  action: 'job.canceled' | 'job.retried' | 'job.prioritized',
  details = {},
) {
  return asOperator(
    octavo,
    caller,
    async tx => {
      const job = await readJob(tx, id)
      const { organization } = job
      await recordAudit(tx, { action, subject: id, organizationId: organization.id, actorId: caller.userId, details })
      return job
    },
    why,
  )
}

/** The calls to models that failed, newest first, with what the provider said; not what was asked. Throws forbidden. */
export function listFailedCalls(octavo: Octavo, caller: Caller, page: PageRequest) {
  return asOperator(
    octavo,
    caller,
    async tx => {
      const query = tx
        .selectFrom('generation.calls as c')
        .innerJoin('identity.organizations as o', 'o.id', 'c.organization_id')
        .select(['c.id', 'c.generation_id', 'c.model', 'c.purpose', 'c.attempt', 'c.error', 'c.latency_ms'])
        .select(['c.started_at', 'o.id as organization_id', 'o.name as organization'])
        .where('c.state', '=', 'failed')
      return pageByTime(
        query,
        page,
        row => ({
          id: row.id,
          jobId: row.generation_id,
          model: row.model,
          purpose: row.purpose,
          attempt: row.attempt,
          error: row.error as Failure | null,
          latency: row.latency_ms,
          organization: { id: row.organization_id, name: row.organization },
          startedAt: row.started_at.toISOString(),
        }),
        { at: 'c.started_at', id: 'c.id' },
      )
    },
    why,
  )
}
