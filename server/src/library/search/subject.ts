import type { Tx } from '@octavo/database'

/** A document with the text that it stands for. */
export interface Subject {
  documentId: string
  bookId: string
  kind: 'book' | 'chapter' | 'source'
  revision: number
  cutRevision: number
  cutAs: string
  language: string
  title: string
  text: string
  format: 'markdown' | 'text'
}

export type SubjectKey = { documentId: string } | { bookId: string } | { chapterId: string } | { sourceId: string }

/** What a document stands for, as it is now; undefined when there is none. */
export async function subjectOf(tx: Tx, key: SubjectKey): Promise<Subject | undefined> {
  let query = tx
    .selectFrom('library.documents as d')
    .innerJoin('library.books as b', 'b.id', 'd.book_id')
    .leftJoin('library.chapters as c', 'c.id', 'd.chapter_id')
    .leftJoin('library.sources as s', 's.id', 'd.source_id')
    .select(['d.id', 'd.book_id', 'd.kind', 'd.revision', 'd.cut_revision', 'd.cut_as', 'b.language'])
    .select(['c.title as chapter_title', 'c.content', 's.title as source_title', 's.text', 's.format'])
    .select(['b.title', 'b.subtitle', 'b.description', 'b.authors', 'b.genre', 'b.audience', 'b.tags'])
  if ('documentId' in key) query = query.where('d.id', '=', key.documentId)
  else if ('chapterId' in key) query = query.where('d.chapter_id', '=', key.chapterId)
  else if ('sourceId' in key) query = query.where('d.source_id', '=', key.sourceId)
  else query = query.where('d.book_id', '=', key.bookId).where('d.kind', '=', 'book')
  const row = await query.executeTakeFirst()
  if (!row) return undefined
  const about = [row.subtitle, row.description, row.authors.join(', '), row.genre, row.audience, row.tags.join(', ')]
  return {
    documentId: row.id,
    bookId: row.book_id,
    kind: row.kind,
    revision: row.revision,
    cutRevision: row.cut_revision,
    cutAs: row.cut_as,
    language: row.language,
    title: row.chapter_title ?? row.source_title ?? row.title,
    // A book's own text is what its owner says about it; it has no places that anybody could open.
    text: row.content ?? row.text ?? [row.title, ...about].filter(Boolean).join('\n\n'),
    format: row.kind === 'book' ? 'text' : (row.format ?? 'markdown'),
  }
}
