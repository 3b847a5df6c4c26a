import type { Tx } from '@octavo/database'
import { fragmentsOf, readPassages } from '@octavo/manuscript'
import { sql } from 'kysely'
import { callEmbedder, embeddedEmbedder, type PayingJob } from '../../generation/embed.ts'
import type { Octavo } from '../../octavo.ts'
import { hashOf } from './prose-hash.ts'
import { subjectOf } from './subject.ts'

/** Texts of one call. Few enough that a crash, a pause or a search waiting its turn loses a few seconds at most. */
const batch = 32

/**
 * Whether a model's vectors of a language mean anything. The embedded one has read English only: other books are found
 * by their words until a hosted model is chosen.
 */
export function canRead(model: string, language: string): boolean {
  return model !== embeddedEmbedder || /^en(-|$)/i.test(language)
}

/** A vector as PostgreSQL reads it. */
export function asVector(vector: readonly number[]): string {
  return `[${vector.join(',')}]`
}

/** What a query needs to know to compare vectors of so many dimensions: more than 2,000 are compared in half precision. */
export function vectorType(dimension: number) {
  return sql.raw(`${dimension <= 2_000 ? 'vector' : 'halfvec'}(${Math.trunc(dimension)})`)
}

/** Which fragments have no vector of a model for what they say now. */
function missing(tx: Tx, model: string) {
  return tx
    .selectFrom('library.fragments as f')
    .leftJoin('library.embeddings as e', join =>
      join.onRef('e.fragment_id', '=', 'f.id').onRef('e.book_id', '=', 'f.book_id').on('e.model', '=', model),
    )
    .where('f.hash', 'is not', null)
    .where(sql<boolean>`e.hash is distinct from f.hash`)
}

/** How many fragments of a book have no vector of a model yet, and how many characters they have. */
export async function countMissing(
  tx: Tx,
  bookId: string,
  model: string,
): Promise<{ fragments: number; characters: number }> {
  return missing(tx, model)
    .where('f.book_id', '=', bookId)
    .select([
      sql<number>`count(*)::integer`.as('fragments'),
      sql<number>`coalesce(sum(length(f.text)), 0)::integer`.as('characters'),
    ])
    .executeTakeFirstOrThrow()
}

/** The next document of a book, by id after `after`, that has a fragment without a vector of this model. */
export async function nextMissing(
  tx: Tx,
  bookId: string,
  model: string,
  after: string | undefined,
): Promise<string | undefined> {
  let query = missing(tx, model).select('f.document_id').where('f.book_id', '=', bookId)
  if (after) query = query.where('f.document_id', '>', after)
  const row = await query.orderBy('f.document_id').limit(1).executeTakeFirst()
  return row?.document_id
}

export interface EmbeddingCall {
  organizationId: string
  model: string
  job: PayingJob | undefined
  signal?: AbortSignal
}

/**
 * Makes the vectors that the fragments of a document lack, batch by batch, each saved as it comes: what is saved is
 * never asked for again, whoever asked for it and whatever stopped him. Throws ModelError, and the signal's reason.
 */
export async function embedDocument(octavo: Octavo, documentId: string, call: EmbeddingCall): Promise<void> {
  const { database } = octavo
  const subject = await database.asService('read a text whose vectors are wanted', tx => subjectOf(tx, { documentId }))
  if (!subject || !canRead(call.model, subject.language)) return
  const { format, text, title } = subject
  const fragments = fragmentsOf(text, readPassages({ id: 'text', text, format }), title)
  const prose = new Map(fragments.map(fragment => [hashOf(fragment.prose), fragment.prose]))
  let after = -1
  for (;;) {
    call.signal?.throwIfAborted()
    const wanted = await database.asService('find fragments without vectors', tx =>
      missing(tx, call.model)
        .select(['f.id', 'f.hash', 'f.position'])
        .where('f.document_id', '=', documentId)
        .where('f.position', '>', after)
        .orderBy('f.position')
        .limit(batch)
        .execute(),
    )
    if (wanted.length === 0) return
    after = wanted.at(-1)!.position
    // One whose text was changed after it was cut is left to whoever cuts it again.
    const rows = wanted.flatMap(({ id, hash }) => {
      const known = prose.get(hash!)
      return known ? [{ id, hash: hash!, prose: known }] : []
    })
    if (rows.length === 0) continue
    await callEmbedder(octavo, { ...call, as: 'document', texts: rows.map(row => row.prose) }, (tx, embedding) =>
      save(tx, octavo, rows, embedding),
    )
  }
}

const indexed = new WeakMap<Octavo, Set<string>>()

async function save(
  tx: Tx,
  octavo: Octavo,
  rows: readonly { id: string; hash: string }[],
  { model, dimension, vectors }: { model: string; dimension: number; vectors: readonly number[][] },
): Promise<void> {
  const known = indexed.get(octavo) ?? new Set()
  indexed.set(octavo, known)
  // Made while it is empty, which takes no time, and filled from then on.
  if (!known.has(`${model}:${dimension}`))
    await sql`select library.index_embeddings(${model}, ${dimension})`.execute(tx)
  const values = rows.map(({ id, hash }, index) => ({ id, hash, vector: asVector(vectors[index]!) }))
  // From the fragments that are still there: one may have been edited away while the model was reading it.
  await sql`
    insert into library.embeddings (fragment_id, book_id, model, dimension, hash, embedding)
    select f.id, f.book_id, ${model}, ${dimension}, r.hash, r.vector::vector
    from jsonb_to_recordset(${JSON.stringify(values)}::jsonb) as r (id uuid, hash text, vector text)
    join library.fragments f on f.id = r.id
    on conflict (fragment_id, book_id, model)
      do update set dimension = excluded.dimension, hash = excluded.hash, embedding = excluded.embedding`.execute(tx)
  known.add(`${model}:${dimension}`)
}
