import type { Tx } from '@octavo/database'
import type { Attempt, Upcoming } from '@octavo/models'
import { estimateCost } from '@octavo/models'
import { commit, type Operation, refund, reserve } from '../billing/meter.ts'
import type { JobState } from './job-state.ts'

/** What a job's kind is called on the bill; what is not named here is `other`. */
const operations: Record<string, Operation> = {
  outline: 'outline',
  write: 'book',
  chapter: 'book',
  remediate: 'remediation',
  revise: 'revision',
  embed: 'search',
  picture: 'cover',
}

/** Whether a model is Octavo's own, which is recorded and free of charge. */
function isFree(model: string): boolean {
  return model.startsWith('octavo/')
}

const keyOfJob = (id: string) => `job:${id}`
// A chapter that is written anew is words anew.
const keyOfWords = (job: { id: string; run: number }) => `words:${job.id}@${job.run}`
const keyOfCall = (job: { id: string }, key: string, attempt: number) => `call:${job.id}:${key}:${attempt}`

interface MeteredJob {
  id: string
  organizationId: string
  kind: string
  model: string
}

/**
 * Holds one generation for a job, or one export, until it ends. Asked for again, as when a job is resumed, it counts no second time
 * unless the first was given back. A service transaction. Throws quota_exceeded.
 */
export async function reserveJob(
  tx: Tx,
  job: MeteredJob & { createdBy?: string | null; bookId?: string | null },
): Promise<void> {
  await reserve(tx, {
    key: keyOfJob(job.id),
    organizationId: job.organizationId,
    resource: job.kind === 'export' ? 'exports' : 'generations',
    quantity: 1,
    operation: operations[job.kind] ?? 'other',
    generationId: job.id,
    userId: job.createdBy ?? undefined,
    bookId: job.bookId ?? undefined,
    model: job.model,
    counted: job.kind === 'export' || !isFree(job.model),
    lasts: null,
  })
}

/** A job that ends uses its generation when something came of it, and gives it back when nothing did. */
export async function settleJob(tx: Tx, id: string, state: JobState): Promise<void> {
  if (state === 'completed' || state === 'partial') await commit(tx, keyOfJob(id), { quantity: 1 })
  if (state === 'failed' || state === 'canceled') await refund(tx, keyOfJob(id))
}

/** Holds the words a chapter is planned to have, until its job ends. Throws quota_exceeded. */
export async function reserveWords(tx: Tx, job: MeteredJob & { run: number }, words: number): Promise<void> {
  await reserve(tx, {
    key: keyOfWords(job),
    organizationId: job.organizationId,
    resource: 'words',
    quantity: words,
    operation: operations[job.kind] ?? 'other',
    generationId: job.id,
    model: job.model,
    counted: !isFree(job.model),
    lasts: null,
  })
}

/** What a chapter really has; null when it was not written. */
export async function settleWords(tx: Tx, job: { id: string; run: number }, words: number | null): Promise<void> {
  if (words === null) await refund(tx, keyOfWords(job))
  else await commit(tx, keyOfWords(job), { quantity: words })
}

/** How long a call may be on the wire before what it holds is given back: longer than any answer has taken. Minutes. */
const longestCall = 60

/**
 * Holds the worst case of a call before it is made: every token it may take, at list price. After a crash the same
 * attempt finds what it held. Throws quota_exceeded, budget_exhausted.
 */
export async function reserveCall(
  tx: Tx,
  job: MeteredJob,
  question: { key: string },
  earlier: number,
  { card, attempt, inputTokens, outputTokens }: Upcoming,
): Promise<void> {
  await reserve(tx, {
    key: keyOfCall(job, question.key, earlier + attempt),
    organizationId: job.organizationId,
    resource: 'tokens',
    quantity: inputTokens + outputTokens,
    cost: estimateCost({ card, inputTokens, outputTokens }),
    operation: operations[job.kind] ?? 'other',
    generationId: job.id,
    model: card.id,
    counted: !isFree(card.id),
    lasts: longestCall,
  })
}

/** What a call really took. A failed one gives its tokens back; what the provider charged for it stays on the bill. */
export async function settleCall(
  tx: Tx,
  job: { id: string },
  question: { key: string },
  earlier: number,
  attempt: Attempt,
  callId: string,
): Promise<void> {
  const key = keyOfCall(job, question.key, earlier + attempt.attempt)
  const { cost, usage, latency } = attempt
  const seconds = latency / 1000
  if (attempt.error) return refund(tx, key, { cost, callId, seconds })
  const { inputTokens, outputTokens } = usage
  await commit(tx, key, { quantity: inputTokens + outputTokens, cost, callId, inputTokens, outputTokens, seconds })
}
