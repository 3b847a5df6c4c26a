import { ModelError } from '@octavo/models'
import { callEmbedder } from '../../generation/embed.ts'
import type { Octavo } from '../../octavo.ts'
import type { Scope } from './scope.ts'

/** How long a search waits for the meaning of its query. After that it answers by words alone. Milliseconds. */
const patience = 5_000
/** Queries whose vectors are remembered, so that the next page, or the same question again, costs no call. */
const remembered = 200

const memories = new WeakMap<Octavo, Map<string, number[]>>()

/** The vectors of a query, one for each model that read it, and why others did not. */
export interface QueryVectors {
  vectors: { model: string; vector: number[] }[]
  failures: string[]
}

/** Reads the meaning of a query by each model of the books that are searched. A model that fails is left out. */
export async function queryVectors(octavo: Octavo, query: string, scope: Scope): Promise<QueryVectors> {
  const read: QueryVectors = { vectors: [], failures: [] }
  await Promise.all(
    scope.embedders.map(async embedder => {
      try {
        read.vectors.push({ model: embedder.model, vector: await vectorOf(octavo, query, embedder) })
      } catch (error) {
        if (!(error instanceof ModelError)) throw error
        const slow = error.code === 'canceled'
        read.failures.push(slow ? `${embedder.model} took longer than ${patience / 1000} s.` : error.message)
        octavo.log.warn({ err: error, model: embedder.model }, 'a query was searched without its meaning')
      }
    }),
  )
  return read
}

async function vectorOf(octavo: Octavo, query: string, embedder: Scope['embedders'][number]): Promise<number[]> {
  const memory = memories.get(octavo) ?? new Map<string, number[]>()
  memories.set(octavo, memory)
  const key = `${embedder.model} ${query}`
  const known = memory.get(key)
  if (known) return known
  const { vectors } = await callEmbedder(octavo, {
    ...embedder,
    texts: [query],
    as: 'query',
    signal: AbortSignal.timeout(patience),
  })
  memory.set(key, vectors[0]!)
  // A Map keeps the order in which its keys came: the first is the oldest.
  if (memory.size > remembered) memory.delete(memory.keys().next().value!)
  return vectors[0]!
}
