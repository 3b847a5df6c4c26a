import type { Tx } from '@octavo/database'
import type { KnownChapter, UploadChapter } from '@octavo/manuscript'
import type { PlacedFile } from './place-file.ts'

/** A chapter an import made or found again, as it is kept: by this a later import finds it once more. */
export interface Placed {
  outlineItemId: string
  /** Null for a part that has only a title. */
  chapterId: string | null
  /** As it came. Its text is the one both sides began with: where an import changes it, the author's edits are told by it. */
  known: KnownChapter
}

/** What of a chapter is compared with those of another import. */
export const toKnown = ({ id, identity, kind, title, number, text }: UploadChapter): KnownChapter => ({
  id,
  identity,
  kind,
  title,
  text,
  ...(number !== undefined && { number }),
})

/** What an import made of a book, kept with its structure. */
export interface ImportedBook {
  chapters: Placed[]
  files: PlacedFile[]
}

/** What the last import made of a book, as far as it is still in the outline; nothing before the first. */
export async function importedBefore(tx: Tx, bookId: string): Promise<ImportedBook> {
  const last = await tx
    .selectFrom('library.structures')
    .select('placed')
    .where('book_id', '=', bookId)
    .where('state', '=', 'confirmed')
    .orderBy('confirmed_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!last) return { chapters: [], files: [] }
  const items = await tx.selectFrom('library.toc_items').select('id').where('book_id', '=', bookId).execute()
  const there = new Set(items.map(item => item.id))
  const { chapters, files } = last.placed as unknown as ImportedBook
  return { chapters: chapters.filter(({ outlineItemId }) => there.has(outlineItemId)), files }
}
