import { cosine, type Vector } from './vectors.ts'

const damping = 0.85
const similarityFloor = 0.08
const rounds = 30

/**
 * How central each text is among the others, from 0 to 1 (the most central): PageRank over the graph of their cosine
 * similarities, as in LexRank (Erkan and Radev 2004, "LexRank: graph-based lexical centrality as salience in text
 * summarization") with its weighted edges and a floor that drops chance overlaps.
 */
export function centrality(vectors: Vector[]): number[] {
  const edges = neighbours(vectors)
  const sums = edges.map(row => row.reduce((sum, [, weight]) => sum + weight, 0))
  let scores = vectors.map(() => 1)
  for (let round = 0; round < rounds; round++) {
    const next = vectors.map(() => 1 - damping)
    edges.forEach((row, from) => {
      for (const [to, weight] of row) next[to]! += (damping * scores[from]! * weight) / sums[from]!
    })
    scores = next
  }
  const best = Math.max(...scores, Number.EPSILON)
  return scores.map(score => score / best)
}

/** Pairs that share a term, found through an inverted index, so that a long chapter does not cost the square. */
function neighbours(vectors: Vector[]): [number, number][][] {
  const index = new Map<string, number[]>()
  return vectors
    .map((vector, current) => {
      const candidates = new Set<number>()
      for (const term of vector.keys()) {
        const holders = index.get(term)
        for (const holder of holders ?? []) candidates.add(holder)
        if (holders) holders.push(current)
        else index.set(term, [current])
      }
      return [...candidates]
        .sort((a, b) => a - b)
        .map((other): [number, number] => [other, cosine(vector, vectors[other]!)])
        .filter(([, weight]) => weight >= similarityFloor)
    })
    .reduce<[number, number][][]>(
      (edges, row, current) => {
        for (const [other, weight] of row) {
          edges[current]!.push([other, weight])
          edges[other]!.push([current, weight])
        }
        return edges
      },
      vectors.map(() => []),
    )
}
