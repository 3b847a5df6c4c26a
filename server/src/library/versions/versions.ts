import { z } from '@hono/zod-openapi'
import type { Tx } from '@octavo/database'
import { sql } from 'kysely'
import { OctavoError } from '../../errors.ts'
import type { Caller } from '../../http/environment.ts'
import { decodeCursor, pageQuery, toPage } from '../../http/pagination.ts'
import type { Octavo } from '../../octavo.ts'
import { allowedBook, bookOfChapter } from '../book-access.ts'
import { type ChapterView, changeTypes, readChapter, saveChapter } from '../chapters.ts'
import { toVersionViews, type VersionDetail, type VersionRow, versionsOf } from './version-view.ts'

export const versionQuery = pageQuery.extend({
  changeType: z.enum(changeTypes).optional(),
  labelled: z.stringbool().optional().openapi({ description: 'Only those with a label, or only those without' }),
})

/** Not an autosave that a later one of its run has replaced, unless somebody gave it a name. */
const inHistory = sql<boolean>`(l.name is not null or not exists (
  select from library.chapter_versions n where n.chapter_id = v.chapter_id and n.run = v.run and n.number > v.number))`

/** The history of a chapter, newest first, without the texts. A run of autosaves counts once, as its last. */
export async function listVersions(
  octavo: Octavo,
  caller: Caller,
  chapterId: string,
  { limit, cursor, changeType, labelled }: z.infer<typeof versionQuery>,
) {
  const rows = await octavo.database.asUser(caller, async tx => {
    await bookOfChapter(tx, chapterId)
    let versions = versionsOf(tx, chapterId)
      .where(inHistory)
      .orderBy('v.number', 'desc')
      .limit(limit + 1)
    if (cursor !== undefined) versions = versions.where('v.number', '<', Number(decodeCursor(cursor, 1)[0]))
    if (changeType) versions = versions.where('v.change_type', '=', changeType)
    if (labelled !== undefined) versions = versions.where('l.name', labelled ? 'is not' : 'is', null)
    return versions.execute()
  })
  const page = toPage(
    rows,
    limit,
    row => [row.number],
    row => row,
  )
  return { items: await toVersionViews(octavo, page.items), next: page.next }
}

/** A version with its text; also a replaced autosave, as long as it is kept. Throws not_found. */
export async function findVersion(
  tx: Tx,
  chapterId: string,
  number: number,
): Promise<VersionRow & { content: string }> {
  const row = await versionsOf(tx, chapterId).select('v.content').where('v.number', '=', number).executeTakeFirst()
  if (!row)
    throw new OctavoError('not_found', `There is no version ${number}: GET /v1/chapters/{id}/versions lists them.`)
  return row
}

/** One version with its text. */
export async function readVersion(
  octavo: Octavo,
  caller: Caller,
  chapterId: string,
  number: number,
): Promise<VersionDetail> {
  const row = await octavo.database.asUser(caller, async tx => {
    await bookOfChapter(tx, chapterId)
    return findVersion(tx, chapterId, number)
  })
  const [view] = await toVersionViews(octavo, [row])
  return { ...view!, content: row.content }
}

/** Makes an earlier version the newest again; what came between stays in the history. */
export async function restoreVersion(
  octavo: Octavo,
  caller: Caller,
  chapterId: string,
  number: number,
): Promise<ChapterView> {
  await octavo.database.asUser(caller, async tx => {
    await allowedBook(tx, await bookOfChapter(tx, chapterId))
    const { title, content } = await findVersion(tx, chapterId, number)
    const note = `Restored version ${number}`
    await saveChapter(tx, { chapterId, title, content, changeType: 'restored', note })
  })
  return readChapter(octavo, caller, chapterId)
}
