import { setImmediate as breathe } from 'node:timers/promises'
import { z } from '@hono/zod-openapi'
import { nearDuplicates } from '@octavo/manuscript'
import { OctavoError } from '../../errors.ts'
import type { Caller } from '../../http/environment.ts'
import type { Octavo } from '../../octavo.ts'
import { visibleBook } from '../book-access.ts'

export const duplicatesQuery = z.object({
  atLeast: z.coerce.number().min(0.3).max(1).default(0.6).openapi({ description: 'Similarity, 1 for the same words' }),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

const place = z.object({
  kind: z.enum(['chapter', 'source']),
  chapterId: z.uuid().nullable(),
  sourceId: z.uuid().nullable(),
  title: z.string(),
  text: z.string(),
  start: z.number().int(),
  end: z.number().int(),
  line: z.number().int(),
})
export const duplicatesAnswer = z
  .object({ items: z.array(z.object({ similarity: z.number(), first: place, second: place })) })
  .openapi('Duplicates')
type Place = z.infer<typeof place>

/** Texts that are compared at most, in characters: a book of a million words with its sources. */
const mostCharacters = 20_000_000
const placesAtOnce = 500

/**
 * The paragraphs of a book and its sources that stand there twice in almost the same words, most alike first. Throws
 * not_found, and request_too_large for more than 20 million characters.
 */
export async function duplicatesIn(
  octavo: Octavo,
  caller: Caller,
  bookId: string,
  { atLeast, limit }: z.infer<typeof duplicatesQuery>,
): Promise<z.infer<typeof duplicatesAnswer>> {
  const rows = await octavo.database.asUser(caller, async tx => {
    await visibleBook(tx, bookId)
    return tx
      .selectFrom('library.fragments as f')
      .innerJoin('library.documents as d', 'd.id', 'f.document_id')
      .leftJoin('library.chapters as c', 'c.id', 'd.chapter_id')
      .leftJoin('library.sources as s', 's.id', 'd.source_id')
      .select(['d.kind', 'd.chapter_id', 'd.source_id', 'c.title as chapter_title', 's.title as source_title'])
      .select(['f.text', 'f.start_offset', 'f.start_line'])
      .where('f.book_id', '=', bookId)
      .where('d.kind', '<>', 'book')
      .orderBy('d.kind')
      .orderBy('d.id')
      .orderBy('f.position')
      .execute()
  })
  if (rows.reduce((sum, row) => sum + row.text.length, 0) > mostCharacters) throw new OctavoError('request_too_large')
  const places: Place[] = []
  for (const [index, row] of rows.entries()) {
    const about = {
      kind: row.kind as Place['kind'],
      chapterId: row.chapter_id,
      sourceId: row.source_id,
      title: row.chapter_title ?? row.source_title ?? '',
    }
    places.push(...paragraphsOf(row).map(paragraph => ({ ...about, ...paragraph })))
    if (index % placesAtOnce === 0) await breathe()
  }
  const pairs = await nearDuplicates(
    places.map(({ text }) => text),
    { atLeast, pause: breathe },
  )
  return {
    items: pairs.slice(0, limit).map(({ first, second, similarity }) => ({
      similarity,
      first: places[first]!,
      second: places[second]!,
    })),
  }
}

/** The paragraphs of a fragment, by the blank lines between them. */
function paragraphsOf(fragment: { text: string; start_offset: number; start_line: number }) {
  const { start_line, start_offset, text } = fragment
  return [...text.matchAll(/\S(?:[^\n]|\n(?!\s*\n))*/g)].map(match => ({
    text: match[0].trimEnd(),
    start: start_offset + match.index,
    end: start_offset + match.index + match[0].trimEnd().length,
    line: start_line + (text.slice(0, match.index).match(/\r\n?|\n/g)?.length ?? 0),
  }))
}
