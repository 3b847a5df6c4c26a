/**
 * `stale`: the text is not what the patch was made for; `overlap`: two hunks claim the same text, or stand out of order;
 * `out-of-range`: a hunk lies outside of the text; `splits-character`: a hunk would take a surrogate pair or a CRLF apart,
 * or make one of two halves; `outside`: a change leaves the ranges it was confined to.
 */
export type PatchProblem = 'stale' | 'overlap' | 'out-of-range' | 'splits-character' | 'outside'

/** A patch that was refused, before anything was changed. */
export class PatchError extends Error {
  override name = 'PatchError'
  readonly code: PatchProblem
  /** The index of the hunk in its patch, when one is to blame. */
  readonly hunk: number | undefined
  /** Where in the text, from 1; absent when the place is not in it. */
  readonly place: { line: number; column: number } | undefined

  constructor(
    code: PatchProblem,
    message: string,
    at: { hunk?: number; place?: { line: number; column: number } } = {},
  ) {
    super(message)
    this.code = code
    this.hunk = at.hunk
    this.place = at.place
  }
}
