import { randomUUID } from 'node:crypto'
import { z } from '@hono/zod-openapi'
import type { Tx } from '@octavo/database'
import { chaptersOf, type KnownChapter, matchStructures, mergeTexts, type UploadChapter } from '@octavo/manuscript'
import { sql } from 'kysely'
import type { Caller } from '../../http/environment.ts'
import type { Octavo } from '../../octavo.ts'
import { arrangementOf, place } from '../arrangement.ts'
import { allowedBook } from '../book-access.ts'
import { saveChapter } from '../chapters.ts'
import { insertItems, lockItems, type NewItem, writePlaces } from '../outline-items.ts'
import { titleOf } from './begin-import.ts'
import { keepFiles, saveFiles } from './place-images.ts'
import { asUpload, findStructure, type KeptUpload, type Placed, readIn } from './structure-view.ts'
import { lockProposed } from './structures.ts'

export const confirmation = z
  .object({
    conflicts: z.enum(['keep', 'replace']).default('keep').openapi({
      description:
        'What becomes of chapters that were edited where the import changes them: yours stay, or the import wins',
    }),
  })
  .openapi('Confirmation')

const outcomes = ['added', 'updated', 'merged', 'unchanged', 'conflict', 'gone'] as const

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

/**
 * Makes chapters of a proposed structure, with its pictures, cover and bibliography. Into a book that was imported before
 * it updates: each chapter is found again, what its author edited is merged with what the upload changes, and nothing is
 * ever deleted. Throws not_found, forbidden, structure_unread, structure_confirmed, version_conflict, quota_exceeded.
 */
export async function confirmStructure(
  octavo: Octavo,
  caller: Caller,
  id: string,
  { conflicts }: z.infer<typeof confirmation>,
  expectedVersion: number | null,
): Promise<Imported> {
  const { row, book, upload, structure, before } = await octavo.database.asUser(caller, async tx => {
    const row = await findStructure(tx, id)
    return {
      row,
      book: await allowedBook(tx, row.book_id),
      before: await importedBefore(tx, row.book_id),
      ...readIn(row),
    }
  })
  const kept = await keepFiles(octavo, book, row, upload)
  const chapters = chaptersOf(asUpload(upload), structure, { imageAddress: path => kept.names.get(path) ?? path })
  const { matched, gone } = await matchStructures(
    before.map(({ known }) => known),
    chapters.map(toKnown),
  )
  const told = await octavo.database.asUser(caller, async tx => {
    const locked = await lockProposed(tx, id, expectedVersion ?? row.version)
    const placing = await placeItems(tx, book.id, chapters, new Map(matched.map(pair => [pair.after, pair.before])))
    const placed: Placed[] = []
    const told: Imported['chapters'] = []
    for (const chapter of chapters) {
      const outlineItemId = placing.get(chapter.id)!
      const base = before.find(({ placed }) => placed.outlineItemId === outlineItemId)
      const saved = await saveImported(tx, book.id, outlineItemId, chapter, base, conflicts)
      placed.push({ item: chapter.id, outlineItemId, chapterId: saved.chapterId, version: saved.version })
      told.push({ title: chapter.title, outlineItemId, chapterId: saved.chapterId, outcome: saved.outcome })
    }
    for (const id of gone) {
      const { known, placed } = before.find(({ known }) => known.id === id)!
      told.push({
        title: known.title,
        outlineItemId: placed.outlineItemId,
        chapterId: placed.chapterId,
        outcome: 'gone',
      })
    }
    await saveFiles(tx, book.id, kept)
    await fillMetadata(tx, book.id, locked.name, upload)
    await tx
      .updateTable('library.structures')
      .set({
        state: 'confirmed',
        placed: JSON.stringify(placed),
        confirmed_at: sql`now()`,
        confirmed_by: sql`app.user_id()`,
        version: locked.version + 1,
      })
      .where('id', '=', id)
      .execute()
    return told
  })
  return { bookId: book.id, chapters: told, files: kept.files.length, warnings: kept.warnings }
}

const toKnown = ({ id, identity, kind, title, number, text }: UploadChapter): KnownChapter => ({
  id,
  identity,
  kind,
  title,
  text,
  ...(number !== undefined && { number }),
})

/** What the last import made of the book, as far as it is still there: each chapter with the text it was imported with. */
async function importedBefore(tx: Tx, bookId: string): Promise<{ known: KnownChapter; placed: Placed }[]> {
  const last = await tx
    .selectFrom('library.structures')
    .selectAll()
    .where('book_id', '=', bookId)
    .where('state', '=', 'confirmed')
    .orderBy('confirmed_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!last) return []
  const { upload, structure } = readIn(last)
  const texts = new Map(chaptersOf(asUpload(upload), structure).map(chapter => [chapter.id, toKnown(chapter)]))
  const items = await tx.selectFrom('library.toc_items').select('id').where('book_id', '=', bookId).execute()
  const there = new Set(items.map(item => item.id))
  return (last.placed as unknown as Placed[]).flatMap(placed => {
    const known = texts.get(placed.item)
    return known && there.has(placed.outlineItemId) ? [{ known, placed }] : []
  })
}

/** Gives each chapter its outline item: the one it had, or a new one after the chapter it follows. */
async function placeItems(
  tx: Tx,
  bookId: string,
  chapters: readonly UploadChapter[],
  earlier: ReadonlyMap<string, string>,
): Promise<Map<string, string>> {
  const existing = await lockItems(tx, bookId)
  const before = await importedBefore(tx, bookId)
  const itemOf = new Map(before.map(({ known, placed }) => [known.id, placed.outlineItemId]))
  const arrangement = arrangementOf(existing)
  const placing = new Map<string, string>()
  const added: NewItem[] = []
  const lastOf = new Map<string | null, string>()
  for (const { id, part, title, number, kind } of chapters) {
    const known = itemOf.get(earlier.get(id) ?? '')
    const item = known ?? randomUUID()
    placing.set(id, item)
    const parent = part === undefined ? null : placing.get(part)!
    if (known === undefined) {
      const siblings = arrangement.get(parent)!
      const previous = lastOf.get(parent)
      place(arrangement, item, parent, previous === undefined ? siblings.length : siblings.indexOf(previous) + 1)
      added.push({ id: item, kind, title: titled(number, title) })
    }
    if (arrangement.get(parent)!.includes(item)) lastOf.set(parent, item)
  }
  await insertItems(tx, bookId, added, arrangement, existing)
  await writePlaces(tx, existing, arrangement)
  return placing
}

/** The title of a chapter; a part keeps its number, which nothing else gives it. */
const titled = (number: string | undefined, title: string): string =>
  (number && /\p{L}/u.test(number) && !title.startsWith(number) && /^part|teil|partie|parte|book|volume/i.test(number)
    ? `${number}: ${title}`
    : title
  ).slice(0, 500)

interface Saved {
  chapterId: string | null
  version: number
  outcome: (typeof outcomes)[number]
}

async function saveImported(
  tx: Tx,
  bookId: string,
  itemId: string,
  { kind, title, text }: UploadChapter,
  base: { known: KnownChapter; placed: Placed } | undefined,
  conflicts: 'keep' | 'replace',
): Promise<Saved> {
  const chapter = await tx
    .selectFrom('library.chapters')
    .select(['id', 'content', 'version'])
    .where('toc_item_id', '=', itemId)
    .executeTakeFirst()
  if (kind === 'part' && text === '')
    return { chapterId: chapter?.id ?? null, version: 0, outcome: base ? 'unchanged' : 'added' }
  if (!chapter) {
    const { id } = await tx
      .insertInto('library.chapters')
      .values({ book_id: bookId, toc_item_id: itemId, title: title.slice(0, 500) })
      .returning('id')
      .executeTakeFirstOrThrow()
    const { version } = await saveChapter(tx, { chapterId: id, content: text, changeType: 'imported' })
    return { chapterId: id, version, outcome: 'added' }
  }
  const save = async (content: string, outcome: 'updated' | 'merged'): Promise<Saved> => {
    const { version, changed } = await saveChapter(tx, { chapterId: chapter.id, content, changeType: 'imported' })
    return { chapterId: chapter.id, version, outcome: changed ? outcome : 'unchanged' }
  }
  const was = base?.placed.version ? await textOf(tx, chapter.id, base.placed.version) : undefined
  const kept = { chapterId: chapter.id, version: base?.placed.version ?? chapter.version }
  if (was === text) return { ...kept, outcome: 'unchanged' }
  if (was === undefined || was === chapter.content) return save(text, 'updated')
  const merged = mergeTexts(was, chapter.content, text)
  if (merged.conflicts.length === 0) return save(merged.text, 'merged')
  return conflicts === 'replace' ? save(text, 'updated') : { ...kept, outcome: 'conflict' }
}

async function textOf(tx: Tx, chapterId: string, version: number): Promise<string | undefined> {
  const row = await tx
    .selectFrom('library.chapter_versions')
    .select('content')
    .where('chapter_id', '=', chapterId)
    .where('number', '=', version)
    .executeTakeFirst()
  return row?.content
}

/** What the upload says of the book, where nobody has said it yet. */
async function fillMetadata(tx: Tx, bookId: string, name: string, { metadata }: KeptUpload): Promise<void> {
  const book = await tx
    .selectFrom('library.books')
    .select(['title', 'subtitle', 'authors', 'description', 'tags', 'version'])
    .where('id', '=', bookId)
    .executeTakeFirstOrThrow()
  const unnamed = book.title === titleOf(name)
  const { title, subtitle, authors, language, description, keywords } = metadata
  const changes = {
    ...(unnamed && title && { title: title.slice(0, 500) }),
    ...(unnamed && language && /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/.test(language) && { language }),
    ...(!book.subtitle && subtitle && { subtitle: subtitle.slice(0, 500) }),
    ...(book.authors.length === 0 && authors && { authors: authors.slice(0, 50).map(author => author.slice(0, 200)) }),
    ...(!book.description && description && { description: description.slice(0, 10_000) }),
    ...(book.tags.length === 0 &&
      keywords && { tags: [...new Set(keywords.map(word => word.slice(0, 60)))].slice(0, 50) }),
  }
  if (Object.keys(changes).length === 0) return
  await tx
    .updateTable('library.books')
    .set({ ...changes, version: book.version + 1 })
    .where('id', '=', bookId)
    .execute()
}
