import { z } from '@hono/zod-openapi'
import { OctavoError } from '../../errors.ts'
import type { Caller } from '../../http/environment.ts'
import type { Octavo } from '../../octavo.ts'
import { allowedBook, visibleBook } from '../book-access.ts'
import { type ChapterView, findChapter, readChapter } from '../chapters.ts'
import { commentBody } from '../comments/comment-view.ts'
import { chapterStatuses, moveChapter } from './moves.ts'

export const chapterChanges = z
  .object({
    status: z.enum(chapterStatuses).optional(),
    comment: commentBody.optional().openapi({ description: 'Goes with a new status; kept with the comments' }),
    summary: z.string().max(20_000).optional(),
    notes: z.string().max(100_000).optional(),
  })
  .refine(({ status, comment }) => comment === undefined || status !== undefined, {
    message: 'goes with a new status; others are made with POST /v1/chapters/{id}/comments',
    path: ['comment'],
  })
  .openapi('ChapterChanges')

/**
 * Changes what is about the chapter rather than in it; no version. Summary and notes are the editors'; who may move it
 * to which status, moves.ts says.
 */
export async function changeChapter(
  octavo: Octavo,
  caller: Caller,
  chapterId: string,
  { status, comment, ...about }: z.infer<typeof chapterChanges>,
  readVersion: number | null | undefined,
): Promise<ChapterView> {
  await octavo.database.asUser(caller, async tx => {
    const chapter = await findChapter(tx, chapterId)
    const aboutIt = Object.values(about).some(value => value !== undefined)
    if (aboutIt || status === undefined) await allowedBook(tx, chapter.book_id)
    else if ((await visibleBook(tx, chapter.book_id)).deleted_at) throw new OctavoError('book_trashed')
    if (readVersion != null && readVersion !== chapter.version) {
      throw new OctavoError('version_conflict', undefined, { currentVersion: chapter.version })
    }
    if (aboutIt) await tx.updateTable('library.chapters').set(about).where('id', '=', chapterId).execute()
    if (status) await moveChapter(tx, chapter, { to: status, comment, readVersion })
  })
  return readChapter(octavo, caller, chapterId)
}
