import type { Answered, Watched } from '../attempts.ts'

/** Texts whose meaning is wanted as vectors. */
export interface EmbeddingRequest extends Watched {
  /** `provider/model`, e.g. `octavo/embedder-1`. Never another one: vectors of two models cannot be compared. */
  model: string
  /** From one to `mostTexts`, none of them blank. */
  texts: readonly string[]
  /** Some models read a question differently from what may answer it. Default `document`. */
  as?: 'document' | 'query'
}

/** The most texts of one request; hosted models take 100 and more a call. */
export const mostTexts = 100

export interface Embedding extends Omit<Answered<never>, 'answer'> {
  /** One per text, in order, all of length `dimension`. */
  vectors: number[][]
  dimension: number
}
