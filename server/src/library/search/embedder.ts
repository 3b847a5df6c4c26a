import { z } from '@hono/zod-openapi'
import { estimateCost } from '@octavo/models'
import { OctavoError } from '../../errors.ts'
import { embeddedEmbedder } from '../../generation/embed.ts'
import { findModel, type Job, queueJob } from '../../generation/jobs.ts'
import { modelsFor } from '../../generation/registry.ts'
import type { Caller } from '../../http/environment.ts'
import type { Octavo } from '../../octavo.ts'
import { allowedBook, visibleBook } from '../book-access.ts'
import { canRead, countMissing } from './vectors.ts'

export const embedderChoice = z
  .object({
    model: z.string().min(3).max(300).optional().openapi({
      description: 'The model to search by from now on; default the one the book has',
      example: 'openai/text-embedding-3-small',
    }),
  })
  .openapi('EmbedderChoice')

export const indexView = z
  .object({
    model: z.string().openapi({ description: 'Whose vectors the book is searched by' }),
    readsLanguage: z.boolean().openapi({ description: 'False: the book is found by its words only' }),
    documents: z.number().int(),
    fragments: z.number().int(),
    vectors: z.number().int(),
    behind: z.number().int().openapi({ description: 'Documents changed since they were last indexed' }),
    failure: z.object({ code: z.string(), message: z.string() }).nullable(),
  })
  .openapi('SearchIndex')

/** How far search is with a book. Throws not_found. */
export async function readIndex(octavo: Octavo, caller: Caller, bookId: string): Promise<z.infer<typeof indexView>> {
  return octavo.database.asUser(caller, async tx => {
    await visibleBook(tx, bookId)
    const { language } = await tx
      .selectFrom('library.books')
      .select('language')
      .where('id', '=', bookId)
      .executeTakeFirstOrThrow()
    const chosen = await tx
      .selectFrom('library.embedders')
      .select('model')
      .where('book_id', '=', bookId)
      .executeTakeFirst()
    const model = chosen?.model ?? embeddedEmbedder
    const documents = await tx
      .selectFrom('library.documents')
      .select(['revision', 'cut_revision', 'embedded_revision', 'fragments', 'failure'])
      .where('book_id', '=', bookId)
      .execute()
    const { vectors } = await tx
      .selectFrom('library.embeddings')
      .select(eb => eb.fn.countAll<number>().as('vectors'))
      .where('book_id', '=', bookId)
      .where('model', '=', model)
      .executeTakeFirstOrThrow()
    const failed = documents.find(document => document.failure !== null)
    return {
      model,
      readsLanguage: canRead(model, language),
      documents: documents.length,
      fragments: documents.reduce((sum, document) => sum + document.fragments, 0),
      vectors: Number(vectors),
      behind: documents.filter(
        ({ cut_revision, embedded_revision, revision }) => cut_revision !== revision || embedded_revision !== revision,
      ).length,
      failure: (failed?.failure ?? null) as { code: string; message: string } | null,
    }
  })
}

/** Characters a token stands for in English prose, as the common tokenizers cut it. */
const charactersPerToken = 4

/**
 * Queues a job that makes the vectors a book lacks, of the model it has or of another; search goes on with the old ones
 * until all new ones are there. Throws not_found, forbidden, model_unknown, key_missing, cost_unreasonable.
 */
export async function chooseEmbedder(
  octavo: Octavo,
  caller: Caller,
  bookId: string,
  { model: wanted }: z.infer<typeof embedderChoice>,
): Promise<Job> {
  const { organizationId, model, characters } = await octavo.database.asUser(caller, async tx => {
    const book = await allowedBook(tx, bookId, 'generate')
    const chosen = await tx
      .selectFrom('library.embedders')
      .select('model')
      .where('book_id', '=', bookId)
      .executeTakeFirst()
    const model = wanted ?? chosen?.model ?? embeddedEmbedder
    const { characters } = await countMissing(tx, bookId, model)
    return { organizationId: book.organization_id, model, characters }
  })
  const card = findModel(await modelsFor(octavo, organizationId), model)
  if (!card.capabilities.includes('embedding')) {
    throw new OctavoError(
      'model_unknown',
      `${card.id} cannot turn texts into vectors. Choose octavo/embedder-1, or one that GET /v1/models lists with the capability "embedding".`,
    )
  }
  const cost = estimateCost({ card, inputTokens: Math.ceil(characters / charactersPerToken), outputTokens: 0 })
  return queueJob(octavo, caller, bookId, { kind: 'embed', model: card.id, cost, request: {} })
}
