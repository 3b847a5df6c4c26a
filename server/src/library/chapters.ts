import { z } from '@hono/zod-openapi'
import type { Tx } from '@octavo/database'
import { countWords, readingMinutes } from '@octavo/manuscript'
import { sql } from 'kysely'
import { OctavoError } from '../errors.ts'
import type { Caller } from '../http/environment.ts'
import type { Octavo } from '../octavo.ts'
import { allowedBook } from './book-access.ts'
import { insertItem } from './outline-items.ts'
import { namesOf } from './people.ts'
import { chapterStatuses, movesOf, moveView, toMoveView } from './review/moves.ts'
import { cutHere } from './search/cut.ts'

export const changeTypes = ['generated', 'edited', 'autosaved', 'remediated', 'restored', 'merged', 'imported'] as const
export type ChangeType = (typeof changeTypes)[number]

/** Bytes, as the database has it. */
export const largestChapter = 5_000_000

export const chapterContent = z
  .string()
  .refine(text => Buffer.byteLength(text) <= largestChapter, 'must be at most 5 MB')
  .refine(text => !text.includes('\0'), 'must not hold NUL characters')
  .overwrite(text => text.toWellFormed())
export const chapterTitle = z.string().trim().min(1).max(500)

export const chapterView = z
  .object({
    id: z.uuid(),
    bookId: z.uuid(),
    outlineItemId: z.uuid(),
    title: z.string(),
    content: z.string().openapi({ description: 'MyST Markdown' }),
    summary: z.string(),
    notes: z.string().openapi({ description: 'The authors’ own; never part of the book' }),
    words: z.number().int(),
    characters: z.number().int(),
    readingMinutes: z.number().int(),
    status: z.enum(chapterStatuses),
    moves: z.array(moveView).openapi({ description: 'Where you may move it from here' }),
    version: z.number().int(),
    model: z.string().nullable(),
    inputTokens: z.number().int().nullable(),
    outputTokens: z.number().int().nullable(),
    stopReason: z.string().nullable(),
    durationMs: z.number().int().nullable(),
    generatedAt: z.string().nullable(),
    lastEditedBy: z.object({ id: z.uuid(), name: z.string().nullable() }).nullable(),
    lastEditedAt: z.string().nullable(),
    audit: z
      .object({ score: z.number(), stale: z.boolean() })
      .nullable()
      .openapi({ description: 'Its last audit; stale when the text has changed since' }),
    createdAt: z.string(),
    updatedAt: z.string(),
  })
  .openapi('Chapter')
export type ChapterView = z.infer<typeof chapterView>

export const newChapter = z
  .object({
    title: chapterTitle.optional().openapi({ description: 'Default: the title of the outline item' }),
    content: chapterContent.default(''),
    outlineItemId: z.uuid().optional().openapi({ description: 'Without it a new item is made at the end' }),
    parentId: z.uuid().optional().openapi({ description: 'Where the new item goes; default the top level' }),
    imported: z.boolean().default(false),
  })
  .openapi('NewChapter')

export interface ChapterSave {
  chapterId: string
  content: string
  /** Default: as it is. The outline item takes it over. */
  title?: string | undefined
  changeType: ChangeType
  note?: string
  /** Who it is written for; default the person of the transaction. Needed in a service transaction. */
  by?: string | null
  model?: string | undefined
  inputTokens?: number | undefined
  outputTokens?: number | undefined
  /** The job that made it. */
  jobId?: string | undefined
  /** Of a merged text: the version its author had begun from. */
  base?: number | undefined
  /** The version the writer had read; null or absent writes over whatever is there. */
  expectedVersion?: number | null
}

/** Changes a person makes; what a model made is not "edited by" whoever asked for it. */
const byHand: ReadonlySet<ChangeType> = new Set(['edited', 'autosaved', 'restored', 'merged', 'imported'])

/** The chapter as it is, kept from every other writer until this transaction ends. Throws not_found. */
export async function lockChapter(tx: Tx, chapterId: string) {
  const chapter = await tx
    .selectFrom('library.chapters')
    .select(['id', 'book_id', 'toc_item_id', 'title', 'content', 'version'])
    .where('id', '=', chapterId)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!chapter) throw new OctavoError('not_found')
  return chapter
}

/**
 * The only writer of chapter text: locks the chapter, adds the version and makes the chapter equal to it; its status
 * follows in the database (library.follow_text). Nothing happens when neither text nor title differ. Throws not_found,
 * and version_conflict when the chapter is no longer at `expectedVersion`.
 */
export async function saveChapter(tx: Tx, save: ChapterSave): Promise<{ version: number; changed: boolean }> {
  const chapter = await lockChapter(tx, save.chapterId)
  if (save.expectedVersion != null && save.expectedVersion !== chapter.version) {
    throw new OctavoError('version_conflict', undefined, { currentVersion: chapter.version })
  }
  const newTitle = save.title ?? chapter.title
  const same = chapter.version > 0 && chapter.content === save.content && chapter.title === newTitle
  if (same && !(save.changeType === 'edited' && (await isOwnAutosave(tx, chapter)))) {
    return { version: chapter.version, changed: false }
  }

  const version = chapter.version + 1
  const words = countWords(save.content)
  const hand = byHand.has(save.changeType)
  const author = save.by === undefined ? sql<string>`app.user_id()` : save.by
  await tx
    .insertInto('library.chapter_versions')
    .values({
      chapter_id: chapter.id,
      book_id: chapter.book_id,
      number: version,
      title: newTitle,
      content: save.content,
      words,
      change_type: save.changeType,
      note: save.note ?? '',
      created_by: author,
      model: save.model ?? null,
      input_tokens: save.inputTokens ?? null,
      output_tokens: save.outputTokens ?? null,
      // People may not name a job, not even none.
      ...(save.jobId && { job_id: save.jobId }),
      base: save.base ?? null,
    })
    .execute()
  const { status } = await tx
    .updateTable('library.chapters')
    .set({
      title: newTitle,
      content: save.content,
      words,
      characters: sql`length(${save.content}::text)`,
      version,
      ...(hand && { last_edited_by: author, last_edited_at: sql`now()` }),
    })
    .where('id', '=', chapter.id)
    .returning('status')
    .executeTakeFirstOrThrow()
  await followInOutline(tx, chapter.toc_item_id, newTitle, status)
  await cutHere(tx, { chapterId: chapter.id })
  return { version, changed: true }
}

/** Whether the newest version is an autosave of this person: saving the same text on purpose keeps it for good. */
async function isOwnAutosave(tx: Tx, { id, version }: { id: string; version: number }): Promise<boolean> {
  const own = await tx
    .selectFrom('library.chapter_versions')
    .select('number')
    .where('chapter_id', '=', id)
    .where('number', '=', version)
    .where('change_type', '=', 'autosaved')
    .where('created_by', '=', sql<string>`app.user_id()`)
    .executeTakeFirst()
  return own !== undefined
}

/** The outline item shows the chapter's title and how far it is; an approved item stays approved. */
async function followInOutline(tx: Tx, itemId: string, newTitle: string, status: string): Promise<void> {
  const item = tx.updateTable('library.toc_items').where('id', '=', itemId)
  await item.set({ title: newTitle }).where('title', '<>', newTitle).execute()
  if (status === 'generated') {
    await item.set({ status }).where('status', 'in', ['pending', 'generating']).execute()
  } else if (status === 'edited') {
    await item.set({ status }).where('status', 'in', ['pending', 'generating', 'generated']).execute()
  }
}

/** The whole row, if the person of this transaction may see it. Throws not_found. */
export async function findChapter(tx: Tx, chapterId: string) {
  const chapter = await tx.selectFrom('library.chapters').selectAll().where('id', '=', chapterId).executeTakeFirst()
  if (!chapter) throw new OctavoError('not_found')
  return chapter
}

/** One chapter with its text and what is known of its making. */
export async function readChapter(octavo: Octavo, caller: Caller, chapterId: string): Promise<ChapterView> {
  const { row, moves, audit } = await octavo.database.asUser(caller, async tx => ({
    row: await findChapter(tx, chapterId),
    moves: await movesOf(tx, chapterId),
    audit: await tx
      .selectFrom('quality.audits')
      .select(['score', 'version'])
      .where('chapter_id', '=', chapterId)
      .executeTakeFirst(),
  }))
  const editor = row.last_edited_by
  const names = await namesOf(octavo, editor ? [editor] : [])
  return {
    id: row.id,
    bookId: row.book_id,
    outlineItemId: row.toc_item_id,
    title: row.title,
    content: row.content,
    summary: row.summary,
    notes: row.notes,
    words: row.words,
    characters: row.characters,
    readingMinutes: readingMinutes(row.words),
    status: row.status,
    moves: moves.filter(move => move.allowed).map(toMoveView),
    version: row.version,
    model: row.model,
    inputTokens: row.input_tokens,
    outputTokens: row.output_tokens,
    stopReason: row.stop_reason,
    durationMs: row.duration_ms,
    generatedAt: row.generated_at?.toISOString() ?? null,
    lastEditedBy: editor ? { id: editor, name: names.get(editor)?.name ?? null } : null,
    lastEditedAt: row.last_edited_at?.toISOString() ?? null,
    audit: audit ? { score: audit.score, stale: audit.version !== row.version } : null,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  }
}

/**
 * A chapter with its first version, in the given outline item or a new one at the end. Throws conflict when the item has
 * a chapter already.
 */
export async function createChapter(
  octavo: Octavo,
  caller: Caller,
  bookId: string,
  input: z.infer<typeof newChapter>,
): Promise<ChapterView> {
  const id = await octavo.database.asUser(caller, async tx => {
    await allowedBook(tx, bookId)
    const item = input.outlineItemId
      ? await tx
          .selectFrom('library.toc_items')
          .select(['id', 'title'])
          .where('id', '=', input.outlineItemId)
          .where('book_id', '=', bookId)
          .executeTakeFirst()
      : await insertItem(tx, bookId, { title: input.title ?? 'Untitled', parentId: input.parentId ?? null })
    if (!item) throw new OctavoError('not_found', 'This outline item is not in this book: GET /v1/books/{id}/outline.')
    const chapter = await tx
      .insertInto('library.chapters')
      .values({ book_id: bookId, toc_item_id: item.id, title: item.title })
      .onConflict(conflict => conflict.column('toc_item_id').doNothing())
      .returning('id')
      .executeTakeFirst()
    if (!chapter) throw new OctavoError('conflict', 'This outline item has a chapter already: change that one.')
    await saveChapter(tx, {
      chapterId: chapter.id,
      content: input.content,
      title: input.title,
      changeType: input.imported ? 'imported' : 'edited',
    })
    return chapter.id
  })
  return readChapter(octavo, caller, id)
}

/** Deletes a chapter with all its versions; its outline item stays, to be written again. */
export async function deleteChapter(octavo: Octavo, caller: Caller, chapterId: string): Promise<void> {
  await octavo.database.asUser(caller, async tx => {
    const chapter = await findChapter(tx, chapterId)
    await allowedBook(tx, chapter.book_id)
    await tx.deleteFrom('library.chapters').where('id', '=', chapterId).execute()
    await tx
      .updateTable('library.toc_items')
      .set({ status: 'pending' })
      .where('id', '=', chapter.toc_item_id)
      .where('status', 'in', ['generated', 'edited'])
      .execute()
  })
}
