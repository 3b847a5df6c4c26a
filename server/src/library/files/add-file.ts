import { z } from '@hono/zod-openapi'
import type { Tx } from '@octavo/database'
import { sql } from 'kysely'
import { checkStorage } from '../../billing/check-storage.ts'
import type { Caller } from '../../http/environment.ts'
import type { Octavo } from '../../octavo.ts'
import { type ReceivedFile, receive } from '../../storage/receive.ts'
import { allowedBook, type BookKey } from '../book-access.ts'
import {
  altText,
  type FileView,
  fileName,
  filesIn,
  fileView,
  type GivenKind,
  givenKinds,
  largestFile,
  toFileView,
} from './file-view.ts'
import { type ToldFile, tellFile } from './tell-file.ts'

export const newFile = z.object({
  name: fileName,
  kind: z.enum(givenKinds).default('image'),
  alt: altText.optional(),
})
export type NewFile = z.infer<typeof newFile> & {
  origin?: string | undefined
  sourceId?: string | undefined
}

/** What became of a file that was given: `unchanged` when the same bytes stood under its name already. */
export const addedFile = fileView
  .extend({
    outcome: z.enum(['added', 'changed', 'unchanged']),
    givenName: z.string().openapi({ description: 'Other than `name` when its extension told another kind of picture' }),
  })
  .openapi('AddedFile')
export type AddedFile = z.infer<typeof addedFile>

/** What somebody must be allowed to do for a file of this kind. */
export const permissionFor = (kind: GivenKind) => (kind === 'original' ? 'sources' : 'edit')

/**
 * Adds a file to a book, or replaces the one of this kind and name. It is read in pieces and never held whole in memory.
 * Throws not_found, forbidden, file_empty, file_too_large, file_unreadable, quota_exceeded; then nothing is kept.
 */
export async function addFile(
  octavo: Octavo,
  caller: Caller,
  bookId: string,
  wanted: NewFile,
  content: AsyncIterable<Uint8Array>,
): Promise<AddedFile> {
  // Asked before, so that nobody can make the server keep what he may not add.
  const book = await octavo.database.asUser(caller, tx => allowedBook(tx, bookId, permissionFor(wanted.kind)))
  return receive(octavo.config.dataDirectory, content, largestFile, async received => {
    const told = await tellFile(received, wanted.kind, wanted.name)
    await keepContent(octavo, book, received)
    return octavo.database.asUser(caller, async tx => {
      await allowedBook(tx, bookId, permissionFor(wanted.kind))
      return { ...(await saveFile(tx, bookId, wanted, received, told)), givenName: wanted.name }
    })
  })
}

/**
 * Brings what was received into the storage, where it stays at least a day without a file that has it. Throws
 * quota_exceeded when the plan has no room for it; the database asks again when the file is saved.
 */
export async function keepContent(
  octavo: Octavo,
  book: Pick<BookKey, 'organization_id'>,
  received: ReceivedFile,
): Promise<void> {
  const { sha256, bytes } = received
  await octavo.database.asService('which contents there are is for no person to know', async tx => {
    await checkStorage(tx, book.organization_id, bytes)
    await tx
      .insertInto('library.blobs')
      .values({ sha256, bytes })
      .onConflict(conflict => conflict.column('sha256').doUpdateSet({ touched_at: sql`now()` }))
      .execute()
  })
  await octavo.storage.keep(received)
}

/** The row of a file whose content was kept before. In the transaction of somebody who may add it. */
export async function saveFile(
  tx: Tx,
  bookId: string,
  { kind, alt, origin, sourceId }: NewFile,
  { sha256, bytes }: ReceivedFile,
  { name, mediaType, width, height, citationKeys }: ToldFile,
): Promise<FileView & Pick<AddedFile, 'outcome'>> {
  const known = await filesIn(tx)
    .where('book_id', '=', bookId)
    .where('kind', '=', kind)
    .where('name', '=', name)
    .forNoKeyUpdate()
    .executeTakeFirst()
  const changes = {
    media_type: mediaType,
    sha256,
    bytes,
    width,
    height,
    citation_keys: citationKeys,
    ...(alt !== undefined && { alt }),
    ...(origin !== undefined && { origin }),
  }
  if (known?.sha256 === sha256 && (alt === undefined || alt === known.alt)) {
    return { ...toFileView(known), outcome: 'unchanged' }
  }
  const { id } = known
    ? await tx
        .updateTable('library.files')
        .set(changes)
        .where('id', '=', known.id)
        .returning('id')
        .executeTakeFirstOrThrow()
    : await tx
        .insertInto('library.files')
        .values({ ...changes, book_id: bookId, kind, name, ...(sourceId && { source_id: sourceId }) })
        // Somebody may add one of this name at this moment.
        .onConflict(conflict => conflict.constraint('files_name_key').doUpdateSet(changes))
        .returning('id')
        .executeTakeFirstOrThrow()
  const row = await filesIn(tx).where('id', '=', id).executeTakeFirstOrThrow()
  return { ...toFileView(row), outcome: known ? 'changed' : 'added' }
}
