import { z } from '@hono/zod-openapi'
import { sql } from 'kysely'
import type { Caller } from '../../http/environment.ts'
import type { Octavo } from '../../octavo.ts'
import { arrangementOf, withDescendants } from '../arrangement.ts'
import { visibleBook } from '../book-access.ts'
import { readItems } from '../outline-items.ts'
import { chapterStatuses } from './moves.ts'

const open = z.object({
  comments: z.number().int().openapi({ description: 'Open threads' }),
  suggestions: z.number().int().openapi({ description: 'Open suggestions' }),
})

export const reviewView = z
  .object({
    open,
    chapters: z.array(
      z.object({
        id: z.uuid(),
        title: z.string(),
        status: z.enum(chapterStatuses),
        version: z.number().int(),
        open,
      }),
    ),
  })
  .openapi('Review')

/** How far the chapters of a book are, in reading order, and what is open on each. */
export async function readReview(octavo: Octavo, caller: Caller, bookId: string): Promise<z.infer<typeof reviewView>> {
  return octavo.database.asUser(caller, async tx => {
    await visibleBook(tx, bookId)
    const items = new Map((await readItems(tx, bookId)).map(item => [item.id, item]))
    const comments = await tx
      .selectFrom('library.comments')
      .select(['chapter_id', sql<number>`count(*)`.as('open')])
      .where('book_id', '=', bookId)
      .where('parent_id', 'is', null)
      .where('resolved_at', 'is', null)
      .groupBy('chapter_id')
      .execute()
    const suggestions = await tx
      .selectFrom('library.suggestions')
      .select(['chapter_id', sql<number>`count(*)`.as('open')])
      .where('book_id', '=', bookId)
      .where('state', '=', 'open')
      .groupBy('chapter_id')
      .execute()
    const openOf = (counts: typeof comments, chapterId: string) =>
      counts.find(count => count.chapter_id === chapterId)?.open ?? 0
    const arrangement = arrangementOf([...items.values()])
    const inOrder = arrangement.get(null)!.flatMap(id => withDescendants(arrangement, id))
    const chapters = inOrder.flatMap(itemId => {
      const { title, chapter_id: id, chapter_status: status, version } = items.get(itemId)!
      if (id === null || status === null || version === null) return []
      return {
        id,
        title,
        status,
        version,
        open: { comments: openOf(comments, id), suggestions: openOf(suggestions, id) },
      }
    })
    const sum = (of: 'comments' | 'suggestions') => chapters.reduce((total, chapter) => total + chapter.open[of], 0)
    return { open: { comments: sum('comments'), suggestions: sum('suggestions') }, chapters }
  })
}
