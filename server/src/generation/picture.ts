import type { Tx } from '@octavo/database'
import type { Attempt, Picture } from '@octavo/models'
import type { Octavo } from '../octavo.ts'
import { type Job, record } from './call.ts'
import { appendEvent } from './events.ts'
import { failurePoint } from './failure-point.ts'
import { reserveCall } from './metered.ts'
import { modelsFor } from './registry.ts'
import { untilStopped } from './stop.ts'

/** A picture that is wanted, as a durable step asks for it. */
export interface PictureQuestion {
  /** Names the step within its job. */
  key: string
  prompt: string
}

/**
 * Asks an image model. Before each attempt its worst case is reserved, and every attempt is recorded. `keep` prepares what
 * came, and what it gives runs in the transaction that records the answer and its cost, so that neither is there without
 * the other; when it throws, what was paid is recorded all the same.
 *
 * Throws Stopped when somebody asked the job to pause or stop, ModelError when no picture came, quota_exceeded or
 * budget_exhausted before a call that might go beyond them.
 */
export async function callPainter<Kept>(
  octavo: Octavo,
  job: Job,
  { key, prompt }: PictureQuestion,
  keep: (picture: Picture) => Promise<(tx: Tx) => Promise<Kept>>,
): Promise<Kept> {
  const models = await modelsFor(octavo, job.organizationId)
  // Of a run that was broken off: its attempts count on.
  const earlier = await octavo.database.asService('see how often a picture was asked for', async tx => {
    const { last } = await tx
      .selectFrom('generation.calls')
      .select(eb => eb.fn.max('attempt').as('last'))
      .where('generation_id', '=', job.id)
      .where('key', '=', key)
      .executeTakeFirstOrThrow()
    return last ?? 0
  })
  const step = { key, purpose: 'picture', promptId: null, system: '', prompt } as const
  const picture = await untilStopped(octavo, job.rootId, signal =>
    models.draw({
      model: job.model,
      prompt,
      signal,
      beforeAttempt: async upcoming => {
        await octavo.database.asService('reserve what a picture may take', tx =>
          reserveCall(tx, job, step, earlier, upcoming),
        )
      },
      onAttempt: async attempt => {
        if (!attempt.error) return
        await octavo.database.asService('record a failed attempt', tx => record(tx, job, step, earlier, attempt))
      },
    }),
  )
  const note = async (tx: Tx, attempt: Attempt) => {
    const { bytes, cost, latency, mediaType, model, usage } = picture
    // The picture itself is a file of the book.
    const answer = `${mediaType}, ${bytes.length} bytes`
    await record(tx, job, step, earlier, attempt, { answer, stopReason: 'stop' })
    const { inputTokens, outputTokens } = usage
    const told = { purpose: 'picture', model, inputTokens, outputTokens, cost, latency: Math.round(latency) }
    await appendEvent(tx, job.rootId, 'call', { ...told, attempts: picture.attempts.length })
  }
  const answered = picture.attempts.at(-1)!
  let save: (tx: Tx) => Promise<Kept>
  try {
    save = await keep(picture)
  } catch (error) {
    await octavo.database.asService('record the cost of a picture', tx => note(tx, answered))
    throw error
  }
  const kept = await octavo.database.asService('record a picture and its cost', async tx => {
    const saved = await save(tx)
    await note(tx, answered)
    return saved
  })
  octavo.jobs.announceEvents(job.rootId)
  await failurePoint('picture-kept')
  return kept
}
