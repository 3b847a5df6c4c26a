import type { Finding, FixHunk } from './audit.ts'

/** Hunks that mend one thing, and are accepted or left together. */
export interface Fix {
  /** The rule it mends. */
  rule: string
  hunks: readonly FixHunk[]
}

/** Hunks by what they mend, in the order of the text. */
export function fixesOf(hunks: readonly FixHunk[]): Fix[] {
  return [...Map.groupBy(hunks, hunk => hunk.group).values()].map(group => ({ rule: group[0]!.reason, hunks: group }))
}

/**
 * The fix of each finding that has one: of the same rule, the nearest by line. A fix goes to one finding, and the pairs
 * that are closest are made first.
 */
export function matchFixes(findings: readonly Finding[], fixes: readonly Fix[]): Map<Finding, Fix> {
  const pairs = findings.flatMap(finding =>
    fixes
      .filter(fix => fix.rule === finding.rule)
      .map(fix => ({ finding, fix, distance: Math.min(...fix.hunks.map(hunk => distance(finding, hunk.line))) })),
  )
  pairs.sort((a, b) => a.distance - b.distance)
  const matched = new Map<Finding, Fix>()
  const given = new Set<Fix>()
  for (const { finding, fix } of pairs) {
    if (matched.has(finding) || given.has(fix)) continue
    matched.set(finding, fix)
    given.add(fix)
  }
  return matched
}

function distance({ line, endLine = line }: Finding, at: number): number {
  return Math.max(0, line - at, at - endLine)
}
