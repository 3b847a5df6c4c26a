import { countOf } from './words.ts'

/** Weights of terms, of length 1 unless empty. */
export type Vector = Map<string, number>

/**
 * Turns bags of terms into unit vectors of (1 + ln tf) · ln(1 + N / df), the smoothed tf-idf of Manning, Raghavan and
 * Schütze (2008, ch. 6).
 */
export function vectorsOf(bags: string[][]): Vector[] {
  const frequencies = countOf(bags.flatMap(bag => [...new Set(bag)]))
  return bags.map(bag => {
    const vector: Vector = new Map()
    for (const [term, count] of countOf(bag)) {
      vector.set(term, (1 + Math.log(count)) * Math.log(1 + bags.length / frequencies.get(term)!))
    }
    return normalized(vector)
  })
}

/** The sum of vectors, scaled to length 1. */
export function centroid(vectors: Vector[]): Vector {
  const sum: Vector = new Map()
  for (const vector of vectors) for (const [term, weight] of vector) sum.set(term, (sum.get(term) ?? 0) + weight)
  return normalized(sum)
}

/** The cosine of two unit vectors, from 0 to 1. */
export function cosine(a: Vector, b: Vector): number {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a]
  let product = 0
  for (const [term, weight] of small) product += weight * (large.get(term) ?? 0)
  return product
}

function normalized(vector: Vector): Vector {
  const length = Math.sqrt([...vector.values()].reduce((sum, weight) => sum + weight * weight, 0))
  return length === 0 ? vector : new Map([...vector].map(([term, weight]) => [term, weight / length]))
}
