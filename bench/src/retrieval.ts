import { readFile } from 'node:fs/promises'

/** A public retrieval collection: texts, questions, and which texts answer which. */
export interface Collection {
  documents: { id: string; title: string; text: string }[]
  queries: { id: string; text: string; relevant: ReadonlySet<string> }[]
}

/** Reads the ADI collection (see its README). Throws unless it is whole. */
export async function readAdi(): Promise<Collection> {
  const file = (name: string) => readFile(new URL(`../data/adi/${name}`, import.meta.url), 'utf8')
  const [documents, queries, relevance] = await Promise.all(['documents.txt', 'queries.txt', 'relevance.txt'].map(file))
  const relevant = new Map(
    lines(relevance!).map(line => [line.split(': ')[0], new Set(line.split(': ')[1]!.split(' '))]),
  )
  const collection: Collection = {
    documents: [...documents!.matchAll(/^\.I (\d+)\n\.T\n(.+)\n\.W\n(.+)$/gm)].map(([, id, title, text]) => ({
      id: id!,
      title: title!,
      text: text!,
    })),
    queries: lines(queries!).map(line => {
      const [id, text] = line.split('\t') as [string, string]
      return { id, text, relevant: relevant.get(id) ?? new Set() }
    }),
  }
  const pairs = collection.queries.reduce((sum, query) => sum + query.relevant.size, 0)
  if (collection.documents.length !== 82 || collection.queries.length !== 35 || pairs !== 170)
    throw new Error('the ADI collection is not whole: 82 documents, 35 queries and 170 judgements are expected')
  return collection
}

function lines(text: string): string[] {
  return text.trim().split('\n')
}

/** Normalized discounted cumulative gain of the first ten (K. Järvelin, J. Kekäläinen, 2002), relevance yes or no. */
export function ndcg10(ranking: readonly string[], relevant: ReadonlySet<string>): number {
  const gain = (at: number) => 1 / Math.log2(at + 2)
  const found = ranking.slice(0, 10).reduce((sum, id, at) => sum + (relevant.has(id) ? gain(at) : 0), 0)
  const best = Array.from({ length: Math.min(10, relevant.size) }, (_, at) => gain(at))
  return found / best.reduce((sum, value) => sum + value, 0)
}

/**
 * Okapi BM25 over whole documents, k1 = 1.2 and b = 0.75 (S. Robertson, H. Zaragoza 2009), with the idf of Lucene, which
 * is never negative: the peer that hybrid search has to beat. `analyze` gives the stems of a text, each as often as it
 * stands there.
 */
export async function bm25(
  documents: readonly { id: string; text: string }[],
  analyze: (text: string) => Promise<Map<string, number>>,
): Promise<(query: string) => Promise<string[]>> {
  const [k1, b] = [1.2, 0.75]
  const indexed: { id: string; counts: Map<string, number>; length: number }[] = []
  const frequency = new Map<string, number>()
  for (const { id, text } of documents) {
    const counts = await analyze(text)
    indexed.push({ id, counts, length: [...counts.values()].reduce((sum, count) => sum + count, 0) })
    for (const stem of counts.keys()) frequency.set(stem, (frequency.get(stem) ?? 0) + 1)
  }
  const average = indexed.reduce((sum, { length }) => sum + length, 0) / indexed.length
  return async query => {
    const stems = [...(await analyze(query)).keys()]
    return indexed
      .map(({ counts, id, length }) => {
        const score = stems.reduce((sum, stem) => {
          const count = counts.get(stem) ?? 0
          const df = frequency.get(stem) ?? 0
          const idf = Math.log(1 + (indexed.length - df + 0.5) / (df + 0.5))
          return sum + (idf * count * (k1 + 1)) / (count + k1 * (1 - b + (b * length) / average))
        }, 0)
        return { id, score }
      })
      .filter(({ score }) => score > 0)
      .sort((x, y) => y.score - x.score || Number(x.id) - Number(y.id))
      .map(({ id }) => id)
  }
}

/**
 * How often the mean difference of two systems over the same queries is not above 0 when the queries are drawn anew with
 * replacement (paired bootstrap, T. Sakai 2006); the same draws each time.
 */
export function bootstrap(differences: readonly number[], draws = 10_000): number {
  let seed = 42
  const random = () => {
    // Mulberry32: small, and good enough to draw queries with.
    seed = (seed + 0x6d2b79f5) | 0
    let value = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32
  }
  let notAbove = 0
  for (let draw = 0; draw < draws; draw++) {
    let sum = 0
    for (let n = 0; n < differences.length; n++) sum += differences[Math.floor(random() * differences.length)]!
    if (sum <= 0) notAbove++
  }
  return notAbove / draws
}
