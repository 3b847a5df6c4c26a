import { z } from '@hono/zod-openapi'
import type { Tx } from '@octavo/database'
import { readQuery } from '@octavo/manuscript'
import { sql } from 'kysely'
import { OctavoError } from '../../errors.ts'
import type { Caller } from '../../http/environment.ts'
import { decodeCursor, pageQuery, refuseCursor, toPage } from '../../http/pagination.ts'
import type { Octavo } from '../../octavo.ts'
import { bookStatuses } from '../book-view.ts'
import { type FoundDocument, foundDocument, showDocuments } from './found.ts'
import { type Fused, fuse } from './fuse.ts'
import { queryVectors } from './query-vector.ts'
import { rankByMeaning } from './rank-by-meaning.ts'
import { rankByWords } from './rank-by-words.ts'
import { documentKinds, readScope } from './scope.ts'
import { termsOf } from './terms.ts'

/** A question of a few sentences; more is a text, and texts are compared by /similar. */
const longestQuery = 500

export const searchQuery = pageQuery.extend({
  q: z.string().max(longestQuery).openapi({
    description: 'Words; "words side by side"; beginn* of a word; -without',
    example: 'lighthouse "old keeper" -storm',
  }),
  limit: z.coerce.number().int().min(1).max(50).default(10),
  kind: z.enum(documentKinds).optional(),
  bookId: z.uuid().optional(),
  language: z
    .string()
    .regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/, 'must be a language tag such as en or de-CH')
    .optional(),
  status: z.enum(bookStatuses).optional().openapi({ description: 'Of the book' }),
})

export const searchAnswer = z
  .object({
    items: z.array(foundDocument),
    next: z.string().nullable(),
    meaning: z
      .object({
        models: z.array(z.string()).openapi({ description: 'By whose vectors it was searched, besides by words' }),
        notes: z.array(z.string()).openapi({ description: 'What was searched by words alone, and why' }),
      })
      .openapi({ description: 'How far meanings were compared' }),
  })
  .openapi('SearchAnswer')

/**
 * Finds books, chapters and sources by their words and by their meaning, best first, among those the caller may read.
 * Gives at most 200 documents over all pages. A model that cannot be asked in time leaves the search to the words.
 *
 * Throws search_empty when the query has no word.
 */
export async function search(
  octavo: Octavo,
  caller: Caller,
  { cursor, limit, q, ...filter }: z.infer<typeof searchQuery>,
): Promise<z.infer<typeof searchAnswer>> {
  const query = readQuery(q.toWellFormed())
  if (query.words.length === 0) throw new OctavoError('search_empty')
  const from = placeOf(cursor)

  const { scope, terms } = await octavo.database.asUser(caller, async tx => {
    const scope = await readScope(tx, filter)
    return { scope, terms: await termsOf(tx, query, scope.configs) }
  })
  // Between the transactions: a model may take its time.
  const { failures, vectors } = await queryVectors(octavo, query.plain, scope)
  const page = await octavo.database.asUser(caller, async tx => {
    // Compiling so large a statement takes longer than running it.
    await sql`select set_config('jit', 'off', true)`.execute(tx)
    const words = await rankByWords(tx, terms, scope, filter)
    const { required } = terms
    const meanings = []
    for (const { model, vector } of vectors) {
      meanings.push(await rankByMeaning(tx, { model, vector, filter, required, within: scope.fragments }))
    }
    const fused = fuse(words, meanings).slice(from, from + limit + 1)
    const shown = await show(tx, fused, terms.terms)
    return toPage(
      shown,
      limit,
      () => [from + limit],
      found => found,
    )
  })
  const notes = scope.wordsOnly.map(
    language =>
      `Books in "${language}" are searched by their words only: choose a model that reads it (POST /v1/books/{id}/embeddings).`,
  )
  return { ...page, meaning: { models: vectors.map(({ model }) => model), notes: [...failures, ...notes] } }
}

/** Where a page begins. Throws request_invalid on a cursor of something else. */
function placeOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0
  const place = decodeCursor(cursor, 1)[0]
  return typeof place === 'number' && Number.isInteger(place) && place > 0 ? place : refuseCursor()
}

async function show(
  tx: Tx,
  fused: readonly Fused[],
  terms: Parameters<typeof showDocuments>[2],
): Promise<FoundDocument[]> {
  const wanted = fused.map(({ meaning, score, words }) => ({
    fragmentId: (words ?? meaning)!.fragmentId,
    score,
    scores: { words: words?.score ?? null, meaning: meaning?.score ?? null },
  }))
  return showDocuments(tx, wanted, terms)
}
