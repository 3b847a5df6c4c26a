import type { Attempt } from './completion.ts'

export const modelErrorCodes = [
  'key_missing',
  'key_rejected',
  'model_unknown',
  'request_invalid',
  'context_too_long',
  'rate_limited',
  'overloaded',
  'unreachable',
  'cut_off',
  'answer_malformed',
  'canceled',
] as const
export type ModelErrorCode = (typeof modelErrorCodes)[number]

/**
 * Why no answer came. The message is for a person and says what to do; it never holds a key.
 * `attempts` are the calls already made (and paid for) when it was thrown.
 */
export class ModelError extends Error {
  readonly code: ModelErrorCode
  readonly model: string
  readonly status?: number
  /** Milliseconds after which another try may succeed. */
  readonly retryAfter?: number
  readonly attempts: Attempt[]
  /** The last raw answer, when the code is `answer_malformed`. */
  readonly raw?: string

  constructor(
    code: ModelErrorCode,
    message: string,
    details: { model: string; status?: number; retryAfter?: number; attempts?: Attempt[]; raw?: string },
  ) {
    super(message)
    this.name = 'ModelError'
    this.code = code
    this.model = details.model
    this.status = details.status
    this.retryAfter = details.retryAfter
    this.attempts = details.attempts ?? []
    this.raw = details.raw
  }
}
