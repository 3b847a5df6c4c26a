import type { Found } from './rank-by-words.ts'

/** A document as both rankings see it; null where a ranking did not find it. */
export interface Fused {
  documentId: string
  score: number
  words: Found | null
  meaning: Found | null
}

/**
 * How much the first places of a ranking count against those after them: the value of the paper, which found results to
 * change little between 10 and 100.
 */
const k = 60

/**
 * Reciprocal rank fusion: a document's score is the sum of 1 / (60 + its place) over the rankings (G. Cormack, C. Clarke,
 * S. Buettcher, "Reciprocal Rank Fusion outperforms Condorcet and individual Rank Learning Methods", SIGIR 2009). It
 * compares places only, so that the kinds of score need no common measure. `meanings` has a ranking for each model; a book
 * is searched by one.
 */
export function fuse(words: readonly Found[], meanings: readonly (readonly Found[])[]): Fused[] {
  const fused = new Map<string, Fused>()
  const add = (kind: 'words' | 'meaning', ranking: readonly Found[]) => {
    for (const [index, found] of ranking.entries()) {
      const { documentId } = found
      const known = fused.get(documentId) ?? { documentId, score: 0, words: null, meaning: null }
      fused.set(documentId, { ...known, score: known.score + 1 / (k + index + 1), [kind]: found })
    }
  }
  add('words', words)
  for (const meaning of meanings) add('meaning', meaning)
  // Of two that are as good, the one that has the words: nobody need wonder why it was found.
  const hasWords = ({ words }: Fused) => Number(words !== null)
  return [...fused.values()].sort(
    (a, b) => b.score - a.score || hasWords(b) - hasWords(a) || (a.documentId < b.documentId ? -1 : 1),
  )
}
