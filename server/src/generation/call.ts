import type { CompositorTask } from '@octavo/compositor'
import type { JsonValue, Tx } from '@octavo/database'
import { type Attempt, type Completion, ModelError, type Wait } from '@octavo/models'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { Octavo } from '../octavo.ts'
import { appendEvent } from './events.ts'
import { failurePoint } from './failure-point.ts'
import { reserveCall, settleCall } from './metered.ts'
import { modelsFor } from './registry.ts'
import { untilStopped } from './stop.ts'
import { streamText } from './stream-text.ts'

/** The job a call is made for. `rootId` is where watchers look: the write job of a chapter, or the job itself. */
export interface Job {
  id: string
  rootId: string
  bookId: string
  organizationId: string
  kind: string
  model: string
  temperature: number | null
}

/** One question to a model, as a durable step asks it. */
export interface Question {
  /** Names the step within its job. A key that has been answered is never asked again. */
  key: string
  purpose: 'outline' | 'codex' | 'section' | 'consistency' | 'feature' | 'revision'
  promptId: string
  system: string
  prompt: string
  maxOutputTokens: number
  schema?: { name: string; type: z.ZodType }
  task?: CompositorTask
  /** Where in the book the text belongs, for those who watch it come. */
  place?: { chapter: number; section: number }
}

/** What is kept of an answer in the workflow; the text itself is in the calls. */
export interface Answered {
  callId: string
  stopReason: Completion['stopReason']
}

/**
 * Asks a model, once for each key: the answer is recorded in the same transaction as its cost, and a step that is run
 * again after a crash finds it there. Attempts that failed are recorded as they happen. Before each attempt its worst case
 * is reserved, and with the answer what it really took is settled.
 *
 * Throws Stopped when somebody asked the job to pause or stop, ModelError when no answer came, quota_exceeded or
 * budget_exhausted before a call that might go beyond them.
 */
export async function callModel(octavo: Octavo, job: Job, question: Question): Promise<Answered> {
  const before = await octavo.database.asService('see whether a step has been answered', tx =>
    tx
      .selectFrom('generation.calls')
      .select(['id', 'attempt', 'state', 'stop_reason'])
      .where('generation_id', '=', job.id)
      .where('key', '=', question.key)
      .orderBy('attempt', 'desc')
      .execute(),
  )
  const answered = before.find(call => call.state === 'completed')
  if (answered) return { callId: answered.id, stopReason: answered.stop_reason as Answered['stopReason'] }

  const earlier = before[0]?.attempt ?? 0
  const models = await modelsFor(octavo, job.organizationId)
  const stream = question.place && streamText(octavo, job.rootId, { ...question.place, part: job.id })
  await failurePoint('call-started')
  try {
    const completion = await untilStopped(octavo, job.rootId, signal =>
      models.complete({
        model: job.model,
        system: question.system,
        prompt: question.prompt,
        maxOutputTokens: question.maxOutputTokens,
        ...(job.temperature !== null && { temperature: job.temperature }),
        ...(question.schema && { schema: question.schema.type, schemaName: question.schema.name }),
        ...(question.task && { task: question.task }),
        signal,
        failover: true,
        ...(stream && { onText: stream.write, onRestart: stream.restart }),
        beforeAttempt: async upcoming => {
          await octavo.database.asService('reserve what a call may take', tx =>
            reserveCall(tx, job, question, earlier, upcoming),
          )
          await failurePoint('call-reserved')
        },
        onAttempt: async attempt => {
          if (!attempt.error) return
          await octavo.database.asService('record a failed attempt', tx => record(tx, job, question, earlier, attempt))
        },
        onWait: wait => tellWait(octavo, job, question, wait),
      }),
    )
    await failurePoint('call-answered')
    await stream?.end()
    const callId = await octavo.database.asService('record an answer and its cost', tx =>
      recordAnswer(tx, job, question, earlier, completion),
    )
    octavo.jobs.announceEvents(job.rootId)
    await failurePoint('call-recorded')
    return { callId, stopReason: completion.stopReason }
  } catch (error) {
    await stream?.end()
    throw error
  }
}

/** Tells watchers why nothing comes, and until when. */
async function tellWait(octavo: Octavo, job: Job, question: Question, wait: Wait): Promise<void> {
  const { model, attempt, attempts, duration, error } = wait
  await octavo.database.asService('tell watchers why a job waits', tx =>
    appendEvent(tx, job.rootId, 'waiting', {
      part: job.id,
      ...question.place,
      model,
      attempt,
      attempts,
      until: new Date(Date.now() + duration).toISOString(),
      code: error.code,
      message: error.message,
    }),
  )
  octavo.jobs.announceEvents(job.rootId)
}

/** The text a call answered. */
export async function answerOf(tx: Tx, callId: string): Promise<string> {
  const call = await tx
    .selectFrom('generation.calls')
    .select('answer')
    .where('id', '=', callId)
    .executeTakeFirstOrThrow()
  return call.answer ?? ''
}

async function recordAnswer(
  tx: Tx,
  job: Job,
  question: Question,
  earlier: number,
  completion: Completion,
): Promise<string> {
  const attempt = completion.attempts.at(-1)!
  const text = completion.object === undefined ? completion.text : JSON.stringify(completion.object)
  const answer = completion.stopReason === 'refusal' ? (completion.refusal ?? text) : text
  const id = await record(tx, job, question, earlier, attempt, { answer, stopReason: completion.stopReason })
  await appendEvent(tx, job.rootId, 'call', {
    purpose: question.purpose,
    model: completion.model,
    inputTokens: completion.usage.inputTokens,
    outputTokens: completion.usage.outputTokens,
    cost: completion.cost,
    latency: Math.round(completion.latency),
    attempts: completion.attempts.length,
  })
  return id
}

/** What is recorded of the step a call is made for. */
export interface CallRecord {
  key: string
  purpose: Question['purpose'] | 'embedding' | 'picture'
  promptId: string | null
  system: string
  prompt: string
}

/** One row for one attempt, and its tokens and cost added to the job and to the job it is part of. */
export async function record(
  tx: Tx,
  job: Omit<Job, 'model' | 'temperature'>,
  question: CallRecord,
  earlier: number,
  attempt: Attempt,
  answered?: { answer: string; stopReason: Completion['stopReason'] },
): Promise<string> {
  const failedState = attempt.error?.code === 'canceled' ? 'canceled' : 'failed'
  const { id } = await tx
    .insertInto('generation.calls')
    .values({
      organization_id: job.organizationId,
      generation_id: job.id,
      book_id: job.bookId,
      key: question.key,
      attempt: earlier + attempt.attempt,
      purpose: question.purpose,
      model: attempt.model,
      prompt_id: question.promptId,
      state: answered ? 'completed' : failedState,
      system: question.system,
      prompt: question.prompt,
      answer: answered?.answer ?? null,
      stop_reason: answered?.stopReason ?? null,
      error: attempt.error ? JSON.stringify(attempt.error) : null,
      input_tokens: attempt.usage.inputTokens,
      output_tokens: attempt.usage.outputTokens,
      cached_tokens: attempt.usage.cachedInputTokens,
      cost: attempt.cost,
      latency_ms: Math.round(attempt.latency),
      first_token_ms: attempt.firstToken === undefined ? null : Math.round(attempt.firstToken),
      started_at: new Date(attempt.startedAt),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await tx
    .updateTable('generation.generations')
    .set({
      input_tokens: sql`input_tokens + ${attempt.usage.inputTokens}`,
      output_tokens: sql`output_tokens + ${attempt.usage.outputTokens}`,
      cost: sql`cost + ${attempt.cost}`,
    })
    .where('id', 'in', [...new Set([job.id, job.rootId])])
    .execute()
  await settleCall(tx, job, question, earlier, attempt, id)
  return id
}

/** What to tell a person of an error that ended a job or a chapter: a code to branch on and a sentence. */
export function explain(error: unknown): { code: string; message: string } & Record<string, JsonValue> {
  if (error instanceof ModelError) return { code: error.code, message: error.message, model: error.model }
  const code = (error as { code?: unknown }).code
  return {
    code: typeof code === 'string' ? code : 'internal',
    message: error instanceof Error ? error.message : String(error),
  }
}
