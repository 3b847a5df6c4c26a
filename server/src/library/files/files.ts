import { z } from '@hono/zod-openapi'
import type { Tx } from '@octavo/database'
import { OctavoError } from '../../errors.ts'
import type { Caller } from '../../http/environment.ts'
import { decodeCursor, pageQuery, toPage } from '../../http/pagination.ts'
import type { Octavo } from '../../octavo.ts'
import { allowedBook, requireAllowed, visibleBook } from '../book-access.ts'
import { permissionFor } from './add-file.ts'
import {
  altText,
  type FileKind,
  type FileRow,
  type FileView,
  fileKinds,
  fileName,
  filesIn,
  type GivenKind,
  toFileView,
} from './file-view.ts'

export const fileQuery = pageQuery.extend({
  kind: z.enum(fileKinds).optional(),
  name: fileName.optional().openapi({ description: 'Only the file of this name' }),
})

export const fileChanges = z
  .object({ name: fileName.optional(), alt: altText.optional() })
  .refine(changes => Object.keys(changes).length > 0, 'must change something')
  .openapi('BookFileChanges')

/** The files of a book by kind and name. Throws not_found. */
export async function listFiles(
  octavo: Octavo,
  caller: Caller,
  bookId: string,
  { kind, name, limit, cursor }: z.infer<typeof fileQuery>,
): Promise<{ items: FileView[]; next: string | null }> {
  return octavo.database.asUser(caller, async tx => {
    await visibleBook(tx, bookId)
    let rows = filesIn(tx).where('book_id', '=', bookId)
    if (kind) rows = rows.where('kind', '=', kind)
    if (name) rows = rows.where('name', '=', name)
    if (cursor) {
      const [afterKind, afterName] = decodeCursor(cursor, 2) as [FileKind, string]
      rows = rows.where(eb =>
        eb.or([eb('kind', '>', afterKind), eb.and([eb('kind', '=', afterKind), eb('name', '>', afterName)])]),
      )
    }
    const page = await rows
      .orderBy('kind')
      .orderBy('name')
      .limit(limit + 1)
      .execute()
    return toPage(page, limit, row => [row.kind, row.name], toFileView)
  })
}

/** The row of a file, if the person of this transaction may see its book. Throws not_found. */
export async function findFile(tx: Tx, fileId: string): Promise<FileRow> {
  const row = await filesIn(tx).where('id', '=', fileId).executeTakeFirst()
  if (!row) throw new OctavoError('not_found')
  return row
}

export async function readFile(octavo: Octavo, caller: Caller, fileId: string): Promise<FileView> {
  return octavo.database.asUser(caller, async tx => toFileView(await findFile(tx, fileId)))
}

/** Renames a file or gives it another text for who does not see it. Throws not_found, forbidden, conflict. */
export async function changeFile(
  octavo: Octavo,
  caller: Caller,
  fileId: string,
  changes: z.infer<typeof fileChanges>,
): Promise<FileView> {
  return octavo.database.asUser(caller, async tx => {
    const { book_id, kind } = await findFile(tx, fileId)
    if (kind === 'export') throw new OctavoError('forbidden', 'An export stays as it was made: make another one.')
    await allowedBook(tx, book_id, permissionFor(kind as GivenKind))
    await tx.updateTable('library.files').set(changes).where('id', '=', fileId).execute()
    return toFileView(await findFile(tx, fileId))
  })
}

/** Deletes a file; its bytes go with the last file that has them, when the house is next kept. Throws not_found, forbidden. */
export async function deleteFile(octavo: Octavo, caller: Caller, fileId: string): Promise<void> {
  await octavo.database.asUser(caller, async tx => {
    const { book_id, kind } = await findFile(tx, fileId)
    // Also of a book in the trash, which somebody may be clearing for its room.
    await requireAllowed(tx, book_id, kind === 'export' ? 'export' : permissionFor(kind as GivenKind), 'editor')
    await tx.deleteFrom('library.files').where('id', '=', fileId).execute()
  })
}
