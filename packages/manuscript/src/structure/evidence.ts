/** One thing that speaks for a place, or against it, in words for the author. */
export interface Evidence {
  reason: string
  /** 0 to 1: how far it alone would convince. Negative for what takes away that share of what the rest has convinced of. */
  weight: number
}

const speaksFor = {
  /** The file's own navigation is what its author, or a tool he used, says the chapters are. */
  toc: 0.9,
  spine: 0.4,
  file: 0.7,
  heading: 0.65,
  contents: 0.6,
  word: 0.5,
  running: 0.4,
  first: 0.3,
  alone: 0.3,
  larger: 0.35,
  centered: 0.2,
  apart: 0.2,
  capitals: 0.2,
  bold: 0.15,
  titleBelow: 0.3,
  style: 0.3,
  name: 0.5,
  place: 0.3,
  whole: 0.25,
  /** What is left over where everything else is known to begin. */
  rest: 0.5,
} as const

const speaksAgainst = {
  gap: 0.3,
  again: 0.4,
  restart: 0.25,
  late: 0.15,
  short: 0.3,
  long: 0.2,
  joined: 0.2,
  unfinished: 0.4,
  misplaced: 0.1,
} as const

export const speaking = (what: keyof typeof speaksFor, reason: string): Evidence => ({
  reason,
  weight: speaksFor[what],
})

export const against = (what: keyof typeof speaksAgainst, reason: string): Evidence => ({
  reason,
  weight: -speaksAgainst[what],
})

/**
 * How far the evidence for a place convinces, from 0 to 1, to two places: what each piece leaves in doubt is multiplied
 * (two pieces of 0.5 give 0.75), and of the result each piece that speaks against takes its share. A rule by fixed
 * weights, for putting the least certain chapter first in front of the author; not a probability, and not calibrated as
 * one. Weights order the evidence as a reader would: the file's own contents, then headings, then numbers that run, then
 * how a line looks.
 */
export function confidenceOf(evidence: readonly Evidence[]): number {
  let doubt = 1
  let share = 1
  for (const { weight } of evidence) {
    if (weight >= 0) doubt *= 1 - weight
    else share *= 1 + weight
  }
  return Math.round((1 - doubt) * share * 100) / 100
}
