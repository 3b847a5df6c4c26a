import type { Tx } from '@octavo/database'
import { OctavoError } from '../../errors.ts'
import type { Caller } from '../../http/environment.ts'
import { type PageRequest, pageByTime } from '../../http/pagination.ts'
import type { Octavo } from '../../octavo.ts'
import { allowedBook, lockBook, requireAllowed, visibleBook } from '../book-access.ts'
import { type CoverRow, type CoverView, coversIn, toCoverView } from './cover-view.ts'

/** The covers of a book, the newest first. Throws not_found. */
export async function listCovers(
  octavo: Octavo,
  caller: Caller,
  bookId: string,
  page: PageRequest,
): Promise<{ items: CoverView[]; next: string | null }> {
  return octavo.database.asUser(caller, async tx => {
    await visibleBook(tx, bookId)
    const covers = coversIn(tx).where('c.book_id', '=', bookId)
    return pageByTime(covers, page, toCoverView, { at: 'c.created_at', id: 'c.id' })
  })
}

/** The cover that is on every form of a book, if one is chosen. In the transaction of somebody who may see the book. */
export async function chosenCover(tx: Tx, bookId: string): Promise<CoverRow | undefined> {
  return coversIn(tx).where('c.book_id', '=', bookId).where('c.chosen', '=', true).executeTakeFirst()
}

/** Throws not_found. */
export async function findCover(tx: Tx, coverId: string): Promise<CoverRow> {
  const row = await coversIn(tx).where('c.id', '=', coverId).executeTakeFirst()
  if (!row) throw new OctavoError('not_found')
  return row
}

/** Makes a cover the one of its book. Throws not_found, forbidden, book_trashed. */
export async function chooseCover(octavo: Octavo, caller: Caller, coverId: string): Promise<CoverView> {
  return octavo.database.asUser(caller, async tx => {
    const { book_id } = await findCover(tx, coverId)
    await allowedBook(tx, book_id)
    await markChosen(tx, book_id, coverId)
    return toCoverView(await findCover(tx, coverId))
  })
}

/** One after the other, so that two people who choose at once leave one cover chosen. */
export async function markChosen(tx: Tx, bookId: string, coverId: string): Promise<void> {
  await lockBook(tx, bookId)
  const covers = () => tx.updateTable('library.covers').where('book_id', '=', bookId)
  await covers().set({ chosen: false }).where('chosen', '=', true).where('id', '<>', coverId).execute()
  await covers().set({ chosen: true }).where('id', '=', coverId).execute()
}

/** Deletes the picture of a model that no cover is drawn around any more. */
async function deleteUnused(tx: Tx, pictureId: string): Promise<void> {
  await tx
    .deleteFrom('library.files as f')
    .where('f.id', '=', pictureId)
    .where(eb => eb.not(eb.exists(eb.selectFrom('library.covers as c').whereRef('c.picture_id', '=', 'f.id'))))
    .execute()
}

/** Deletes a cover with its picture; the book has none then if it was the chosen one. Throws not_found, forbidden. */
export async function deleteCover(octavo: Octavo, caller: Caller, coverId: string): Promise<void> {
  await octavo.database.asUser(caller, async tx => {
    const { book_id, file_id, picture_id } = await findCover(tx, coverId)
    // Also of a book in the trash, which somebody may be clearing for its room.
    await requireAllowed(tx, book_id, 'edit', 'editor')
    await tx.deleteFrom('library.files').where('id', '=', file_id).execute()
    if (picture_id) await deleteUnused(tx, picture_id)
  })
}
