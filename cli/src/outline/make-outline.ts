import type { Client } from '@octavo/server/client'
import { ask } from '../api/ask.ts'
import type { Connection } from '../api/connect.ts'
import { isResting, type Job } from '../api/job-events.ts'
import { Failure } from '../failure.ts'
import { followJob } from '../progress/follow-job.ts'
import { beginProgress, messageOf } from '../progress/job-progress.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { chaptersOf, type OutlineItem } from './outline-tree.ts'
import { readOutline } from './read-outline.ts'

/**
 * The outline of a book, made by a job when there is none; a job that was interrupted goes on. `budget`: US dollars it
 * may cost. Throws Failure when the job fails, and the reason of `stop` when it aborts.
 */
export async function makeOutline(
  connection: Connection,
  terminal: Terminal,
  bookId: string,
  model: string | undefined,
  stop: AbortSignal,
  budget?: number,
): Promise<OutlineItem[]> {
  const { api } = connection
  const param = { bookId }
  const present = await readOutline(api, bookId)
  if (chaptersOf(present).length > 0) return present
  const open = await ask(api.v1.jobs.$get({ query: { bookId, open: 'true' } }))
  const [left] = open.items
  const job = left
    ? isResting(left)
      ? await resumeWithin(api, left.id, budget)
      : left
    : await ask(
        api.v1.books[':bookId'].jobs.$post({
          param,
          json: { kind: 'outline', ...(model && { model }), ...(budget !== undefined && { budget }) },
        }),
      )
  await connection.startWorker()
  const ended = await followJob(connection, terminal, job, beginProgress([]), { stop, erase: true })
  stop.throwIfAborted()
  if (ended.state !== 'completed') {
    throw new Failure(
      `The outline could not be made: the job is ${ended.state}.`,
      ended.error ? messageOf(ended.error) : 'Run the same command again.',
    )
  }
  return readOutline(api, bookId)
}

/** Goes on with a paused job, first with a budget if one is given. US dollars. */
async function resumeWithin(api: Client, jobId: string, budget: number | undefined): Promise<Job> {
  const route = api.v1.jobs[':jobId']
  if (budget !== undefined) await ask(route.budget.$put({ param: { jobId }, json: { amount: budget } }))
  return ask(route.resume.$post({ param: { jobId } }))
}
