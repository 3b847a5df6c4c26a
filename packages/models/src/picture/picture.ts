import type { Answered, Watched } from '../attempts.ts'

/** What a picture should show. */
export interface PictureRequest extends Watched {
  /** `provider/model`, e.g. `openai/gpt-image-2.5-flare`. Never another one: it has its own hand and its own price. */
  model: string
  prompt: string
  /** Milliseconds one call may take. Default: `longestPicture`. */
  timeLimit?: number
}

/** Milliseconds after which nobody waits for a picture any more: careful models take two or three minutes. */
export const longestPicture = 5 * 60_000

export const pictureTypes = ['image/png', 'image/jpeg', 'image/webp'] as const
export type PictureType = (typeof pictureTypes)[number]

/** A picture as a model made it, upright, two by three. */
export interface Picture extends Omit<Answered<never>, 'answer'> {
  bytes: Uint8Array
  mediaType: PictureType
}
