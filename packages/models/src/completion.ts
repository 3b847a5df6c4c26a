import type { CompositorTask } from '@octavo/compositor'
import type { z } from 'zod'
import type { ModelCard } from './model-card.ts'
import type { ModelErrorCode } from './model-error.ts'
import type { Usage } from './price.ts'

/** A question to a model. `T` is what `schema` describes. */
export interface CompletionRequest<T = unknown> {
  /** `provider/model`. */
  model: string
  system?: string
  prompt: string
  /** Asks for JSON of this shape. Every key should be required (use `.nullable()`, not `.optional()`): OpenAI insists. */
  schema?: z.ZodType<T>
  /** What the provider is told the JSON is, e.g. `outline`. */
  schemaName?: string
  /** The most tokens the answer may have. Models that think spend part of it on thinking. Capped at the model's own limit. */
  maxOutputTokens: number
  /** Ignored by the models that fix it themselves (Claude 5, GPT-6); the attempt's `warnings` then say so. */
  temperature?: number
  /** Cancels: closes the connection to the provider and throws `canceled`. */
  signal?: AbortSignal
  /** The answer as it comes. */
  onText?(delta: string): void
  /** The answer begins anew: forget every delta so far. Called before a second attempt, if the first had given text. */
  onRestart?(): void
  /** Called before each call on the wire and awaited, so that its worst case can be paid for; what it throws ends the request. */
  beforeAttempt?(upcoming: Upcoming): void | Promise<void>
  /** Called after each call on the wire and awaited before anything else happens, so that it can be recorded. */
  onAttempt?(attempt: Attempt): void | Promise<void>
  /** Called before a wait after which the same model is asked again, and awaited, so that whoever watches can be told. */
  onWait?(wait: Wait): void | Promise<void>
  /** The same request in structured form, for the compositor. Hosted models never see it. */
  task?: CompositorTask
  /** Ask another model of the same tier when this one keeps failing. Default: no. */
  failover?: boolean
}

/** Why a model stopped. `refusal`: it, or its provider's filter, declined; `other`: the provider gave no usual reason. */
export type StopReason = 'stop' | 'length' | 'refusal' | 'other'

/** An answer. Usage and cost cover all attempts, failed ones included; times are in milliseconds. */
export interface Completion<T = unknown> {
  text: string
  /** The parsed answer, when a schema was given and the model finished (`stop`). */
  object?: T
  /** The id of the model that really answered. */
  model: string
  stopReason: StopReason
  /** The provider's words, when it refused. */
  refusal?: string
  usage: Usage
  /** USD. */
  cost: number
  /** From the request to the end of the answer. */
  latency: number
  /** From the request to the first text of the answer that was kept. */
  firstToken: number
  attempts: Attempt[]
}

/** A call that is about to be made, and the most it can take: the estimated prompt, and the longest answer it may give. */
export interface Upcoming {
  card: ModelCard
  /** From 1, as in the attempt it becomes. */
  attempt: number
  inputTokens: number
  outputTokens: number
}

/** One call on the wire. */
export interface Attempt {
  model: string
  /** From 1, over all models asked in this request. */
  attempt: number
  /** Milliseconds since 1970. */
  startedAt: number
  latency: number
  firstToken?: number
  usage: Usage
  /** USD. */
  cost: number
  stopReason?: StopReason
  /** What the provider did not honour, e.g. a temperature. */
  warnings?: string[]
  error?: AttemptError
}

/** A pause between two attempts. */
export interface Wait {
  model: string
  /** Which attempt of this model comes next, and how many there are at most. */
  attempt: number
  attempts: number
  /** Milliseconds. */
  duration: number
  /** Why the last attempt gave no answer. */
  error: AttemptError
}

export interface AttemptError {
  code: ModelErrorCode
  message: string
  status?: number
  /** Milliseconds the provider asked us to wait, at most 60,000. */
  retryAfter?: number
}
