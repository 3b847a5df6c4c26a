import type { Tx } from '@octavo/database'
import type { BookFile } from '@octavo/manuscript'
import { pictureKind } from '../library/files/tell-file.ts'

/** A file of a book as an audit knows it. */
export interface BookFilePath {
  name: string
  mediaType: string
}

/** What pages can show, link to and cite, in a fixed order. */
export async function readAuditedFiles(
  tx: Tx,
  bookId: string,
): Promise<{ files: BookFilePath[]; citations: string[] | null }> {
  const rows = await tx
    .selectFrom('library.files')
    .select(['kind', 'name', 'media_type', 'citation_keys'])
    .where('book_id', '=', bookId)
    .where('kind', 'in', ['image', 'cover', 'bibliography', 'attachment'])
    .orderBy('kind')
    .orderBy('name')
    .execute()
  const bibliographies = rows.filter(row => row.kind === 'bibliography')
  return {
    files: rows.map(row => ({ name: row.name, mediaType: row.media_type })),
    citations: bibliographies.length > 0 ? bibliographies.flatMap(row => row.citation_keys ?? []) : null,
  }
}

/** What every book that is brought out has beside its pages. */
const madeForIt = ['index.md', 'myst.yml']

/**
 * What is at a path of a book. Its chapters name files from the root of the book, as in `images/queue.png`; read as a
 * page of `chapters/`, that is a path in that folder.
 */
export function fileFinder(files: readonly BookFilePath[]): (path: string) => BookFile | undefined {
  const found = new Map<string, BookFile>(madeForIt.map(path => [path, {}]))
  for (const { name, mediaType } of files) found.set(name, { kind: pictureKind(mediaType) })
  return path => found.get(path) ?? found.get(path.replace(/^chapters\//, ''))
}
