import { z } from '@hono/zod-openapi'
import { OctavoError } from '../errors.ts'
import { defaultModel, type Job, queueJob } from '../generation/jobs.ts'
import type { Caller } from '../http/environment.ts'
import { type PageRequest, pageByTime } from '../http/pagination.ts'
import { allowedBook, visibleBook } from '../library/book-access.ts'
import type { Octavo } from '../octavo.ts'
import { recordAudit } from '../system/audit.ts'
import { findDestination, targets } from './destinations/destinations.ts'
import { publishedBook } from './files/published-book.ts'
import { passGate, readGate } from './gate.ts'
import { readBranch, repositoryOf } from './git/branch.ts'

export const deploymentStates = ['pending', 'building', 'ready', 'error'] as const

const commit = z.string().regex(/^[0-9a-f]{40}$/, 'is no name of a commit')

export const newDeployment = z
  .object({
    destinationId: z.uuid(),
    base: commit.nullish().openapi({ description: 'Of the preview; refused when the branch is no longer there' }),
    message: z.string().trim().max(2000).default('').openapi({ description: 'Of the commit' }),
    pullRequest: z.boolean().default(false).openapi({ description: 'Asks whether it may go to the branch' }),
    despite: z
      .array(z.string().max(60))
      .max(100)
      .default([])
      .openapi({ description: 'Rules of the gate to pass over' }),
    reason: z.string().trim().max(2000).default('').openapi({ description: 'Why; needed with "despite"' }),
  })
  .openapi('NewDeployment')

const fileChange = z.object({ path: z.string(), change: z.enum(['added', 'modified', 'deleted', 'kept']) })

export const deploymentView = z
  .object({
    id: z.uuid(),
    bookId: z.uuid(),
    destinationId: z.uuid().nullable(),
    jobId: z.uuid().nullable(),
    target: z.enum(targets),
    location: z.string(),
    branch: z.string().nullable(),
    commit: z.string().nullable(),
    pullRequest: z.string().nullable(),
    liveUrl: z.string().nullable(),
    state: z.enum(deploymentStates),
    log: z.array(z.object({ at: z.string(), line: z.string() })),
    files: z.array(fileChange),
    added: z.number().int(),
    modified: z.number().int(),
    deleted: z.number().int(),
    despite: z.array(z.string()),
    reason: z.string(),
    error: z.object({ code: z.string(), message: z.string() }).nullable(),
    createdBy: z.uuid().nullable(),
    createdAt: z.string(),
    completedAt: z.string().nullable(),
  })
  .openapi('Deployment')
export type Deployment = z.infer<typeof deploymentView>

const columns = [
  'id',
  'book_id',
  'destination_id',
  'job_id',
  'target',
  'location',
  'branch',
  'commit',
  'pull_request',
  'live_url',
  'state',
  'log',
  'files',
  'added',
  'modified',
  'deleted',
  'despite',
  'reason',
  'error',
  'created_by',
  'created_at',
  'completed_at',
] as const

/**
 * Queues the publishing of a book. Throws not_found, forbidden, gate_closed, value_invalid without a reason, remote_moved
 * when the branch is no longer at `base`, and what the destination answers.
 */
export async function startDeployment(
  octavo: Octavo,
  caller: Caller,
  bookId: string,
  input: z.infer<typeof newDeployment>,
): Promise<{ deployment: Deployment; job: Job }> {
  const { book, destination } = await octavo.database.asUser(caller, async tx => ({
    book: await allowedBook(tx, bookId, 'export'),
    destination: await findDestination(tx, bookId, input.destinationId),
  }))
  if (input.pullRequest && destination.target !== 'github') {
    throw new OctavoError('destination_refused', 'Only GitHub has pull requests. Publish to a branch instead.')
  }
  passGate(await readGate(octavo, caller, bookId), input.despite)
  if (input.despite.length > 0 && !input.reason) {
    throw new OctavoError('value_invalid', 'Say in "reason" why the rules in "despite" are passed over.')
  }
  // Fails now rather than in the queue, where nobody looks.
  await publishedBook(octavo, caller, bookId)
  if (input.base !== undefined && destination.branch) {
    const { onto } = await readBranch(octavo, await repositoryOf(octavo, destination), destination, destination.branch)
    if (onto !== input.base) throw new OctavoError('remote_moved')
  }
  const deploymentId = crypto.randomUUID()
  const queued = { kind: 'publish', model: defaultModel, cost: 0, request: { deploymentId } } as const
  const job = await queueJob(octavo, caller, bookId, queued, async (tx, jobId) => {
    await tx
      .insertInto('publishing.deployments')
      .values({
        id: deploymentId,
        book_id: bookId,
        destination_id: destination.id,
        job_id: jobId,
        target: destination.target,
        location: destination.location,
        branch: destination.branch,
        message: input.message,
        as_pull_request: input.pullRequest,
        base: input.base ?? null,
        despite: input.despite,
        reason: input.reason,
        created_by: caller.userId,
      })
      .execute()
    await recordAudit(tx, {
      action: 'book.published',
      subject: bookId,
      organizationId: book.organization_id,
      details: {
        target: destination.target,
        location: destination.location,
        ...(input.despite.length > 0 && { despite: input.despite, reason: input.reason }),
      },
    })
  })
  return { deployment: await readDeployment(octavo, caller, bookId, deploymentId), job }
}

/** Throws not_found. */
export function readDeployment(octavo: Octavo, caller: Caller, bookId: string, id: string): Promise<Deployment> {
  return octavo.database.asUser(caller, async tx => {
    const row = await tx
      .selectFrom('publishing.deployments')
      .select(columns)
      .where('id', '=', id)
      .where('book_id', '=', bookId)
      .executeTakeFirst()
    if (!row) throw new OctavoError('not_found')
    return toView(row)
  })
}

/** When and where a book was published, newest first. Throws not_found. */
export function listDeployments(
  octavo: Octavo,
  caller: Caller,
  bookId: string,
  page: PageRequest,
): Promise<{ items: Deployment[]; next: string | null }> {
  return octavo.database.asUser(caller, async tx => {
    await visibleBook(tx, bookId)
    const query = tx.selectFrom('publishing.deployments').select(columns).where('book_id', '=', bookId)
    return pageByTime(query, page, toView)
  })
}

interface Row {
  id: string
  book_id: string
  destination_id: string | null
  job_id: string | null
  target: Deployment['target']
  location: string
  branch: string | null
  commit: string | null
  pull_request: string | null
  live_url: string | null
  state: Deployment['state']
  log: unknown
  files: unknown
  added: number
  modified: number
  deleted: number
  despite: string[]
  reason: string
  error: unknown
  created_by: string | null
  created_at: Date
  completed_at: Date | null
}

function toView(row: Row): Deployment {
  return {
    id: row.id,
    bookId: row.book_id,
    destinationId: row.destination_id,
    jobId: row.job_id,
    target: row.target,
    location: row.location,
    branch: row.branch,
    commit: row.commit,
    pullRequest: row.pull_request,
    liveUrl: row.live_url,
    state: row.state,
    log: row.log as Deployment['log'],
    files: row.files as Deployment['files'],
    added: row.added,
    modified: row.modified,
    deleted: row.deleted,
    despite: row.despite,
    reason: row.reason,
    error: row.error as Deployment['error'],
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    completedAt: row.completed_at?.toISOString() ?? null,
  }
}
