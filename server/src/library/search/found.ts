import { z } from '@hono/zod-openapi'
import type { Tx } from '@octavo/database'
import { documentKinds } from './scope.ts'
import { snippetsOf } from './snippet.ts'
import type { Term } from './terms.ts'

export const foundDocument = z
  .object({
    kind: z.enum(documentKinds),
    bookId: z.uuid(),
    bookTitle: z.string(),
    chapterId: z.uuid().nullable(),
    sourceId: z.uuid().nullable(),
    title: z.string(),
    language: z.string(),
    status: z.string().openapi({ description: 'Of the book' }),
    headings: z.array(z.string()).openapi({ description: 'Above what was found, outermost first' }),
    score: z.number().openapi({ description: 'By both rankings; only its order means something' }),
    scores: z.object({
      words: z.number().nullable().openapi({ description: 'BM25; null when no word of the query was found' }),
      meaning: z.number().nullable().openapi({ description: 'Cosine, at most 1; null when not alike or not compared' }),
    }),
    snippet: z
      .object({
        text: z.string(),
        start: z.number().int(),
        end: z.number().int(),
        line: z.number().int(),
        matches: z.array(z.object({ start: z.number().int(), end: z.number().int(), line: z.number().int() })),
      })
      .openapi({
        description:
          'Offsets in UTF-16 code units of the whole text, `end` exclusive; lines count from 1. A book itself has no text of its own: there they count in what is said about it.',
      }),
  })
  .openapi('FoundDocument')
export type FoundDocument = z.infer<typeof foundDocument>

/** A document to show by one of its fragments. */
export interface Wanted {
  fragmentId: string
  score: number
  scores: FoundDocument['scores']
}

/** What a caller is told of fragments that were found, in their order. One that is gone meanwhile is left out. */
export async function showDocuments(
  tx: Tx,
  wanted: readonly Wanted[],
  terms: readonly Term[],
): Promise<FoundDocument[]> {
  if (wanted.length === 0) return []
  const rows = await tx
    .selectFrom('library.fragments as f')
    .innerJoin('library.documents as d', 'd.id', 'f.document_id')
    .innerJoin('library.books as b', 'b.id', 'd.book_id')
    .leftJoin('library.chapters as c', 'c.id', 'd.chapter_id')
    .leftJoin('library.sources as s', 's.id', 'd.source_id')
    .select(['f.id', 'f.text', 'f.headings', 'f.start_offset', 'f.start_line', 'd.kind', 'd.chapter_id', 'd.source_id'])
    .select(['b.id as book_id', 'b.title as book_title', 'b.language', 'b.status'])
    .select(['c.title as chapter_title', 's.title as source_title'])
    .where(
      'f.id',
      'in',
      wanted.map(({ fragmentId }) => fragmentId),
    )
    .execute()
  const byId = new Map(rows.map(row => [row.id, row]))
  const found = wanted.flatMap(one => {
    const row = byId.get(one.fragmentId)
    return row ? [{ ...one, row }] : []
  })
  const snippets = await snippetsOf(
    tx,
    found.map(({ row }) => ({
      text: row.text,
      startOffset: row.start_offset,
      startLine: row.start_line,
      language: row.language,
    })),
    terms,
  )
  return found.map(({ row, score, scores }, index) => ({
    kind: row.kind,
    bookId: row.book_id,
    bookTitle: row.book_title,
    chapterId: row.chapter_id,
    sourceId: row.source_id,
    title: row.chapter_title ?? row.source_title ?? row.book_title,
    language: row.language,
    status: row.status,
    headings: row.headings,
    score,
    scores,
    snippet: snippets[index]!,
  }))
}
