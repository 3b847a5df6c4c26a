import { z } from '@hono/zod-openapi'
import type { Caller } from '../../http/environment.ts'
import type { Octavo } from '../../octavo.ts'
import { visibleBook } from '../book-access.ts'
import { type ScannedLabel, scanLabels } from './scan-labels.ts'

export const referencesView = z
  .object({
    labels: z.array(
      z.object({
        label: z.string(),
        kind: z.string().openapi({
          description: 'What it is on: the name of a directive, or equation, heading, paragraph, page',
        }),
        title: z.string(),
        chapterId: z.uuid(),
        chapter: z.string().openapi({ description: 'The title of its chapter' }),
        line: z.number().int(),
      }),
    ),
    citations: z.array(z.object({ key: z.string(), file: z.string() })),
  })
  .openapi('BookReferences')
type References = z.infer<typeof referencesView>

/** The chapters read last, by their version. */
const remembered = 500
const scanned = new Map<string, ScannedLabel[]>()

/** What chapters of a book can refer to: the labels of all of them, and the keys of its bibliographies. Throws not_found. */
export async function readReferences(octavo: Octavo, caller: Caller, bookId: string): Promise<References> {
  return octavo.database.asUser(caller, async tx => {
    await visibleBook(tx, bookId)
    const chapters = await tx
      .selectFrom('library.chapters')
      .select(['id', 'title', 'version'])
      .where('book_id', '=', bookId)
      .orderBy('created_at')
      .execute()
    const keyOf = (chapter: { id: string; version: number }) => `${chapter.id} ${chapter.version}`
    const unread = chapters.filter(chapter => !scanned.has(keyOf(chapter)))
    if (unread.length > 0) {
      const texts = await tx
        .selectFrom('library.chapters')
        .select(['id', 'version', 'content'])
        .where(
          'id',
          'in',
          unread.map(chapter => chapter.id),
        )
        .execute()
      for (const chapter of texts) scanned.set(keyOf(chapter), scanLabels(chapter.content))
    }
    const bibliographies = await tx
      .selectFrom('library.files')
      .select(['name', 'citation_keys'])
      .where('book_id', '=', bookId)
      .where('kind', '=', 'bibliography')
      .orderBy('name')
      .execute()
    const answer = {
      labels: chapters.flatMap(chapter =>
        (scanned.get(keyOf(chapter)) ?? []).map(label => ({
          ...label,
          chapterId: chapter.id,
          chapter: chapter.title,
        })),
      ),
      citations: bibliographies.flatMap(file => (file.citation_keys ?? []).map(key => ({ key, file: file.name }))),
    }
    for (const key of scanned.keys()) {
      if (scanned.size <= remembered) break
      scanned.delete(key)
    }
    return answer
  })
}
