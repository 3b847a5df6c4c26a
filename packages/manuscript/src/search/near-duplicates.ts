import { wordsOf } from './words.ts'

/** Two texts that say almost the same in the same words. */
export interface NearDuplicate {
  /** Indexes into the texts that were given; `first < second`. */
  first: number
  second: number
  /** From 0 to 1: the share of their runs of words that both have. */
  similarity: number
}

export interface NearDuplicateOptions {
  /** From 0 to 1. */
  atLeast?: number
  fewestWords?: number
  /** Awaited every few hundred texts, so that others get a turn. */
  pause?: () => Promise<unknown>
}

const pauseAfter = 500
/** Words in a run. Three find rewordings that change a word here and there; longer runs only find copies. */
const runLength = 3
/** A run that this many texts have is a turn of phrase or a form, and no evidence that two of them are one. */
const commonRun = 50

/**
 * The pairs of texts whose resemblance is at least `atLeast`, most alike first: the Jaccard coefficient of their sets of
 * word runs (A. Broder, "On the resemblance and containment of documents", 1997). Texts of fewer than `fewestWords` words
 * are left out. Compares only texts that share a run, so its time follows the length of the texts and not their number
 * squared.
 */
export async function nearDuplicates(
  texts: readonly string[],
  { atLeast = 0.6, fewestWords = 12, pause }: NearDuplicateOptions = {},
): Promise<NearDuplicate[]> {
  const runs: Set<string>[] = []
  const holders = new Map<string, number[]>()
  const shared = new Map<number, Map<number, number>>()
  for (const [second, text] of texts.entries()) {
    if (second % pauseAfter === 0) await pause?.()
    const own = runsOf(text, fewestWords)
    runs.push(own)
    for (const run of own) {
      const others = holders.get(run)
      if (!others) {
        holders.set(run, [second])
        continue
      }
      if (others.length >= commonRun) continue
      for (const first of others) {
        const counts = shared.get(first) ?? new Map<number, number>()
        shared.set(first, counts)
        counts.set(second, (counts.get(second) ?? 0) + 1)
      }
      others.push(second)
    }
  }
  const pairs: NearDuplicate[] = []
  for (const [first, counts] of shared) {
    for (const [second, count] of counts) {
      const similarity = count / (runs[first]!.size + runs[second]!.size - count)
      if (similarity >= atLeast) pairs.push({ first, second, similarity })
    }
  }
  return pairs.sort((a, b) => b.similarity - a.similarity || a.first - b.first || a.second - b.second)
}

function runsOf(text: string, fewestWords: number): Set<string> {
  const words = wordsOf(text, 'query').map(word => word.text)
  const runs = new Set<string>()
  if (words.length < fewestWords) return runs
  for (let at = 0; at + runLength <= words.length; at++) runs.add(words.slice(at, at + runLength).join(' '))
  return runs
}
