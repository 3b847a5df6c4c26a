import { z } from '@hono/zod-openapi'
import type { Tx } from '@octavo/database'
import { readingMinutes } from '@octavo/manuscript'
import { OctavoError } from '../errors.ts'
import type { Caller } from '../http/environment.ts'
import { decodeCursor, toPage } from '../http/pagination.ts'
import type { Octavo } from '../octavo.ts'
import { allowedBook } from './book-access.ts'
import { type ChapterView, changeTypes, readChapter, saveChapter } from './chapters.ts'
import { namesOf } from './people.ts'

export const versionView = z
  .object({
    number: z.number().int(),
    title: z.string(),
    words: z.number().int(),
    readingMinutes: z.number().int(),
    changeType: z.enum(changeTypes),
    note: z.string(),
    author: z.object({ id: z.uuid(), name: z.string().nullable() }).nullable(),
    model: z.string().nullable(),
    inputTokens: z.number().int().nullable(),
    outputTokens: z.number().int().nullable(),
    createdAt: z.string(),
  })
  .openapi('ChapterVersion')
export const versionDetail = versionView.extend({ content: z.string() }).openapi('ChapterVersionWithText')
export type VersionView = z.infer<typeof versionView>
export type VersionDetail = z.infer<typeof versionDetail>

const listed = ['number', 'title', 'words', 'change_type', 'note', 'created_by', 'model', 'input_tokens'] as const

function versionsOf(tx: Tx, chapterId: string) {
  return tx
    .selectFrom('library.chapter_versions')
    .select([...listed, 'output_tokens', 'created_at'])
    .where('chapter_id', '=', chapterId)
}

type VersionRow = Awaited<ReturnType<ReturnType<typeof versionsOf>['executeTakeFirstOrThrow']>>

function toView(row: VersionRow, names: Awaited<ReturnType<typeof namesOf>>): VersionView {
  return {
    number: row.number,
    title: row.title,
    words: row.words,
    readingMinutes: readingMinutes(row.words),
    changeType: row.change_type,
    note: row.note,
    author: row.created_by ? { id: row.created_by, name: names.get(row.created_by)?.name ?? null } : null,
    model: row.model,
    inputTokens: row.input_tokens,
    outputTokens: row.output_tokens,
    createdAt: row.created_at.toISOString(),
  }
}

async function bookOfChapter(tx: Tx, chapterId: string): Promise<string> {
  const chapter = await tx
    .selectFrom('library.chapters')
    .select('book_id')
    .where('id', '=', chapterId)
    .executeTakeFirst()
  if (!chapter) throw new OctavoError('not_found')
  return chapter.book_id
}

const authorsOf = (rows: readonly VersionRow[]) => rows.flatMap(row => row.created_by ?? [])

/** The versions of a chapter, newest first, without their texts. */
export async function listVersions(
  octavo: Octavo,
  caller: Caller,
  chapterId: string,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
) {
  const rows = await octavo.database.asUser(caller, async tx => {
    await bookOfChapter(tx, chapterId)
    const versions = versionsOf(tx, chapterId)
      .orderBy('number', 'desc')
      .limit(limit + 1)
    const before = cursor === undefined ? undefined : Number(decodeCursor(cursor, 1)[0])
    return (before === undefined ? versions : versions.where('number', '<', before)).execute()
  })
  const names = await namesOf(octavo, authorsOf(rows))
  return toPage(
    rows,
    limit,
    row => [row.number],
    row => toView(row, names),
  )
}

async function findVersion(tx: Tx, chapterId: string, number: number) {
  const row = await versionsOf(tx, chapterId).select('content').where('number', '=', number).executeTakeFirst()
  if (!row) throw new OctavoError('not_found')
  return row
}

/** One version with its text. */
export async function readVersion(
  octavo: Octavo,
  caller: Caller,
  chapterId: string,
  number: number,
): Promise<VersionDetail> {
  const row = await octavo.database.asUser(caller, tx => findVersion(tx, chapterId, number))
  return { ...toView(row, await namesOf(octavo, authorsOf([row]))), content: row.content }
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
