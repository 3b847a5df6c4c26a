import { type Finding, type Severity, severities } from './finding.ts'

/** What a finding costs. Info is advice: a hundred of them weigh as much as five errors. */
export const weights: Record<Severity, number> = { error: 10, warning: 3, info: 0.5 }

/** So many points for each thousand words halve the score. */
const halving = 20
/** A page of fewer words is judged as one of so many, or one finding would cost a short page everything. */
const fewestWords = 500
/** The share of the score that is about features, where any are required. */
const featureShare = 0.2

export type FindingCounts = Record<Severity, number>

export interface Judged {
  words: number
  counts: FindingCounts
  /** How many features were wanted and how many of them are there; on a book, over all pages. */
  features: { wanted: number; found: number }
}

/**
 * The score of a page or a book, 0 to 100, rounded down, so that 100 means that nothing was found: `100 · 20 / (20 + p)`,
 * where p are the points of its findings (error 10, warning 3, info ½) for each 1,000 words. Where features are required,
 * that is four fifths of it, and the share of them that is there one fifth. A finding more never raises it; one less
 * never lowers it.
 */
export function scoreOf({ words, counts, features }: Judged): number {
  const points = severities.reduce((sum, severity) => sum + weights[severity] * counts[severity], 0)
  const perThousand = (points * 1_000) / Math.max(words, fewestWords)
  const text = halving / (halving + perThousand)
  const share = features.wanted > 0 ? featureShare : 0
  const found = features.wanted > 0 ? features.found / features.wanted : 0
  // The small addend is for what floating point loses of whole numbers.
  return Math.floor(100 * (text * (1 - share) + found * share) + 1e-9)
}

/** How many findings of each severity. Missing features count as features, not as findings. */
export function countsOf(findings: readonly Finding[]): FindingCounts {
  const counts: FindingCounts = { error: 0, warning: 0, info: 0 }
  for (const { severity, rule } of findings) if (rule !== 'missing-feature') counts[severity]++
  return counts
}
