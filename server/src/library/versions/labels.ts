import { z } from '@hono/zod-openapi'
import { OctavoError } from '../../errors.ts'
import type { Caller } from '../../http/environment.ts'
import type { Octavo } from '../../octavo.ts'
import { allowedBook, bookOfChapter } from '../book-access.ts'
import { toVersionViews, type VersionView } from './version-view.ts'
import { findVersion } from './versions.ts'

export const versionLabel = z
  .object({ name: z.string().trim().min(1).max(100).openapi({ example: 'Sent to the printer' }) })
  .openapi('VersionLabel')

/** Names a version, or renames it. Throws not_found, and conflict when another version of the chapter has the name. */
export async function labelVersion(
  octavo: Octavo,
  caller: Caller,
  chapterId: string,
  number: number,
  name: string,
): Promise<VersionView> {
  const row = await octavo.database.asUser(caller, async tx => {
    const book = await allowedBook(tx, await bookOfChapter(tx, chapterId))
    await findVersion(tx, chapterId, number)
    const holder = await tx
      .selectFrom('library.version_labels')
      .select('number')
      .where('chapter_id', '=', chapterId)
      .where('name', '=', name)
      .executeTakeFirst()
    if (holder && holder.number !== number) {
      throw new OctavoError(
        'conflict',
        `Version ${holder.number} has this label: choose another, or take it away there.`,
      )
    }
    await tx
      .insertInto('library.version_labels')
      .values({ chapter_id: chapterId, number, book_id: book.id, name })
      .onConflict(conflict => conflict.columns(['chapter_id', 'number']).doUpdateSet({ name }))
      .execute()
    return findVersion(tx, chapterId, number)
  })
  const [view] = await toVersionViews(octavo, [row])
  return view!
}

/** Takes the name of a version away; the version stays. */
export async function unlabelVersion(octavo: Octavo, caller: Caller, chapterId: string, number: number): Promise<void> {
  await octavo.database.asUser(caller, async tx => {
    await allowedBook(tx, await bookOfChapter(tx, chapterId))
    await tx
      .deleteFrom('library.version_labels')
      .where('chapter_id', '=', chapterId)
      .where('number', '=', number)
      .execute()
  })
}
