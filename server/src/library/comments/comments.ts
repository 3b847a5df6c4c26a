import { z } from '@hono/zod-openapi'
import type { Tx } from '@octavo/database'
import { anchorOf } from '@octavo/manuscript'
import { type RawBuilder, sql } from 'kysely'
import { OctavoError } from '../../errors.ts'
import type { Caller } from '../../http/environment.ts'
import { pageByTime, pageQuery } from '../../http/pagination.ts'
import type { Octavo } from '../../octavo.ts'
import { allowedBook, bookOfChapter, visibleBook } from '../book-access.ts'
import { findChapter } from '../chapters.ts'
import { findVersion } from '../versions/versions.ts'
import { around, type CommentView, commentBody, threads, toCommentViews } from './comment-view.ts'

export const newComment = z
  .object({
    body: commentBody.openapi({ description: 'Markdown' }),
    parentId: z.uuid().optional().openapi({ description: 'The comment it answers' }),
    passage: z
      .object({ version: z.number().int().min(1), start: z.number().int().min(0), end: z.number().int() })
      .optional()
      .openapi({ description: 'What it is about: a place in a version of the text, in UTF-16 code units' }),
  })
  .refine(({ parentId, passage }) => !(parentId && passage), {
    message: 'an answer is about what its comment is about',
    path: ['passage'],
  })
  .openapi('NewComment')
export const commentChanges = z.object({ body: commentBody }).openapi('CommentChanges')
export const commentQuery = pageQuery.extend({ open: z.stringbool().optional() })

/** Threads of a book or of one of its chapters, oldest first. */
export async function listComments(
  octavo: Octavo,
  caller: Caller,
  of: { bookId: string } | { chapterId: string },
  { open, ...request }: z.infer<typeof commentQuery>,
) {
  const found = await octavo.database.asUser(caller, async tx => {
    const bookId = 'bookId' in of ? (await visibleBook(tx, of.bookId)).id : await bookOfChapter(tx, of.chapterId)
    let query = threads(tx).where('book_id', '=', bookId)
    if ('chapterId' in of) query = query.where('chapter_id', '=', of.chapterId)
    if (open !== undefined) query = query.where('resolved_at', open ? 'is' : 'is not', null)
    const page = await pageByTime(query, request, row => row, { oldestFirst: true })
    return { ...page, around: await around(tx, page.items) }
  })
  return { items: await toCommentViews(octavo, found.items, found.around), next: found.next }
}

/** The whole thread a comment belongs to. Throws not_found. */
export async function readComment(octavo: Octavo, caller: Caller, id: string): Promise<CommentView> {
  const { row, found } = await octavo.database.asUser(caller, async tx => {
    const comment = await findComment(tx, id)
    const thread = await threads(tx)
      .where('id', '=', comment.parent_id ?? comment.id)
      .executeTakeFirstOrThrow()
    return { row: thread, found: await around(tx, [thread]) }
  })
  const [view] = await toCommentViews(octavo, [row], found)
  return view!
}

async function findComment(tx: Tx, id: string) {
  const comment = await tx
    .selectFrom('library.comments')
    .select(['id', 'book_id', 'chapter_id', 'parent_id', 'created_by'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (!comment) throw new OctavoError('not_found')
  return comment
}

/** Says something about a chapter or a passage of it, or answers. Throws forbidden below reviewer. */
export async function addComment(
  octavo: Octavo,
  caller: Caller,
  chapterId: string,
  { body, parentId, passage }: z.infer<typeof newComment>,
): Promise<CommentView> {
  const id = await octavo.database.asUser(caller, async tx => {
    const chapter = await findChapter(tx, chapterId)
    await allowedBook(tx, chapter.book_id, 'comment', 'reviewer')
    const answered = parentId === undefined ? undefined : await findComment(tx, parentId)
    if (answered && answered.chapter_id !== chapterId) throw new OctavoError('not_found')
    const anchor = passage && anchorIn((await findVersion(tx, chapterId, passage.version)).content, passage)
    const made = await tx
      .insertInto('library.comments')
      .values({
        book_id: chapter.book_id,
        chapter_id: chapterId,
        // An answer to an answer joins the thread.
        parent_id: answered ? (answered.parent_id ?? answered.id) : null,
        body,
        anchor: anchor ? JSON.stringify(anchor) : null,
        version: passage?.version ?? (chapter.version || null),
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    return made.id
  })
  return readComment(octavo, caller, id)
}

function anchorIn(text: string, { start, end }: { start: number; end: number }) {
  try {
    return anchorOf(text, start, end)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    const problems = [{ path: 'json.passage', message: error.message }]
    throw new OctavoError('request_invalid', undefined, { problems, cause: error })
  }
}

/** Changes what one's own comment says. Throws forbidden for anybody else's. */
export async function changeComment(
  octavo: Octavo,
  caller: Caller,
  id: string,
  { body }: z.infer<typeof commentChanges>,
): Promise<CommentView> {
  await octavo.database.asUser(caller, tx => update(tx, id, { body }))
  return readComment(octavo, caller, id)
}

/** Resolves a whole thread, or opens it again; for who began it and for editors. */
export async function resolveComment(
  octavo: Octavo,
  caller: Caller,
  id: string,
  resolved: boolean,
): Promise<CommentView> {
  await octavo.database.asUser(caller, async tx => {
    const { id: commentId, parent_id } = await findComment(tx, id)
    // Resolved twice, it stays resolved by who was first.
    await update(tx, parent_id ?? commentId, { resolved_at: resolved ? sql<Date>`coalesce(resolved_at, now())` : null })
  })
  return readComment(octavo, caller, id)
}

async function update(
  tx: Tx,
  id: string,
  set: { body: string } | { resolved_at: RawBuilder<Date> | null },
): Promise<void> {
  const comment = await findComment(tx, id)
  if ((await visibleBook(tx, comment.book_id)).deleted_at) throw new OctavoError('book_trashed')
  const { numUpdatedRows } = await tx
    .updateTable('library.comments')
    .set(set)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  if (numUpdatedRows === 0n) throw new OctavoError('forbidden', 'Only its author and editors may do this.')
}

/** Deletes a comment: one's own without answers, or as an editor any, its answers included. */
export async function deleteComment(octavo: Octavo, caller: Caller, id: string): Promise<void> {
  await octavo.database.asUser(caller, async tx => {
    const comment = await findComment(tx, id)
    if ((await visibleBook(tx, comment.book_id)).deleted_at) throw new OctavoError('book_trashed')
    const { numDeletedRows } = await tx.deleteFrom('library.comments').where('id', '=', id).executeTakeFirstOrThrow()
    if (numDeletedRows > 0n) return
    const answered = comment.created_by === caller.userId && (await hasAnswers(tx, comment))
    throw answered
      ? new OctavoError('comment_answered')
      : new OctavoError('forbidden', 'Only its author and editors may do this.')
  })
}

async function hasAnswers(tx: Tx, { id, chapter_id }: { id: string; chapter_id: string }): Promise<boolean> {
  const answer = await tx
    .selectFrom('library.comments')
    .select('id')
    .where('chapter_id', '=', chapter_id)
    .where('parent_id', '=', id)
    .executeTakeFirst()
  return answer !== undefined
}
