import { randomUUID } from 'node:crypto'
import type { Tx } from '@octavo/database'
import { type Attempt, type Embedding, ModelError } from '@octavo/models'
import type { Octavo } from '../octavo.ts'
import { type Job, record } from './call.ts'
import { failurePoint } from './failure-point.ts'
import { reserveCall } from './metered.ts'
import { modelsFor } from './registry.ts'

/** Who pays for vectors: a job, where the model has a price. */
export type PayingJob = Omit<Job, 'model' | 'temperature'>

/** Texts whose vectors are wanted. */
export interface EmbeddingQuestion {
  organizationId: string
  model: string
  texts: readonly string[]
  as: 'document' | 'query'
  signal?: AbortSignal
  /** Needed for every model but Octavo's own, which costs nothing: the calls are recorded under it. */
  job: PayingJob | undefined
}

/** The model that needs no key and no network, and reads English. */
export const embeddedEmbedder = 'octavo/embedder-1'

/**
 * Asks an embedding model. Every attempt is recorded; `save` runs in the transaction that records the answer and its
 * cost, so that neither is there without the other: whoever asks only for what is not saved yet never pays twice.
 *
 * Throws ModelError when no answer came; a call that cannot be recorded is not made (`request_invalid`). Throws
 * quota_exceeded or budget_exhausted before a call that might go beyond them.
 */
export async function callEmbedder(
  octavo: Octavo,
  question: EmbeddingQuestion,
  save: (tx: Tx, embedding: Embedding) => Promise<void> = async () => {},
): Promise<Embedding> {
  const { as, job, model, signal, texts } = question
  if (!job && model !== embeddedEmbedder) {
    throw new ModelError(
      'request_invalid',
      `The job that pays for the vectors of ${model} is gone. Start another: octavo reindex, or POST /v1/books/{id}/embeddings.`,
      { model },
    )
  }
  const models = await modelsFor(octavo, question.organizationId)
  const key = `${as === 'query' ? 'query' : 'vectors'}-${randomUUID()}`
  const about = `${texts.length} ${as === 'query' ? 'questions' : 'passages'}`
  const note = async (tx: Tx, attempt: Attempt, done: boolean): Promise<void> => {
    if (!job) return
    const step = { key, purpose: 'embedding', promptId: null, system: '', prompt: about } as const
    await record(tx, job, step, 0, attempt, done ? { answer: '', stopReason: 'stop' } : undefined)
  }
  const embedding = await models.embed({
    model,
    texts,
    as,
    ...(signal && { signal }),
    beforeAttempt: async upcoming => {
      if (!job) return
      await octavo.database.asService('reserve what a call may take', tx =>
        reserveCall(tx, { ...job, model }, { key }, 0, upcoming),
      )
    },
    onAttempt: async attempt => {
      if (!attempt.error) return
      await octavo.database.asService('record a failed attempt', tx => note(tx, attempt, false))
    },
  })
  await failurePoint('vectors-answered')
  await octavo.database.asService('record vectors and their cost', async tx => {
    await save(tx, embedding)
    await note(tx, embedding.attempts.at(-1)!, true)
  })
  await failurePoint('vectors-saved')
  return embedding
}
