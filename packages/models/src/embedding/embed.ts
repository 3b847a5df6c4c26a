import type { EmbeddingModelV4 } from '@ai-sdk/provider'
import { embedMany } from 'ai'
import { delayAfter, maxAttempts } from '../backoff.ts'
import { canceled } from '../call-model.ts'
import type { Attempt, Upcoming } from '../completion.ts'
import { type Failure, readFailure } from '../failure.ts'
import type { ModelCard } from '../model-card.ts'
import { ModelError } from '../model-error.ts'
import { addCosts, addUsage, noUsage, priceOf, type Usage } from '../price.ts'
import type { ProviderAccess } from '../providers.ts'
import { estimateTokens } from '../tokens.ts'
import { mostInputTokens } from '../upcoming.ts'
import { type Embedding, type EmbeddingRequest, mostTexts } from './embedding.ts'

/** What a request is made with; `createModels` keeps it. */
export interface EmbeddingContext {
  card: ModelCard
  access: ProviderAccess
  model: EmbeddingModelV4
  /** Waits for the rate limit. */
  gate: (signal?: AbortSignal) => Promise<void>
  now: () => number
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>
  random: () => number
}

/**
 * Turns texts into vectors, trying again like a completion: overload, rate limits and lost connections, up to four calls.
 * Throws ModelError, and TypeError for what is no request.
 */
export async function embed(request: EmbeddingRequest, context: EmbeddingContext): Promise<Embedding> {
  const { card, now } = context
  const { texts, signal } = request
  if (texts.length === 0 || texts.length > mostTexts || texts.some(text => text.trim() === ''))
    throw new TypeError(`embed takes 1 to ${mostTexts} texts, none of them blank`)
  const began = now()
  const attempts: Attempt[] = []
  const fail = (failure: Failure) => {
    const { code, message, status, retryAfter } = failure
    return new ModelError(code, message, { model: card.id, status, retryAfter, attempts })
  }
  const orCanceled = async (waiting: Promise<void>) => {
    try {
      await waiting
    } catch (error) {
      throw signal?.aborted ? fail(canceled(card.id)) : error
    }
  }
  for (let tries = 1; ; tries++) {
    await orCanceled(context.gate(signal))
    if (signal?.aborted) throw fail(canceled(card.id))
    await request.beforeAttempt?.({ card, attempt: attempts.length + 1, ...worstCase(card, texts) })
    const call = await callOnce(request, context)
    const attempt = toAttempt(card, call, attempts.length + 1)
    attempts.push(attempt)
    await request.onAttempt?.(attempt)
    if (!call.failure) {
      return {
        vectors: call.vectors,
        dimension: call.vectors[0]!.length,
        model: card.id,
        usage: addUsage(attempts.map(({ usage }) => usage)),
        cost: addCosts(attempts.map(({ cost }) => cost)),
        latency: now() - began,
        attempts,
      }
    }
    if (!call.failure.retry || tries >= maxAttempts) throw fail(call.failure)
    await orCanceled(context.sleep(delayAfter(tries, call.failure.retryAfter, context.random), signal))
  }
}

interface Call {
  vectors: number[][]
  usage: Usage
  startedAt: number
  latency: number
  failure?: Failure
}

async function callOnce(request: EmbeddingRequest, context: EmbeddingContext): Promise<Call> {
  const { card, access, model, now } = context
  const { signal, texts } = request
  const startedAt = now()
  const call = (rest: Partial<Call>): Call => ({
    vectors: [],
    usage: noUsage,
    startedAt,
    latency: now() - startedAt,
    ...rest,
  })
  try {
    const answer = await embedMany({
      model,
      values: [...texts],
      // We count, record and space out every attempt ourselves.
      maxRetries: 0,
      maxParallelCalls: 1,
      ...(signal && { abortSignal: signal }),
      ...providerOptions(access, request.as ?? 'document'),
    })
    const vectors = answer.embeddings
    const problem = problemOf(vectors, texts.length)
    const usage = usageOf(answer.usage.tokens, card, texts)
    if (!problem) return call({ vectors, usage })
    const message = `${card.id} answered ${problem}. Try again, or choose another model.`
    return call({ usage, failure: { code: 'answer_malformed', message, retry: true } })
  } catch (error) {
    if (signal?.aborted) return call({ failure: canceled(card.id) })
    const failure = readFailure(error, { model: card.id, access, begun: false, now: now() })
    if (!failure) throw error
    return call({ failure })
  }
}

/** The most tokens a call can take; vectors are no tokens. */
function worstCase(card: ModelCard, texts: readonly string[]): Pick<Upcoming, 'inputTokens' | 'outputTokens'> {
  return { inputTokens: mostInputTokens(texts, card), outputTokens: 0 }
}

/** What keeps an answer from being vectors of its texts. */
function problemOf(vectors: readonly number[][], wanted: number): string | undefined {
  if (vectors.length !== wanted) return `${vectors.length} vectors for ${wanted} texts`
  const dimension = vectors[0]!.length
  if (dimension === 0 || vectors.some(vector => vector.length !== dimension)) return 'vectors of different lengths'
  if (vectors.some(vector => !vector.every(Number.isFinite))) return 'vectors with something else than numbers'
  return vectors.some(vector => vector.every(value => value === 0)) ? 'a vector without direction' : undefined
}

function usageOf(reported: number, card: ModelCard, texts: readonly string[]): Usage {
  if (reported > 0) return { ...noUsage, inputTokens: reported }
  const inputTokens = texts.reduce((sum, text) => sum + estimateTokens(text, card.provider), 0)
  return { ...noUsage, inputTokens, estimated: true }
}

function providerOptions({ kind }: ProviderAccess, as: 'document' | 'query') {
  if (kind !== 'google') return {}
  return { providerOptions: { google: { taskType: as === 'query' ? 'RETRIEVAL_QUERY' : 'RETRIEVAL_DOCUMENT' } } }
}

function toAttempt(card: ModelCard, call: Call, attempt: number): Attempt {
  const { failure, latency, startedAt, usage } = call
  return {
    model: card.id,
    attempt,
    startedAt,
    latency,
    usage,
    cost: priceOf(card, usage),
    ...(failure
      ? { error: { code: failure.code, message: failure.message, ...(failure.status && { status: failure.status }) } }
      : { stopReason: 'stop' as const }),
  }
}
