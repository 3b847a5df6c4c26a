/** One change of a text: `before`, which stands from `start` to `end`, becomes `after`. Offsets in UTF-16 code units. */
export interface Hunk {
  start: number
  /** Exclusive; equal to `start` for an insertion. */
  end: number
  /** What stands there now. A hunk whose `before` is not there is refused. */
  before: string
  after: string
  /** Why: the rule it mends, the feature it adds, or what was asked of a model. */
  reason: string
}

/** Changes of one text, in order and without overlap. What is outside of every hunk stays as it is, byte for byte. */
export type Patch = readonly Hunk[]
