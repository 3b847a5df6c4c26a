/** A place that bears a number, for `bestSequence`. */
export interface Numbered {
  block: number
  number: number
  /** 0 to 1: how far its looks speak for it. */
  strength: number
}

export type Step = 'start' | 'next' | 'gap' | 'again' | 'restart'

/** One member of a sequence, and how its number follows on the one before. */
export interface Sequenced<T> {
  at: T
  step: Step
}

export interface SequenceOptions {
  /** Words between two blocks. */
  words: (start: number, end: number) => number
  /** Whether a part begins between two blocks, after which numbers may begin again. */
  partBetween: (start: number, end: number) => boolean
}

/** From as many words on, what lies between two numbers counts in full as a chapter. */
const fullChapter = 150
/** With fewer words between them, two numbers are entries of a list. */
const fewestWords = 4
const costs = {
  lateStart: 0.5,
  gap: 0.6,
  again: 0.8,
  restart: 1.5,
  empty: 1,
  skipped: 0.02,
  skippedStrength: 0.3,
  mostSkipped: 1,
}

interface State {
  score: number
  index: number
}

/**
 * The most plausible sequence of chapters among places that bear numbers: numbers that run on, with text between them.
 * Lists within chapters, years and page numbers bear numbers as well, so the sequence is not the first that fits but the
 * one of the greatest sum: each member counts by the text after the one before it and by its looks; a gap, a number
 * twice, a new beginning without a part, and every place passed over cost. Dynamic programming over the last number
 * of a sequence, so that its time follows the number of places.
 */
export function bestSequence<T extends Numbered>(places: readonly T[], options: SequenceOptions): Sequenced<T>[] {
  const byNumber = new Map<number, State>()
  const from: (number | undefined)[] = []
  const steps: Step[] = []
  let best: State | undefined
  const sums = [0]
  for (const { strength } of places) sums.push(sums.at(-1)! + costs.skipped + strength * costs.skippedStrength)
  for (const [index, place] of places.entries()) {
    let score = place.number === 1 ? 0 : -costs.lateStart
    let step: Step = 'start'
    let previous: number | undefined
    const consider = (state: State | undefined, how: Step, cost: number) => {
      if (!state) return
      const gain = state.score + textBetween(places[state.index]!, place, options) - cost
      const skipped = Math.min(costs.mostSkipped, sums[index]! - sums[state.index + 1]!)
      if (gain - skipped > score) [score, step, previous] = [gain - skipped, how, state.index]
    }
    consider(byNumber.get(place.number - 1), 'next', 0)
    consider(byNumber.get(place.number - 2), 'gap', costs.gap)
    consider(byNumber.get(place.number - 3), 'gap', costs.gap * 1.5)
    consider(byNumber.get(place.number), 'again', costs.again)
    if (place.number === 1 && best) {
      const part = options.partBetween(places[best.index]!.block, place.block)
      consider(best, 'restart', part ? 0 : costs.restart)
    }
    score += place.strength / 2
    from.push(previous)
    steps.push(step)
    const known = byNumber.get(place.number)
    if (!known || score >= known.score) byNumber.set(place.number, { score, index })
    if (!best || score >= best.score) best = { score, index }
  }
  const sequence: Sequenced<T>[] = []
  for (let index = best?.index; index !== undefined; index = from[index])
    sequence.push({ at: places[index]!, step: steps[index]! })
  return sequence.reverse()
}

function textBetween(earlier: Numbered, later: Numbered, { words }: SequenceOptions): number {
  const between = words(earlier.block + 1, later.block)
  return between < fewestWords ? -costs.empty : Math.min(1, between / fullChapter)
}
