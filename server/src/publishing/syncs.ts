import { z } from '@hono/zod-openapi'
import type { Tx } from '@octavo/database'
import { OctavoError } from '../errors.ts'
import { defaultModel, type Job, queueJob } from '../generation/jobs.ts'
import type { Caller } from '../http/environment.ts'
import { type PageRequest, pageByTime } from '../http/pagination.ts'
import { allowedBook, visibleBook } from '../library/book-access.ts'
import type { Octavo } from '../octavo.ts'
import { type Destination, findDestination } from './destinations/destinations.ts'
import { repositoryOf } from './git/branch.ts'

export const choices = ['book', 'repository'] as const

export const newSync = z
  .object({
    destinationId: z.uuid(),
    commit: z
      .string()
      .regex(/^[0-9a-f]{40}$/)
      .optional()
      .openapi({ description: 'Of the sync whose conflicts are chosen; needed with "choices"' }),
    choices: z
      .record(z.string().max(1000), z.enum(choices))
      .default({})
      .openapi({ description: 'For each path with conflicts, whose text is taken where both changed the same' }),
    adopt: z.boolean().default(false).openapi({ description: 'New pages of the repository become chapters' }),
  })
  .openapi('NewSync')
export type NewSync = z.infer<typeof newSync>

export const conflictView = z.object({
  path: z.string(),
  reason: z
    .enum(['text', 'file', 'deleted'])
    .openapi({ description: 'text: both changed a place; file: no chapter, but edited; deleted: taken away there' }),
  chapterId: z.uuid().nullable(),
  places: z.array(z.object({ line: z.number().int(), base: z.string(), book: z.string(), repository: z.string() })),
})
export type SyncConflict = z.infer<typeof conflictView>

export const syncedFile = z.object({
  path: z.string(),
  change: z
    .enum(['added', 'modified', 'deleted', 'kept', 'new'])
    .openapi({ description: 'new: a page no chapter was made of yet' }),
})
export type SyncedFile = z.infer<typeof syncedFile>

export const syncView = z
  .object({
    id: z.uuid(),
    bookId: z.uuid(),
    destinationId: z.uuid().nullable(),
    deploymentId: z.uuid().nullable(),
    jobId: z.uuid().nullable(),
    direction: z.enum(['push', 'pull']),
    trigger: z.enum(['manual', 'auto', 'webhook']),
    repository: z.string(),
    branch: z.string(),
    commit: z.string().nullable(),
    message: z.string(),
    state: z.enum(['pending', 'running', 'completed', 'conflicted', 'failed']),
    files: z.array(syncedFile),
    conflicts: z.array(conflictView),
    added: z.number().int(),
    modified: z.number().int(),
    deleted: z.number().int(),
    error: z.object({ code: z.string(), message: z.string() }).nullable(),
    createdBy: z.uuid().nullable(),
    createdAt: z.string(),
    completedAt: z.string().nullable(),
  })
  .openapi('GitHubSync')
export type Sync = z.infer<typeof syncView>

/**
 * Queues bringing back what was edited in a repository. Throws not_found, forbidden, destination_refused for a place that
 * is no repository, remote_moved when the choices are about another commit than is there now.
 */
export async function startSync(
  octavo: Octavo,
  caller: Caller,
  bookId: string,
  input: NewSync,
): Promise<{ sync: Sync; job: Job }> {
  const destination = await octavo.database.asUser(caller, async tx => {
    await allowedBook(tx, bookId)
    return findDestination(tx, bookId, input.destinationId)
  })
  if (!destination.branch) {
    throw new OctavoError('destination_refused', 'Edits come back from Git repositories only.')
  }
  if (Object.keys(input.choices).length > 0) {
    const head = await (await repositoryOf(octavo, destination)).head(destination.branch)
    // A choice somebody made about one text is none about another.
    if (head !== input.commit) throw new OctavoError('remote_moved')
  }
  return queueSync(octavo, caller, destination, { choices: input.choices, adopt: input.adopt, commit: input.commit })
}

export interface SyncOrder {
  choices?: Record<string, (typeof choices)[number]>
  adopt?: boolean
  /** What the choices are about. */
  commit?: string | undefined
  /** Of a webhook; acted upon once. */
  delivery?: string
}

/** Throws conflict for a delivery that was acted upon before. */
export async function queueSync(
  octavo: Octavo,
  caller: Caller,
  { bookId, id, location, branch }: Destination,
  { choices = {}, adopt = false, commit, delivery }: SyncOrder,
): Promise<{ sync: Sync; job: Job }> {
  const syncId = crypto.randomUUID()
  const request = { syncId, ...(commit && { commit }) }
  const job = await queueJob(
    octavo,
    caller,
    bookId,
    { kind: 'sync', model: defaultModel, cost: 0, request },
    async (tx, jobId) => {
      await tx
        .insertInto('publishing.github_syncs')
        .values({
          id: syncId,
          book_id: bookId,
          destination_id: id,
          job_id: jobId,
          direction: 'pull',
          trigger: delivery ? 'webhook' : 'manual',
          delivery: delivery ?? null,
          repository: location,
          branch: branch!,
          choices: JSON.stringify(choices),
          adopt,
          created_by: caller.userId,
        })
        .execute()
    },
  )
  return { sync: await octavo.database.asUser(caller, tx => findSync(tx, bookId, syncId)), job }
}

/** Throws not_found. */
export function readSync(octavo: Octavo, caller: Caller, bookId: string, id: string): Promise<Sync> {
  return octavo.database.asUser(caller, tx => findSync(tx, bookId, id))
}

async function findSync(tx: Tx, bookId: string, id: string): Promise<Sync> {
  const row = await tx
    .selectFrom('publishing.github_syncs')
    .selectAll()
    .where('id', '=', id)
    .where('book_id', '=', bookId)
    .executeTakeFirst()
  if (!row) throw new OctavoError('not_found')
  return toView(row)
}

/** What went to repositories and came back, newest first. Throws not_found. */
export function listSyncs(
  octavo: Octavo,
  caller: Caller,
  bookId: string,
  page: PageRequest,
): Promise<{ items: Sync[]; next: string | null }> {
  return octavo.database.asUser(caller, async tx => {
    await visibleBook(tx, bookId)
    const query = tx.selectFrom('publishing.github_syncs').selectAll().where('book_id', '=', bookId)
    return pageByTime(query, page, toView)
  })
}

function toView(row: {
  id: string
  book_id: string
  destination_id: string | null
  deployment_id: string | null
  job_id: string | null
  direction: Sync['direction']
  trigger: Sync['trigger']
  repository: string
  branch: string
  commit: string | null
  message: string
  state: Sync['state']
  files: unknown
  conflicts: unknown
  added: number
  modified: number
  deleted: number
  error: unknown
  created_by: string | null
  created_at: Date
  completed_at: Date | null
}): Sync {
  return {
    id: row.id,
    bookId: row.book_id,
    destinationId: row.destination_id,
    deploymentId: row.deployment_id,
    jobId: row.job_id,
    direction: row.direction,
    trigger: row.trigger,
    repository: row.repository,
    branch: row.branch,
    commit: row.commit,
    message: row.message,
    state: row.state,
    files: row.files as Sync['files'],
    conflicts: row.conflicts as Sync['conflicts'],
    added: row.added,
    modified: row.modified,
    deleted: row.deleted,
    error: row.error as Sync['error'],
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    completedAt: row.completed_at?.toISOString() ?? null,
  }
}
