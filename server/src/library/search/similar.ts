import { z } from '@hono/zod-openapi'
import type { Tx } from '@octavo/database'
import { sql } from 'kysely'
import { OctavoError } from '../../errors.ts'
import { embeddedEmbedder } from '../../generation/embed.ts'
import type { Caller } from '../../http/environment.ts'
import type { Octavo } from '../../octavo.ts'
import { foundDocument, showDocuments } from './found.ts'
import { nearest } from './rank-by-meaning.ts'
import { readScope } from './scope.ts'

export const similarQuery = z.object({
  limit: z.coerce.number().int().min(1).max(50).default(10),
  bookId: z.uuid().optional().openapi({ description: 'Only in this book; default every book you may read' }),
})

export const similarAnswer = z
  .object({
    items: z.array(foundDocument),
    ready: z.boolean().openapi({ description: 'False while it has no vectors yet, or its language has no model' }),
  })
  .openapi('SimilarAnswer')
type Similar = z.infer<typeof similarAnswer>
type Wish = z.infer<typeof similarQuery>

/** Chapters and sources about the same as a chapter, most alike first, each by its most alike part. Throws not_found. */
export async function similarToChapter(
  octavo: Octavo,
  caller: Caller,
  chapterId: string,
  wish: Wish,
): Promise<Similar> {
  return octavo.database.asUser(caller, async tx => {
    const document = await tx
      .selectFrom('library.documents')
      .select(['id', 'book_id'])
      .where('chapter_id', '=', chapterId)
      .executeTakeFirst()
    if (!document) throw new OctavoError('not_found')
    return similarTo(tx, document, sql`true`, wish)
  })
}

/** The same for a passage of a source: by the part of the source it stands in. Throws not_found. */
export async function similarToPassage(
  octavo: Octavo,
  caller: Caller,
  passageId: string,
  wish: Wish,
): Promise<Similar> {
  return octavo.database.asUser(caller, async tx => {
    const passage = await tx
      .selectFrom('library.passages as p')
      .innerJoin('library.documents as d', 'd.source_id', 'p.source_id')
      .select(['d.id', 'd.book_id', 'p.start_offset'])
      .where('p.id', '=', passageId)
      .executeTakeFirst()
    if (!passage) throw new OctavoError('not_found')
    const around = sql`f.start_offset <= ${passage.start_offset} and f.end_offset > ${passage.start_offset}`
    return similarTo(tx, passage, around, wish)
  })
}

/** How many fragments are looked at to fill a page of documents. */
const fragmentsPerDocument = 5

async function similarTo(
  tx: Tx,
  { book_id, id }: { id: string; book_id: string },
  which: ReturnType<typeof sql>,
  { bookId, limit }: Wish,
): Promise<Similar> {
  const { rows } = await sql<{ model: string; vector: string | null }>`
    select m.model, (
      select avg(e.embedding)::text from library.fragments f
      join library.embeddings e on e.fragment_id = f.id and e.book_id = f.book_id and e.model = m.model
      where f.document_id = ${id} and ${which}) as vector
    from (select coalesce((select model from library.embedders where book_id = ${book_id}), ${embeddedEmbedder}) as model) m`.execute(
    tx,
  )
  const { model, vector } = rows[0]!
  if (vector === null) return { items: [], ready: false }
  const filter = { bookId }
  const scope = await readScope(tx, filter)
  const near = await nearest(tx, {
    model,
    vector: JSON.parse(vector) as number[],
    count: limit * fragmentsPerDocument,
    filter,
    required: sql`f.document_id <> ${id} and f.kind <> 'book'`,
    within: scope.fragments,
  })
  const best = new Map(near.toReversed().map(one => [one.documentId, one]))
  const wanted = [...best.values()]
    .sort((a, b) => b.similarity - a.similarity)
    .slice(0, limit)
    .map(({ fragmentId, similarity }) => ({
      fragmentId,
      score: similarity,
      scores: { words: null, meaning: similarity },
    }))
  return { items: await showDocuments(tx, wanted, []), ready: true }
}
