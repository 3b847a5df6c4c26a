import { z } from 'zod'

/**
 * The answer to "let this chapter use that feature": MyST, and where it goes, or why it cannot be. Whoever answers names
 * a place and writes only what belongs there; nobody is asked to repeat the chapter.
 */
export const addition = z.object({
  /** Why the chapter cannot have it without inventing something; null when it can. */
  impossible: z.string().nullable(),
  /** The id of a block, such as `b12`; null when impossible. */
  place: z.string().nullable(),
  /** `after` the block, or `instead` of it, keeping its words in their order. */
  how: z.enum(['after', 'instead']).nullable(),
  text: z.string(),
})
export type Addition = z.infer<typeof addition>

/** The answer to "rewrite this part": what goes in its place, or why it cannot be done. */
export const revision = z.object({
  /** Why it cannot be done; null when it can. */
  impossible: z.string().nullable(),
  text: z.string(),
})
export type Revision = z.infer<typeof revision>
