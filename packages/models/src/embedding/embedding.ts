import type { Attempt, Upcoming } from '../completion.ts'
import type { Usage } from '../price.ts'

/** Texts whose meaning is wanted as vectors. */
export interface EmbeddingRequest {
  /** `provider/model`, e.g. `octavo/embedder-1`. Never another one: vectors of two models cannot be compared. */
  model: string
  /** From one to `mostTexts`, none of them blank. */
  texts: readonly string[]
  /** Some models read a question differently from what may answer it. Default `document`. */
  as?: 'document' | 'query'
  signal?: AbortSignal
  /** Called before each call on the wire and awaited, so that its worst case can be paid for; what it throws ends the request. */
  beforeAttempt?: (upcoming: Upcoming) => void | Promise<void>
  /** Called once for each attempt, the last included, before `embed` returns or throws. */
  onAttempt?: (attempt: Attempt) => void | Promise<void>
}

/** The most texts of one request; hosted models take 100 and more a call. */
export const mostTexts = 100

export interface Embedding {
  /** One per text, in order, all of length `dimension`. */
  vectors: number[][]
  dimension: number
  /** The id of the card that answered: the one asked for, or what replaced it. */
  model: string
  usage: Usage
  /** US dollars. */
  cost: number
  /** Milliseconds, waits between attempts included. */
  latency: number
  attempts: Attempt[]
}
