import { delayAfter, maxAttempts } from './backoff.ts'
import { canceled } from './call-model.ts'
import type { Attempt, Upcoming } from './completion.ts'
import { type Failure, readFailure } from './failure.ts'
import type { ModelCard } from './model-card.ts'
import { ModelError } from './model-error.ts'
import { addCosts, addUsage, noUsage, priceOf, type Usage } from './price.ts'
import type { ProviderAccess } from './providers.ts'

/** What a request to one model is made with; `createModels` keeps it. */
export interface OneModel<Model> {
  card: ModelCard
  access: ProviderAccess
  model: Model
  /** Waits for the rate limit. */
  gate: (signal?: AbortSignal) => Promise<void>
  now: () => number
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>
  random: () => number
}

/** What every request to one model may say. */
export interface Watched {
  signal?: AbortSignal
  /** Called before each call on the wire and awaited, so that its worst case can be paid for; what it throws ends the request. */
  beforeAttempt?: (upcoming: Upcoming) => void | Promise<void>
  /** Called once for each attempt, the last included, before the request ends. */
  onAttempt?: (attempt: Attempt) => void | Promise<void>
}

/** What one call on the wire gave: an answer, or why there is none; paid for either way. */
export type Called<Answer> = { usage: Usage } & ({ answer: Answer } | { failure: Failure })

/** An answer with what all attempts took together. */
export interface Answered<Answer> {
  answer: Answer
  /** The id of the card that answered: the one asked for, or what replaced it. */
  model: string
  usage: Usage
  /** US dollars. */
  cost: number
  /** Milliseconds, waits between attempts included. */
  latency: number
  attempts: Attempt[]
}

/**
 * Asks one model until it answers: overload, rate limits and lost connections are tried again, up to four calls. What
 * `call` throws is read as a failure of the provider, or thrown on when it is none. Throws ModelError.
 */
export async function askUntilAnswered<Answer>(
  request: Watched,
  context: OneModel<unknown>,
  worst: Pick<Upcoming, 'inputTokens' | 'outputTokens'>,
  call: () => Promise<Called<Answer>>,
): Promise<Answered<Answer>> {
  const { access, card, now } = context
  const { signal } = request
  const began = now()
  const attempts: Attempt[] = []
  const fail = ({ code, message, status, retryAfter }: Failure) =>
    new ModelError(code, message, { model: card.id, status, retryAfter, attempts })
  const orCanceled = async (waiting: Promise<void>) => {
    try {
      await waiting
    } catch (error) {
      throw signal?.aborted ? fail(canceled(card.id)) : error
    }
  }
  const once = async (): Promise<Called<Answer>> => {
    try {
      return await call()
    } catch (error) {
      if (signal?.aborted) return { usage: noUsage, failure: canceled(card.id) }
      const failure = readFailure(error, { model: card.id, access, begun: false, now: now() })
      if (!failure) throw error
      return { usage: noUsage, failure }
    }
  }
  for (let tries = 1; ; tries++) {
    await orCanceled(context.gate(signal))
    if (signal?.aborted) throw fail(canceled(card.id))
    await request.beforeAttempt?.({ card, attempt: attempts.length + 1, ...worst })
    const startedAt = now()
    const called = await once()
    const attempt = toAttempt(card, called, { startedAt, latency: now() - startedAt, attempt: attempts.length + 1 })
    attempts.push(attempt)
    await request.onAttempt?.(attempt)
    if ('answer' in called) {
      return {
        answer: called.answer,
        model: card.id,
        usage: addUsage(attempts.map(({ usage }) => usage)),
        cost: addCosts(attempts.map(({ cost }) => cost)),
        latency: now() - began,
        attempts,
      }
    }
    const { failure } = called
    if (!failure.retry || tries >= maxAttempts) throw fail(failure)
    await orCanceled(context.sleep(delayAfter(tries, failure.retryAfter, context.random), signal))
  }
}

function toAttempt(
  card: ModelCard,
  called: Called<unknown>,
  measured: Pick<Attempt, 'attempt' | 'latency' | 'startedAt'>,
): Attempt {
  const about = { model: card.id, ...measured, usage: called.usage, cost: priceOf(card, called.usage) }
  if ('answer' in called) return { ...about, stopReason: 'stop' }
  const { code, message, status } = called.failure
  return { ...about, error: { code, message, ...(status && { status }) } }
}
