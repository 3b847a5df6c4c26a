import type { Tx } from '@octavo/database'
import { type RawBuilder, sql } from 'kysely'
import { depth, type Found } from './rank-by-words.ts'
import { booksOf, type Filter, fragmentsOfKind } from './scope.ts'
import { asVector, vectorType } from './vectors.ts'

/** A fragment and how alike its meaning is, the cosine of the angle between the vectors. */
export interface Near {
  fragmentId: string
  documentId: string
  similarity: number
}

export interface Neighbourhood {
  model: string
  vector: readonly number[]
  /** How many fragments. */
  count: number
  filter: Filter
  /** A further condition on fragments `f`. */
  required?: RawBuilder<unknown>
  /** How many fragments the filter leaves, at most. */
  within: number
}

/** Up to so many vectors are all compared: that is exact, takes milliseconds, and beats walking an index of everybody's. */
const fewEnough = 5_000
/** What the index gathers at a time, and how many vectors it may look at before it gives up. */
const gathers = 150
const mostLookedAt = 40_000

/**
 * The fragments nearest to a vector, among those the person of the transaction may read, nearest first; fewer than
 * `count` only if there are no more.
 *
 * The index knows nothing of tenants: its nearest may all belong to others. So it goes on looking until enough are
 * readable (pgvector's iterative scan), and where even that ends short, all that are readable are compared.
 */
export async function nearest(tx: Tx, area: Neighbourhood): Promise<Near[]> {
  if (area.within <= fewEnough) return compareAll(tx, area)
  const near = await walkIndex(tx, area)
  return near.length < Math.min(area.count, area.within) ? compareAll(tx, area) : near
}

/** Looks into the index of the model. May end short; see `nearest`. */
export async function walkIndex(tx: Tx, area: Neighbourhood): Promise<Near[]> {
  await sql`
    select set_config('hnsw.iterative_scan', 'relaxed_order', true),
      set_config('hnsw.ef_search', ${String(gathers)}, true),
      set_config('hnsw.max_scan_tuples', ${String(mostLookedAt)}, true)`.execute(tx)
  const { rows } = await sql<Near>`
    with near as materialized (${neighbours(area)} order by distance limit ${area.count})
    select "fragmentId", "documentId", 1 - distance as similarity from near order by distance, "fragmentId"`.execute(tx)
  return rows
}

async function compareAll(tx: Tx, area: Neighbourhood): Promise<Near[]> {
  // Gathered before they are ordered, so that the index of everybody's vectors cannot be walked instead.
  const { rows } = await sql<Near>`
    with readable as materialized (${neighbours(area)})
    select "fragmentId", "documentId", 1 - distance as similarity from readable
    order by distance, "fragmentId" limit ${area.count}`.execute(tx)
  return rows
}

/** Literals where the partial index must recognise its own condition. */
function neighbours({ filter, model, required, vector }: Neighbourhood): RawBuilder<unknown> {
  const type = vectorType(vector.length)
  return sql`
    select f.id as "fragmentId", f.document_id as "documentId",
      e.embedding::${type} <=> ${asVector(vector)}::${type} as distance
    from library.embeddings e join library.fragments f on f.id = e.fragment_id and f.book_id = e.book_id
    where e.model = ${sql.lit(model)} and e.dimension = ${sql.lit(vector.length)}
      and e.book_id in (${booksOf(filter)}) and ${fragmentsOfKind(filter)} and ${required ?? sql`true`}`
}

/**
 * What is less alike than this is not about the same: between unrelated English sentences the cosine is around 0.1 with
 * the embedded model, and rarely above 0.2 with hosted ones.
 */
const leastAlike = 0.25
/** A document has several fragments, and the nearest are often of few documents. */
const fragmentsPerDocument = 1.5

/** Ranks documents by their fragment nearest to the query, nearest first. */
export async function rankByMeaning(tx: Tx, area: Omit<Neighbourhood, 'count'>): Promise<Found[]> {
  const near = await nearest(tx, { ...area, count: depth * fragmentsPerDocument })
  const best = new Map<string, Found>()
  for (const { documentId, fragmentId, similarity } of near) {
    if (similarity < leastAlike || best.has(documentId) || best.size >= depth) continue
    best.set(documentId, { documentId, fragmentId, score: similarity })
  }
  return [...best.values()]
}
