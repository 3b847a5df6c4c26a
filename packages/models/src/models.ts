import { setTimeout as wait } from 'node:timers/promises'
import type { LanguageModelV4 } from '@ai-sdk/provider'
import type { ModelMessage } from 'ai'
import type { OneModel } from './attempts.ts'
import { delayAfter, maxAttempts } from './backoff.ts'
import { createBreaker } from './breaker.ts'
import { callModel, canceled } from './call-model.ts'
import type { Completion, CompletionRequest } from './completion.ts'
import { embed } from './embedding/embed.ts'
import type { Embedding, EmbeddingRequest } from './embedding/embedding.ts'
import { findModel, lacks, requireCapability } from './find-model.ts'
import type { ModelCard } from './model-card.ts'
import { ModelError } from './model-error.ts'
import { isFaultOfModel, type Progress, readAnswer, resting, toAttempt, toCompletion, toError } from './outcome.ts'
import { drawPicture } from './picture/draw-picture.ts'
import type { Picture, PictureRequest } from './picture/picture.ts'
import {
  compositorAccess,
  lackOf,
  openEmbeddings,
  openPictures,
  openProvider,
  type ProviderAccess,
} from './providers.ts'
import { createRateLimit } from './rate-limit.ts'
import { repairPrompt, shown } from './structured.ts'
import { estimateTokens } from './tokens.ts'
import { worstCase } from './upcoming.ts'

/** How many models one request may ask: the one it names and two of the same tier. */
const maxModels = 3

export interface ModelsOptions {
  cards: ModelCard[]
  /** One per provider. The compositor needs none. */
  access: ProviderAccess[]
  /** Default: the global one. */
  fetch?: typeof globalThis.fetch
  /** Milliseconds since 1970. */
  now?: () => number
  /** Waits so many milliseconds; rejects when the signal aborts. */
  sleep?: (ms: number, signal?: AbortSignal) => Promise<void>
  /** From 0 to 1. */
  random?: () => number
}

export interface Models {
  /**
   * Asks a model. Rate limits, overload, lost connections and cut-off streams are tried again, up to four calls a model;
   * then, with `failover`, up to two more models of its tier are asked. A malformed answer is sent back once for repair.
   *
   * @throws ModelError; whatever `onText`, `onRestart`, `onAttempt` or `onWait` throw.
   */
  complete<T = unknown>(request: CompletionRequest<T>): Promise<Completion<T>>
  /**
   * Turns texts into vectors. Tried again as completions are, but never with another model.
   *
   * @throws ModelError; whatever `onAttempt` throws.
   */
  embed(request: EmbeddingRequest): Promise<Embedding>
  /**
   * Makes a picture. Tried again as completions are, but never with another model.
   *
   * @throws ModelError; whatever `beforeAttempt` or `onAttempt` throw.
   */
  draw(request: PictureRequest): Promise<Picture>
  /**
   * The card of the model that would be asked for this id: itself, or what replaced it.
   *
   * @throws ModelError `model_unknown` or `key_missing`.
   */
  find(id: string): ModelCard
}

/**
 * Opens the models. Rests and rate limits are remembered in what this returns, in this process only: keep one for each
 * set of keys rather than one for each request.
 */
export function createModels(options: ModelsOptions): Models {
  const { now = Date.now, random = Math.random, sleep = (ms, signal) => wait(ms, undefined, { signal }) } = options
  // The SDK prints warnings unless told otherwise; ours are in each attempt.
  globalThis.AI_SDK_LOG_WARNINGS ??= false
  const cards = new Map(options.cards.map(card => [card.id, card]))
  const access = new Map([compositorAccess, ...options.access].map(entry => [entry.provider, entry]))
  const breaker = createBreaker(now)
  const gates = new Map(
    [...access.values()].map(entry => [
      entry.provider,
      entry.requestsPerMinute ? createRateLimit(entry.requestsPerMinute, now, sleep) : async () => {},
    ]),
  )
  const providers = new Map<string, (name: string) => LanguageModelV4>()

  function open(card: ModelCard) {
    const entry = access.get(card.provider)!
    const provider = providers.get(card.provider) ?? openProvider(entry, options.fetch)
    providers.set(card.provider, provider)
    return { entry, model: provider(card.id.slice(card.provider.length + 1)) }
  }

  /** The model asked for, then the active ones of its tier after it in the list, that could give this answer. */
  function candidates(asked: ModelCard, request: CompletionRequest): ModelCard[] {
    if (!request.failover) return [asked]
    const at = options.cards.findIndex(card => card.id === asked.id)
    const others = [...options.cards.slice(at + 1), ...options.cards.slice(0, Math.max(at, 0))]
    return [asked, ...others.filter(card => card.tier === asked.tier && canStandIn(card, request))].slice(0, maxModels)
  }

  function canStandIn(card: ModelCard, { schema, system, prompt, maxOutputTokens }: CompletionRequest): boolean {
    const entry = access.get(card.provider)
    // The compositor arranges sources and writes nothing of its own: no stand-in for a language model.
    if (card.status !== 'active' || !entry || entry.kind === 'compositor' || lackOf(entry)) return false
    if (!card.capabilities.includes(schema ? 'structured' : 'text')) return false
    return estimateTokens(`${system ?? ''} ${prompt}`, card.provider) + maxOutputTokens <= card.contextWindow
  }

  /** Waits for `waiting`; a wait the caller aborts becomes `canceled`. */
  async function orCanceled(waiting: Promise<void>, card: ModelCard, { request, attempts }: Progress): Promise<void> {
    try {
      await waiting
    } catch (error) {
      throw request.signal?.aborted ? toError(canceled(card.id), card, attempts) : error
    }
  }

  /** Asks one model until it answers or its attempts are used up. */
  async function ask<T>(card: ModelCard, request: CompletionRequest<T>, progress: Progress): Promise<Completion<T>> {
    const { entry, model } = open(card)
    const { attempts } = progress
    const messages: ModelMessage[] = [{ role: 'user', content: request.prompt }]
    for (let tries = 1; ; tries++) {
      await orCanceled(gates.get(card.provider)!(request.signal), card, progress)
      if (request.signal?.aborted) throw toError(canceled(card.id), card, attempts)
      await request.beforeAttempt?.({ card, attempt: attempts.length + 1, ...worstCase(card, messages, request) })
      if (progress.delivered) request.onRestart?.()
      const call = await callModel({ card, access: entry, model, messages, request, now })
      progress.delivered = call.text !== ''
      const answer = readAnswer(call, request.schema)
      const attempt = toAttempt(card, call, answer, attempts.length + 1)
      attempts.push(attempt)
      await request.onAttempt?.(attempt)

      if (answer.ok) return toCompletion(card, call, answer.object, progress)
      if (call.failure) {
        if (!call.failure.retry || tries >= maxAttempts) throw toError(call.failure, card, attempts)
        const duration = delayAfter(tries, call.failure.retryAfter, random)
        const error = attempt.error!
        await request.onWait?.({ model: card.id, attempt: tries + 1, attempts: maxAttempts, duration, error })
        await orCanceled(sleep(duration, request.signal), card, progress)
      } else {
        const isRepair = messages.length > 1
        if (isRepair || tries >= maxAttempts) throw toError(attempt.error!, card, attempts, call.text)
        messages.push({ role: 'assistant', content: shown(call.text) })
        messages.push({ role: 'user', content: repairPrompt(answer.problem, request.schema) })
      }
    }
  }

  /** Asks one model for what is no text, and no other in its place. */
  async function askOne<Request extends { model: string }, Model, Answer>(
    request: Request,
    capability: 'embedding' | 'image',
    openModels: (entry: ProviderAccess, fetch?: typeof globalThis.fetch) => ((name: string) => Model) | undefined,
    work: (request: Request, context: OneModel<Model>) => Promise<Answer>,
  ): Promise<Answer> {
    const card = requireCapability(findModel(request.model, cards, access), capability)
    const entry = access.get(card.provider)!
    const open = openModels(entry, options.fetch)
    if (!open) throw lacks(card, capability)
    const turn = breaker.enter(card.id)
    if (!turn.may) throw resting(card, turn.restsFor, [])
    try {
      const model = open(card.id.slice(card.provider.length + 1))
      const gate = gates.get(card.provider)!
      const answer = await work(request, { card, access: entry, model, gate, now, sleep, random })
      breaker.succeeded(card.id)
      return answer
    } catch (error) {
      if (error instanceof ModelError && isFaultOfModel(error.code)) breaker.failed(card.id)
      else breaker.leave(card.id)
      throw error
    }
  }

  return {
    find: id => findModel(id, cards, access),
    embed: request => askOne(request, 'embedding', openEmbeddings, embed),
    draw: request => askOne(request, 'image', openPictures, drawPicture),
    async complete(request) {
      const asked = requireCapability(findModel(request.model, cards, access), 'text')
      const progress: Progress = { began: now(), attempts: [], delivered: false, request }
      let last: ModelError | undefined
      for (const card of candidates(asked, request)) {
        const turn = breaker.enter(card.id)
        if (!turn.may) {
          last ??= resting(card, turn.restsFor, progress.attempts)
          continue
        }
        try {
          const completion = await ask(card, request, progress)
          breaker.succeeded(card.id)
          return completion
        } catch (error) {
          if (!(error instanceof ModelError && isFaultOfModel(error.code))) {
            breaker.leave(card.id)
            throw error
          }
          breaker.failed(card.id)
          last = error
        }
      }
      throw last
    },
  }
}
