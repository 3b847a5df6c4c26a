import { DBOS } from '@dbos-inc/dbos-sdk'
import { sql } from 'kysely'
import { OctavoError } from '../errors.ts'
import { failurePoint } from '../generation/failure-point.ts'
import { beginJob, changeState, outcomeOf, readJob } from '../generation/job-state.ts'
import { untilStopped } from '../generation/stop.ts'
import type { Caller } from '../http/environment.ts'
import type { Octavo } from '../octavo.ts'
import { openConnection } from './connections/connections.ts'
import { type Destination, findDestination } from './destinations/destinations.ts'
import { publishedBook } from './files/published-book.ts'
import { explained } from './github/client.ts'
import { followPages, type PagesStatus, pollDelays } from './github/follow-pages.ts'
import { enablePages } from './github/pages.ts'
import { gitHubOf } from './github/repositories.ts'
import { callHook } from './places/call-hook.ts'
import { isAllowedAddress } from './places/guarded-agents.ts'
import { openPlace } from './places/open-place.ts'
import { send } from './places/send.ts'
import { type Intent, type Pushed, planPush, push } from './push.ts'

type FullJob = Awaited<ReturnType<typeof readJob>>

/**
 * The workflow that brings a book to a destination and follows its site until readers can see it. What is there already is
 * found by its content, so running again after a crash publishes nothing twice. It never throws.
 */
export async function publishBook(octavo: Octavo, id: string): Promise<void> {
  const job = await readJob(octavo, id)
  const deploymentId = String(job.request.deploymentId)
  try {
    const asked = await DBOS.runStep(() => begin(octavo, job, deploymentId), { name: 'begin' })
    if (!asked.destination.branch) {
      await DBOS.runStep(() => deliver(octavo, asked, job), { name: 'deliver' })
    } else {
      await DBOS.runStep(() => plan(octavo, asked), { name: 'plan' })
      const pushed = await DBOS.runStep(() => pushAndRecord(octavo, asked, job), { name: 'push' })
      if (hasSite(asked) && pushed.hasWorkflow) await follow(octavo, asked, pushed)
    }
    await DBOS.runStep(() => finish(octavo, job, deploymentId), { name: 'finish' })
  } catch (error) {
    await DBOS.runStep(() => giveUp(octavo, job, deploymentId, error), { name: 'give up' })
  }
}

/** What was asked for, as a step can answer it. */
export interface Asked extends Intent {
  destination: Destination
  caller: Caller
}

async function begin(octavo: Octavo, job: FullJob, deploymentId: string): Promise<Asked> {
  const { createdBy } = job
  if (!createdBy) throw new OctavoError('not_found', 'Whoever asked for this has no account any more.')
  const caller = { userId: createdBy, readOnly: false }
  const row = await octavo.database.asService('begin to publish a book', async tx => {
    await beginJob(tx, job, 'publishing')
    return tx
      .updateTable('publishing.deployments')
      .set({ state: 'building', error: null, completed_at: null, started_at: sql`coalesce(started_at, now())` })
      .where('id', '=', deploymentId)
      .returning(['destination_id', 'message', 'as_pull_request', 'base'])
      .executeTakeFirstOrThrow()
  })
  octavo.jobs.announceEvents(job.id)
  if (!row.destination_id) throw new OctavoError('not_found', 'This destination was removed.')
  // In the name of who asked: he may have lost the book since.
  const destination = await octavo.database.asUser(caller, tx => findDestination(tx, job.bookId, row.destination_id!))
  return {
    deploymentId,
    destination,
    caller,
    message: row.message,
    asPullRequest: row.as_pull_request,
    base: row.base ?? undefined,
  }
}

/** Appends to the log of a deployment what its author will read there. */
export async function tell(octavo: Octavo, deploymentId: string, ...lines: string[]): Promise<void> {
  const added = JSON.stringify(lines.map(line => ({ at: new Date().toISOString(), line: line.slice(0, 2000) })))
  await octavo.database.asService('tell how far a deployment is', tx =>
    tx
      .updateTable('publishing.deployments')
      .set({ log: sql`log || ${added}::jsonb` })
      .where('id', '=', deploymentId)
      .execute(),
  )
}

/** Notes what will change before anything does: what was counted is known even when a crash comes in between. */
async function plan(octavo: Octavo, asked: Asked): Promise<void> {
  const planned = await planPush(octavo, asked)
  await keepFiles(octavo, asked.deploymentId, planned)
  // Before the push where that can be: the workflow it starts fails without. An empty repository has no Pages yet.
  if (hasSite(asked) && !planned.isEmpty) await showPages(octavo, asked)
}

const hasSite = ({ destination, asPullRequest }: Asked) =>
  destination.target === 'github' && destination.pages && !asPullRequest

async function showPages(octavo: Octavo, { destination }: Asked): Promise<string | null> {
  return enablePages(await gitHubOf(octavo, destination.connectionId), destination.location)
}

interface Counted {
  changes: readonly { path: string; change: 'added' | 'modified' | 'deleted' }[]
  kept: readonly { path: string; reason: string }[]
}

async function keepFiles(octavo: Octavo, deploymentId: string, { changes, kept }: Counted): Promise<void> {
  const count = (wanted: string) => changes.filter(({ change }) => change === wanted).length
  const files = [...changes, ...kept.map(({ path }) => ({ path, change: 'kept' }))]
  await octavo.database.asService('note what a deployment changes', tx =>
    tx
      .updateTable('publishing.deployments')
      .set({
        files: JSON.stringify(files),
        added: count('added'),
        modified: count('modified'),
        deleted: count('deleted'),
      })
      .where('id', '=', deploymentId)
      .execute(),
  )
  for (const { path, reason } of kept) {
    const why = reason === 'foreign' ? 'is not of this book' : `was ${reason} there`
    await tell(octavo, deploymentId, `Left ${path} as it is: it ${why}.`)
  }
}

async function pushAndRecord(octavo: Octavo, asked: Asked, job: FullJob): Promise<Pushed> {
  const { destination, deploymentId } = asked
  const pushed = await untilStopped(octavo, job.id, () => push(octavo, asked))
  await failurePoint('book-pushed')
  const liveUrl = hasSite(asked) ? await showPages(octavo, asked) : null
  await octavo.database.asService('note what was pushed', async tx => {
    const { files, added, modified, deleted } = await tx
      .updateTable('publishing.deployments')
      .set({ commit: pushed.commit, pull_request: pushed.pullRequest, live_url: liveUrl })
      .where('id', '=', deploymentId)
      .returning(['files', 'added', 'modified', 'deleted'])
      .executeTakeFirstOrThrow()
    if (added + modified + deleted === 0) return
    await tx
      .insertInto('publishing.github_syncs')
      .values({
        book_id: destination.bookId,
        destination_id: destination.id,
        job_id: job.id,
        deployment_id: deploymentId,
        direction: 'push',
        repository: destination.location,
        branch: pushed.branch,
        commit: pushed.commit,
        message: pushed.message,
        state: 'completed',
        files: JSON.stringify(files),
        added,
        modified,
        deleted,
        created_by: asked.caller.userId,
        completed_at: new Date(),
      })
      .onConflict(conflict => conflict.column('deployment_id').doNothing())
      .execute()
  })
  const short = pushed.commit.slice(0, 7)
  await tell(
    octavo,
    deploymentId,
    pushed.isNew ? `Pushed ${short} to ${pushed.branch}.` : `${pushed.branch} has it already: ${short}.`,
  )
  if (pushed.pullRequest) await tell(octavo, deploymentId, `Asked to merge it: ${pushed.pullRequest}`)
  return pushed
}

/** Looks again and again how far the site is; each look is a step, and the waiting in between survives a crash. */
async function follow(octavo: Octavo, { destination, deploymentId }: Asked, { commit }: Pushed): Promise<void> {
  let told: string | undefined
  for (const [turn, delay] of pollDelays.entries()) {
    const status = await DBOS.runStep(
      async () => {
        const seen = await lookAtPages(octavo, destination, commit)
        if (seen.line !== told) await tell(octavo, deploymentId, seen.line)
        return seen
      },
      { name: `look ${turn + 1}` },
    )
    told = status.line
    if (status.state === 'ready') {
      if (status.liveUrl) {
        const live_url = status.liveUrl
        await DBOS.runStep(
          () =>
            octavo.database.asService('note where a site is', async tx => {
              await tx.updateTable('publishing.deployments').set({ live_url }).where('id', '=', deploymentId).execute()
            }),
          { name: 'live' },
        )
      }
      return
    }
    if (status.state === 'error') throw new OctavoError('remote_failed', status.line)
    await DBOS.sleep(delay)
  }
  throw new OctavoError(
    'remote_failed',
    'The book is in the repository, but GitHub has not shown its site within half an hour. See the Actions of the repository.',
  )
}

/** The book is there whether or not GitHub can be asked about its site just now. */
async function lookAtPages(octavo: Octavo, destination: Destination, commit: string): Promise<PagesStatus> {
  try {
    const github = await gitHubOf(octavo, destination.connectionId)
    return await explained(() => followPages(github, destination.location, commit))
  } catch (error) {
    if (!(error instanceof OctavoError)) throw error
    if (['remote_busy', 'remote_failed'].includes(error.code)) {
      return { state: 'building', line: 'GitHub does not say how far the site is.', liveUrl: null }
    }
    if (error.code !== 'permission_missing') throw error
    return { state: 'ready', line: `How far the site is cannot be followed. ${error.message}`, liveUrl: null }
  }
}

async function deliver(octavo: Octavo, { caller, destination, deploymentId }: Asked, job: FullJob): Promise<void> {
  if (destination.target === 'hook') {
    const { secret } = await openConnection(octavo, destination.connectionId)
    await callHook(secret.url!, isAllowedAddress(octavo))
    await tell(octavo, deploymentId, 'Told the deploy hook to build.')
    return
  }
  const book = await publishedBook(octavo, caller, destination.bookId)
  const place = await openPlace(octavo, destination)
  try {
    const done = await untilStopped(octavo, job.id, () => send(place!, book))
    await keepFiles(octavo, deploymentId, done)
    await tell(
      octavo,
      deploymentId,
      done.changes.length === 0 ? 'Everything is there already.' : 'Everything is there.',
    )
  } finally {
    place?.close?.()
  }
}

async function finish(octavo: Octavo, job: FullJob, deploymentId: string): Promise<void> {
  await octavo.database.asService('finish publishing', async tx => {
    const row = await tx
      .updateTable('publishing.deployments')
      .set({ state: 'ready', completed_at: new Date() })
      .where('id', '=', deploymentId)
      .returning(['commit', 'pull_request', 'live_url', 'added', 'modified', 'deleted'])
      .executeTakeFirstOrThrow()
    const result = { deploymentId, ...row }
    await changeState(tx, job, 'completed', { stage: '', progress: 100, result })
  })
  octavo.jobs.announceEvents(job.id)
}

async function giveUp(octavo: Octavo, job: FullJob, deploymentId: string, error: unknown): Promise<void> {
  const { state, error: told } = outcomeOf(error)
  if (told?.code === 'internal') octavo.log.error({ err: error, jobId: job.id }, 'publishing failed')
  await octavo.database.asService('record how publishing ended', async tx => {
    if (state !== 'paused') {
      const stopped = { code: 'canceled', message: 'It was canceled. What was pushed by then stays.' }
      await tx
        .updateTable('publishing.deployments')
        .set({ state: 'error', error: JSON.stringify(told ?? stopped), completed_at: new Date() })
        .where('id', '=', deploymentId)
        .execute()
    }
    await changeState(tx, job, state, told === undefined ? {} : { error: told })
  })
  octavo.jobs.announceEvents(job.id)
}
