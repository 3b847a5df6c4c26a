import type { Octavo } from '../octavo.ts'

/** Somebody asked the job to pause or stop. It unwinds the workflow; it is not a failure. */
export class Stopped extends Error {
  readonly requested: 'pause' | 'cancel'
  constructor(requested: 'pause' | 'cancel') {
    super(`the job was asked to ${requested}`)
    this.name = 'Stopped'
    this.requested = requested
  }
}

/** What was asked of a job; undefined when it may go on. */
export async function requestedOf(octavo: Octavo, rootId: string): Promise<'pause' | 'cancel' | undefined> {
  const row = await octavo.database.asService('see whether a job was asked to stop', tx =>
    tx.selectFrom('generation.generations').select('requested').where('id', '=', rootId).executeTakeFirst(),
  )
  // A job whose book was erased meanwhile has nobody left to work for.
  if (!row) return 'cancel'
  return (row.requested as 'pause' | 'cancel' | null) ?? undefined
}

/** How often a job looks for a request made in another process. Milliseconds. */
const pollInterval = 500

/** Runs `work` with a signal that aborts, with a Stopped as its reason, as soon as somebody asks the job to stop. */
export async function untilStopped<T>(
  octavo: Octavo,
  rootId: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController()
  // One look after the other: one that began before the request was made cannot stand for one that begins after it.
  let looked: Promise<void> = Promise.resolve()
  const look = () => {
    looked = looked
      .then(async () => {
        const requested = controller.signal.aborted ? undefined : await requestedOf(octavo, rootId)
        if (requested) controller.abort(new Stopped(requested))
      })
      .catch(error => octavo.log.warn({ err: error }, 'cannot see whether the job was asked to stop'))
  }
  const timer = setInterval(look, pollInterval)
  const forget = octavo.jobs.onWork(look)
  try {
    const requested = await requestedOf(octavo, rootId)
    if (requested) throw new Stopped(requested)
    return await work(controller.signal)
  } catch (error) {
    throw controller.signal.aborted ? controller.signal.reason : error
  } finally {
    clearInterval(timer)
    forget()
    await looked
  }
}
