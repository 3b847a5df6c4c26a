import { randomUUID } from 'node:crypto'
import { z } from '@hono/zod-openapi'
import type { Tx } from '@octavo/database'
import { sql } from 'kysely'
import type { Caller } from '../http/environment.ts'
import type { Octavo } from '../octavo.ts'
import { arrangementOf, type PlacedItem, placesOf, withDescendants } from './arrangement.ts'
import { type BookView, bookFields } from './book-view.ts'
import { findBook, insertBook, organizationBeside, organizationFor } from './books.ts'
import { saveChapter } from './chapters.ts'
import { sectionsOf } from './outline.ts'
import { readItems } from './outline-items.ts'

export const copyOfBook = z
  .object({
    title: bookFields.shape.title.optional().openapi({ description: 'Default: the title with "(copy)"' }),
    organizationId: z
      .uuid()
      .optional()
      .openapi({ description: 'Default: that of the book, or your personal one where you cannot add books to it' }),
  })
  .openapi('CopyOfBook')

type Ids = ReadonlyMap<string, string>

/**
 * A copy of a book as a draft: its settings with what it silences, outline, chapters (each with a first version), sources,
 * passages, files, covers and codex; not its history, exports, collaborators, jobs or calls. Throws forbidden for an organization the caller cannot add books to.
 */
export async function duplicateBook(
  octavo: Octavo,
  caller: Caller,
  bookId: string,
  wanted: z.infer<typeof copyOfBook>,
): Promise<BookView> {
  return octavo.database.asUser(caller, async tx => {
    const book = await findBook(tx, bookId)
    const organization = wanted.organizationId
      ? await organizationFor(tx, wanted.organizationId)
      : await organizationBeside(tx, book.organizationId)
    const title = wanted.title ?? `${book.title.slice(0, 490)} (copy)`
    const { slug: _, ...fields } = bookFields.parse(book)
    const copyId = await insertBook(tx, organization, { ...fields, title })
    const sources = await copySources(tx, bookId, copyId)
    await copyFiles(tx, bookId, copyId, sources)
    await copyCovers(tx, bookId, copyId)
    await copyCodex(tx, bookId, copyId, sources)
    await copyOutline(tx, bookId, copyId, sources, book.title)
    await sql`
      insert into quality.silences (book_id, rule, reason)
      select ${copyId}::uuid, rule, reason from quality.silences where book_id = ${bookId}`.execute(tx)
    return findBook(tx, copyId)
  })
}

async function newIds(rows: Promise<{ id: string }[]>): Promise<Ids> {
  return new Map((await rows).map(row => [row.id, randomUUID()]))
}

/** A map of ids as a table (old_id, new_id) to join with. */
function asTable(ids: Ids) {
  const rows = [...ids].map(([old_id, new_id]) => ({ old_id, new_id }))
  return sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)`
}

async function copySources(tx: Tx, bookId: string, copyId: string): Promise<Ids> {
  const ids = await newIds(tx.selectFrom('library.sources').select('id').where('book_id', '=', bookId).execute())
  await sql`
    insert into library.sources
      (id, book_id, title, origin, format, media_type, text, sha256, bytes, words, position, fetched_at, warnings)
    select m.new_id, ${copyId}::uuid, title, origin, format, media_type, text, sha256, bytes, words, position, fetched_at,
      warnings
    from library.sources s join ${asTable(ids)} as m (old_id uuid, new_id uuid) on m.old_id = s.id`.execute(tx)
  await sql`
    insert into library.passages (source_id, book_id, position, kind, text, headings,
      start_line, start_column, start_offset, end_line, end_column, end_offset)
    select m.new_id, ${copyId}::uuid, position, kind, text, headings,
      start_line, start_column, start_offset, end_line, end_column, end_offset
    from library.passages p join ${asTable(ids)} as m (old_id uuid, new_id uuid) on m.old_id = p.source_id`.execute(tx)
  return ids
}

/** Not the exports: they are of the book they were made from. The contents are shared. */
async function copyFiles(tx: Tx, bookId: string, copyId: string, sources: Ids): Promise<void> {
  await sql`
    insert into library.files (book_id, kind, name, media_type, bytes, sha256, width, height, alt, origin, citation_keys, source_id)
    select ${copyId}::uuid, kind, name, media_type, bytes, sha256, width, height, alt, origin, citation_keys, m.new_id
    from library.files f left join ${asTable(sources)} as m (old_id uuid, new_id uuid) on m.old_id = f.source_id
    where f.book_id = ${bookId} and f.kind <> 'export'`.execute(tx)
}

/** A file is known again in the copy by its kind and name. */
async function copyCovers(tx: Tx, bookId: string, copyId: string): Promise<void> {
  await sql`
    insert into library.covers (book_id, file_id, origin, design, picture_id, warnings, chosen)
    select ${copyId}::uuid, copied.id, c.origin, c.design, picture.id, c.warnings, c.chosen
    from library.covers c
      join library.files f on f.id = c.file_id
      join library.files copied on copied.book_id = ${copyId} and copied.kind = f.kind and copied.name = f.name
      left join library.files made on made.id = c.picture_id
      left join library.files picture
        on picture.book_id = ${copyId} and picture.kind = made.kind and picture.name = made.name
    where c.book_id = ${bookId}`.execute(tx)
}

async function copyCodex(tx: Tx, bookId: string, copyId: string, sources: Ids): Promise<void> {
  const ids = await newIds(tx.selectFrom('library.codex').select('id').where('book_id', '=', bookId).execute())
  await sql`
    insert into library.codex (id, book_id, kind, name, aliases, description, corrected)
    select m.new_id, ${copyId}::uuid, kind, name, aliases, description, corrected
    from library.codex e join ${asTable(ids)} as m (old_id uuid, new_id uuid) on m.old_id = e.id`.execute(tx)
  await sql`
    insert into library.codex_evidence (entry_id, passage_id, book_id)
    select e.new_id, n.id, ${copyId}::uuid
    from library.codex_evidence v
    join ${asTable(ids)} as e (old_id uuid, new_id uuid) on e.old_id = v.entry_id
    join library.passages o on o.id = v.passage_id
    join ${asTable(sources)} as s (old_id uuid, new_id uuid) on s.old_id = o.source_id
    join library.passages n on n.source_id = s.new_id and n.position = o.position`.execute(tx)
}

/** Which passage of the copy each passage of the original became. */
async function copiedPassages(tx: Tx, sources: Ids): Promise<Ids> {
  const { rows } = await sql<{ old_id: string; new_id: string }>`
    select o.id as old_id, n.id as new_id
    from ${asTable(sources)} as s (old_id uuid, new_id uuid)
    join library.passages o on o.source_id = s.old_id
    join library.passages n on n.source_id = s.new_id and n.position = o.position`.execute(tx)
  return new Map(rows.map(row => [row.old_id, row.new_id]))
}

async function copyOutline(tx: Tx, bookId: string, copyId: string, sources: Ids, title: string): Promise<void> {
  const items = await readItems(tx, bookId)
  if (items.length === 0) return
  const ids = new Map(items.map(item => [item.id, randomUUID()]))
  const passages = await copiedPassages(tx, sources)
  const byId = new Map(items.map(item => [item.id, item]))
  const rows = inOrder(items).map(({ id, parent_id, position }) => {
    const item = byId.get(id)!
    const sections = sectionsOf(item).map(section => ({
      ...section,
      passages: section.passages.flatMap(passage => passages.get(passage) ?? []),
    }))
    return {
      id: ids.get(id)!,
      book_id: copyId,
      parent_id: parent_id && ids.get(parent_id)!,
      position,
      kind: item.kind,
      title: item.title,
      slug: item.slug,
      synopsis: item.synopsis,
      objectives: item.objectives,
      sections: JSON.stringify(sections),
      target_words: item.target_words,
      // Jobs are not copied, so nothing is being written there.
      status: item.status === 'generating' ? ('pending' as const) : item.status,
    }
  })
  await tx.insertInto('library.toc_items').values(rows).execute()
  const chapters = await tx
    .selectFrom('library.chapters')
    .select(['toc_item_id', 'title', 'content', 'summary', 'notes'])
    .where('book_id', '=', bookId)
    .execute()
  for (const { toc_item_id, title: chapterTitle, content, ...about } of chapters) {
    const itemId = ids.get(toc_item_id)
    // Somebody has added it since the outline was read.
    if (itemId === undefined) continue
    const { id } = await tx
      .insertInto('library.chapters')
      .values({ book_id: copyId, toc_item_id: itemId, title: chapterTitle })
      .returning('id')
      .executeTakeFirstOrThrow()
    await saveChapter(tx, { chapterId: id, content, changeType: 'imported', note: `Copied from "${title}"` })
    await tx.updateTable('library.chapters').set(about).where('id', '=', id).execute()
  }
}

/** Each item before those below it, as the foreign key of the parent wants it. */
function inOrder(items: readonly PlacedItem[]): PlacedItem[] {
  const arrangement = arrangementOf(items)
  const places = new Map(placesOf(arrangement).map(placed => [placed.id, placed]))
  return arrangement
    .get(null)!
    .flatMap(id => withDescendants(arrangement, id))
    .map(id => places.get(id)!)
}
