import { ask } from '../api/ask.ts'
import type { Connection } from '../api/connect.ts'
import { isResting } from '../api/job-events.ts'
import { Failure } from '../failure.ts'
import { followJob } from '../progress/follow-job.ts'
import { beginProgress, messageOf } from '../progress/job-progress.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { chaptersOf, type OutlineItem } from './outline-tree.ts'
import { readOutline } from './read-outline.ts'

/**
 * The outline of a book, made by a job when there is none; a job that was interrupted goes on. Throws Failure when the
 * job fails, and the reason of `stop` when it aborts.
 */
export async function makeOutline(
  connection: Connection,
  terminal: Terminal,
  bookId: string,
  model: string | undefined,
  stop: AbortSignal,
): Promise<OutlineItem[]> {
  const { api } = connection
  const param = { bookId }
  const present = await readOutline(api, bookId)
  if (chaptersOf(present).length > 0) return present
  const open = await ask(api.v1.jobs.$get({ query: { bookId, open: 'true' } }))
  const [left] = open.items
  const job = left
    ? isResting(left)
      ? await ask(api.v1.jobs[':jobId'].resume.$post({ param: { jobId: left.id } }))
      : left
    : await ask(api.v1.books[':bookId'].jobs.$post({ param, json: { kind: 'outline', ...(model && { model }) } }))
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
