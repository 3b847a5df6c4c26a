import { z } from '@hono/zod-openapi'
import { chaptersOf, matchStructures } from '@octavo/manuscript'
import { sql } from 'kysely'
import { OctavoError } from '../../errors.ts'
import type { Caller } from '../../http/environment.ts'
import type { Octavo } from '../../octavo.ts'
import { allowedBook, lockBook } from '../book-access.ts'
import { largestChapter } from '../chapters.ts'
import { fillMetadata } from './fill-metadata.ts'
import { type ImportedBook, importedBefore, type Placed, toKnown } from './imported-before.ts'
import { keepFiles, presentFiles, saveFiles } from './keep-files.ts'
import { asUpload } from './kept-upload.ts'
import { placeItems } from './place-items.ts'
import { outcomes, saveImported } from './save-imported.ts'
import { findStructure, readIn } from './structure-view.ts'
import { lockProposed, requireProposed } from './structures.ts'

export const confirmation = z
  .object({
    conflicts: z.enum(['keep', 'replace']).default('keep').openapi({
      description:
        'What becomes of chapters that were edited where the import changes them: yours stay, or the import wins',
    }),
    preview: z.boolean().default(false).openapi({ description: 'Only tells what would become of each chapter' }),
  })
  .openapi('Confirmation')

export const importedView = z
  .object({
    bookId: z.uuid(),
    chapters: z.array(
      z.object({
        title: z.string(),
        outlineItemId: z.uuid(),
        chapterId: z.uuid().nullable(),
        outcome: z.enum(outcomes).openapi({
          description:
            'conflict: you edited what the import changes, and yours stays; gone: no longer in the upload, and it stays',
        }),
      }),
    ),
    files: z.number().int(),
    warnings: z.array(z.string()),
  })
  .openapi('Imported')
type Imported = z.infer<typeof importedView>

/** Ends the transaction of a preview: what it did is taken back, what it found is told. */
class Previewed extends Error {
  readonly found: Imported

  constructor(found: Imported) {
    super('previewed')
    this.found = found
  }
}

/**
 * Makes chapters of a proposed structure, with its pictures, cover and bibliography. Into a book that was imported before
 * it updates: each chapter is found again, what its author edited is merged with what the upload changes, and nothing is
 * ever deleted. A preview does all of it and takes it back. Throws not_found, forbidden, book_trashed, structure_unread, structure_confirmed, version_conflict,
 * structure_refused for a chapter that is too long, quota_exceeded; then nothing was changed.
 */
export async function confirmStructure(
  octavo: Octavo,
  caller: Caller,
  id: string,
  { conflicts, preview }: z.infer<typeof confirmation>,
  expectedVersion: number | null,
): Promise<Imported> {
  const { row, book, before, present } = await octavo.database.asUser(caller, async tx => {
    const row = await findStructure(tx, id)
    const book = await allowedBook(tx, row.book_id)
    return { row, book, before: (await importedBefore(tx, book.id)).files, present: await presentFiles(tx, book.id) }
  })
  requireProposed(row, expectedVersion)
  const { upload, structure } = readIn(row)
  // Before any transaction is open: files take a while.
  const kept = await keepFiles(octavo, book, row, upload, { before, present, onConflict: conflicts })
  const chapters = chaptersOf(asUpload(upload), structure, { imageAddress: path => kept.names.get(path) ?? path })
  for (const { title, text } of chapters) requireFits(title, text)
  const confirming = octavo.database.asUser(caller, async tx => {
    await lockBook(tx, book.id)
    const { version } = await lockProposed(tx, id, row.version)
    const { chapters: before } = await importedBefore(tx, book.id)
    const { matched, gone } = await matchStructures(
      before.map(({ known }) => known),
      chapters.map(toKnown),
    )
    const known = new Map(before.map(placed => [placed.known.id, placed]))
    const had = new Map(matched.map(pair => [pair.after, known.get(pair.before)!]))
    const items = new Map([...had].map(([chapter, { outlineItemId }]) => [chapter, outlineItemId]))
    const placing = await placeItems(tx, book.id, chapters, items)
    const placed: Placed[] = []
    const told: Imported['chapters'] = []
    for (const chapter of chapters) {
      const item = placing.get(chapter.id)!
      const saved = await saveImported(tx, book.id, item, chapter, had.get(chapter.id), conflicts)
      placed.push(saved.placed)
      told.push(tell(saved.placed, saved.outcome))
    }
    for (const id of gone) told.push(tell(known.get(id)!, 'gone'))
    await saveFiles(tx, book.id, kept)
    await fillMetadata(tx, book.id, row.name, upload)
    await tx
      .updateTable('library.structures')
      .set({
        state: 'confirmed',
        placed: JSON.stringify({ chapters: placed, files: kept.placed } satisfies ImportedBook),
        confirmed_at: sql`now()`,
        confirmed_by: sql`app.user_id()`,
        version: version + 1,
      })
      .where('id', '=', id)
      .execute()
    const imported = { bookId: book.id, chapters: told, files: kept.files.length, warnings: kept.warnings }
    if (preview) throw new Previewed(imported)
    return imported
  })
  return confirming.catch((error: unknown) => {
    if (error instanceof Previewed) return error.found
    throw error
  })
}

function requireFits(title: string, text: string): void {
  if (Buffer.byteLength(text) <= largestChapter) return
  throw new OctavoError('structure_refused', `“${title}” has more than 5 MB, a chapter at most 5: split it.`)
}

const tell = ({ outlineItemId, chapterId, known }: Placed, outcome: Imported['chapters'][number]['outcome']) => ({
  title: known.title,
  outlineItemId,
  chapterId,
  outcome,
})
