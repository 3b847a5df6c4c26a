import type { JsonValue } from '@octavo/database'
import { addHunk, type Hunk, patched } from '@octavo/manuscript'
import type { StoredHunk, StoredOutcome } from './remediation-view.ts'

/** The text as it reads when every hunk is accepted. */
export function proposedText(original: string, hunks: readonly Hunk[]): string {
  return patched(original, hunks)
}

/** The stored columns with one more outcome and, when it was made, its hunk. */
export function withOutcome(
  row: { original: string; hunks: JsonValue; outcomes: JsonValue },
  outcome: StoredOutcome,
  hunk?: StoredHunk,
): { hunks: string; outcomes: string } {
  const hunks = row.hunks as unknown as StoredHunk[]
  return {
    hunks: JSON.stringify(hunk ? addHunk(row.original, hunks, hunk) : hunks),
    outcomes: JSON.stringify([...(row.outcomes as unknown as StoredOutcome[]), outcome]),
  }
}
