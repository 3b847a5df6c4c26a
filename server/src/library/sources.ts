import { z } from '@hono/zod-openapi'
import type { Tx } from '@octavo/database'
import { sql } from 'kysely'
import { OctavoError } from '../errors.ts'
import type { Caller } from '../http/environment.ts'
import type { Octavo } from '../octavo.ts'
import { allowedBook, visibleBook } from './book-access.ts'
import { cutHere } from './search/cut.ts'

export const formats = ['markdown', 'text'] as const
export const sourceTitle = z.string().trim().min(1).max(500)

export const sourceChanges = z.object({ title: sourceTitle }).openapi('SourceChanges')
export const sourceOrder = z.object({ ids: z.array(z.uuid()).max(5_000) }).openapi('SourceOrder')

export const sourceView = z
  .object({
    id: z.uuid(),
    bookId: z.uuid(),
    title: z.string(),
    origin: z.string(),
    format: z.enum(formats),
    mediaType: z.string(),
    sha256: z.string(),
    bytes: z.number().int(),
    words: z.number().int(),
    passages: z.number().int().openapi({ description: 'In how many it was read' }),
    position: z.number().int(),
    warnings: z
      .array(z.string())
      .openapi({ description: 'What of the file is not in the text, or not as it was meant' }),
    fetchedAt: z.string().nullable(),
    createdAt: z.string(),
    updatedAt: z.string(),
  })
  .openapi('Source')
export type SourceView = z.infer<typeof sourceView>
export const sourceDetail = sourceView.extend({ text: z.string() }).openapi('SourceWithText')
export type SourceDetail = z.infer<typeof sourceDetail>

const listed = [
  'id',
  'book_id',
  'title',
  'origin',
  'format',
  'media_type',
  'sha256',
  'bytes',
  'words',
  'position',
  'warnings',
] as const

/** Sources without their texts. */
export function sourcesIn(tx: Tx) {
  return tx
    .selectFrom('library.sources')
    .select([...listed, 'fetched_at', 'created_at', 'updated_at'])
    .select(eb => [
      eb
        .selectFrom('library.passages as p')
        .select(sql<number>`count(*)::integer`.as('passages'))
        .whereRef('p.source_id', '=', 'library.sources.id')
        .as('passages'),
    ])
}

type SourceRow = Awaited<ReturnType<ReturnType<typeof sourcesIn>['executeTakeFirstOrThrow']>>

export function toSourceView(row: SourceRow): SourceView {
  return {
    id: row.id,
    bookId: row.book_id,
    title: row.title,
    origin: row.origin,
    format: row.format,
    mediaType: row.media_type,
    sha256: row.sha256,
    bytes: row.bytes,
    words: row.words,
    passages: row.passages ?? 0,
    position: row.position,
    warnings: row.warnings,
    fetchedAt: row.fetched_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  }
}

/** The sources of a book in the author's order, without their texts. */
export async function listSources(octavo: Octavo, caller: Caller, bookId: string): Promise<SourceView[]> {
  return octavo.database.asUser(caller, async tx => {
    await visibleBook(tx, bookId)
    const rows = await sourcesIn(tx)
      .where('book_id', '=', bookId)
      .orderBy('position')
      .orderBy('created_at')
      .orderBy('id')
      .execute()
    return rows.map(toSourceView)
  })
}

export async function findSource(tx: Tx, sourceId: string): Promise<SourceDetail> {
  const row = await sourcesIn(tx).select('text').where('id', '=', sourceId).executeTakeFirst()
  if (!row) throw new OctavoError('not_found')
  return { ...toSourceView(row), text: row.text }
}

export async function readSource(octavo: Octavo, caller: Caller, sourceId: string): Promise<SourceDetail> {
  return octavo.database.asUser(caller, tx => findSource(tx, sourceId))
}

export async function renameSource(
  octavo: Octavo,
  caller: Caller,
  sourceId: string,
  changes: z.infer<typeof sourceChanges>,
): Promise<SourceView> {
  return octavo.database.asUser(caller, async tx => {
    await allowedBook(tx, (await findSource(tx, sourceId)).bookId, 'sources')
    await tx.updateTable('library.sources').set(changes).where('id', '=', sourceId).execute()
    await cutHere(tx, { sourceId })
    return toSourceView(await sourcesIn(tx).where('id', '=', sourceId).executeTakeFirstOrThrow())
  })
}

/** Deletes a source with its passages; what a codex entry or section took from them loses that evidence. */
export async function deleteSource(octavo: Octavo, caller: Caller, sourceId: string): Promise<void> {
  await octavo.database.asUser(caller, async tx => {
    await allowedBook(tx, (await findSource(tx, sourceId)).bookId, 'sources')
    await tx.deleteFrom('library.sources').where('id', '=', sourceId).execute()
  })
}

/** Puts the sources of a book into this order. Throws request_invalid unless every one is named once. */
export async function orderSources(
  octavo: Octavo,
  caller: Caller,
  bookId: string,
  { ids }: z.infer<typeof sourceOrder>,
): Promise<SourceView[]> {
  await octavo.database.asUser(caller, async tx => {
    await allowedBook(tx, bookId, 'sources')
    const known = await tx
      .selectFrom('library.sources')
      .select('id')
      .where('book_id', '=', bookId)
      .forNoKeyUpdate()
      .execute()
    const same =
      new Set(ids).size === ids.length && known.length === ids.length && known.every(row => ids.includes(row.id))
    if (!same) {
      const problems = [{ path: 'json.ids', message: 'must name every source of the book once: GET …/sources' }]
      throw new OctavoError('request_invalid', undefined, { problems })
    }
    for (const [position, id] of ids.entries()) {
      await tx.updateTable('library.sources').set({ position }).where('id', '=', id).execute()
    }
  })
  return listSources(octavo, caller, bookId)
}
