import type { z } from 'zod'
import type { Call } from './call-model.ts'
import type { Attempt, AttemptError, Completion, CompletionRequest } from './completion.ts'
import type { ModelCard } from './model-card.ts'
import { ModelError, type ModelErrorCode } from './model-error.ts'
import { addCosts, addUsage, priceOf } from './price.ts'
import { type Parsed, parseAnswer } from './structured.ts'

/** One request on its way from attempt to attempt and from model to model. */
export interface Progress {
  request: CompletionRequest
  /** Milliseconds since 1970. */
  began: number
  attempts: Attempt[]
  /** Whether the last attempt gave text that a next one would repeat. */
  delivered: boolean
}

/** Judges what a call brought: an answer to hand over, or a problem. Only a finished answer is held to its schema. */
export function readAnswer<T>(call: Call, schema: z.ZodType<T> | undefined): Parsed<T | undefined> {
  if (call.failure) return { ok: false, problem: call.failure.message }
  if (call.stopReason !== 'stop') return { ok: true, object: undefined }
  if (schema) return parseAnswer(call.text, schema)
  return call.text.trim() ? { ok: true, object: undefined } : { ok: false, problem: 'The answer was empty.' }
}

export function toAttempt(card: ModelCard, call: Call, answer: Parsed<unknown>, attempt: number): Attempt {
  const { failure, firstToken, latency, startedAt, stopReason, usage, warnings } = call
  const error = failure ? describe(failure) : answer.ok ? undefined : malformed(card, answer.problem)
  return {
    model: card.id,
    attempt,
    startedAt,
    latency,
    ...(firstToken !== undefined && { firstToken }),
    usage,
    cost: priceOf(card, usage),
    ...(stopReason && { stopReason }),
    ...(warnings.length > 0 && { warnings }),
    ...(error && { error }),
  }
}

export function toCompletion<T>(card: ModelCard, call: Call, object: T | undefined, progress: Progress): Completion<T> {
  const { began, attempts } = progress
  const sinceBegan = call.startedAt - began
  return {
    text: call.text,
    ...(object !== undefined && { object }),
    model: card.id,
    stopReason: call.stopReason ?? 'other',
    ...(call.refusal !== undefined && { refusal: call.refusal }),
    usage: addUsage(attempts.map(attempt => attempt.usage)),
    cost: addCosts(attempts.map(attempt => attempt.cost)),
    latency: sinceBegan + call.latency,
    firstToken: sinceBegan + (call.firstToken ?? call.latency),
    attempts,
  }
}

/** The error a request ends with. `raw`: the last answer, when it was malformed. */
export function toError(error: AttemptError, card: ModelCard, attempts: Attempt[], raw?: string): ModelError {
  const { code, message, status, retryAfter } = error
  return new ModelError(code, message, { model: card.id, status, retryAfter, attempts, raw })
}

/** A model that is resting and has no stand-in. */
export function resting(card: ModelCard, restsFor: number, attempts: Attempt[]): ModelError {
  const seconds = Math.ceil(restsFor / 1000)
  const message = `${card.id} failed three times in a row and rests for another ${seconds} s. Try again then, or choose another model.`
  return new ModelError('overloaded', message, { model: card.id, retryAfter: restsFor, attempts })
}

/** Failures that another model may not share, and that count towards this one's rest. */
export function isFaultOfModel(code: ModelErrorCode): boolean {
  return code === 'rate_limited' || code === 'overloaded' || code === 'unreachable' || code === 'cut_off'
}

function malformed(card: ModelCard, problem: string): AttemptError {
  return {
    code: 'answer_malformed',
    message: `${card.id} did not answer in the form asked for. ${problem.slice(0, 500)} Try again or choose a stronger model.`,
  }
}

function describe({ code, message, status, retryAfter }: AttemptError): AttemptError {
  return { code, message, ...(status && { status }), ...(retryAfter !== undefined && { retryAfter }) }
}
