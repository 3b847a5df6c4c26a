import { randomUUID } from 'node:crypto'
import type { Tx } from '@octavo/database'
import { uniqueSlug } from '@octavo/manuscript'
import { sql } from 'kysely'
import { OctavoError } from '../errors.ts'
import { type Arrangement, arrangementOf, type PlacedItem, place, placesOf } from './arrangement.ts'
import { lockBook } from './book-access.ts'

export const itemKinds = ['front', 'part', 'chapter', 'back'] as const
export const itemStatuses = ['pending', 'generating', 'generated', 'edited', 'approved'] as const

export interface Section {
  title: string
  synopsis: string
  /** Ids of rows of library.passages. */
  passages: string[]
}

/** What an outline item says, apart from where it stands. */
export interface ItemText {
  kind: (typeof itemKinds)[number]
  title: string
  synopsis: string
  objectives: string[]
  sections: Section[]
  targetWords: number | null
}

export type StoredItem = Awaited<ReturnType<typeof readItems>>[number]

/** Every item of a book, parents and children mixed, each with whether its chapter has text. */
export async function readItems(tx: Tx, bookId: string) {
  return tx
    .selectFrom('library.toc_items as i')
    .leftJoin('library.chapters as c', 'c.toc_item_id', 'i.id')
    .select(['i.id', 'i.parent_id', 'i.position', 'i.kind', 'i.title', 'i.slug', 'i.synopsis', 'i.objectives'])
    .select(['i.sections', 'i.target_words', 'i.status', 'i.created_at', 'i.updated_at'])
    .select(['c.id as chapter_id', 'c.status as chapter_status', 'c.words', 'c.version'])
    .select(sql<boolean>`coalesce(c.content ~ '\\S', false)`.as('has_text'))
    .where('i.book_id', '=', bookId)
    .orderBy('i.position')
    .execute()
}

/**
 * The items of a book after every other change of its structure has ended; they cannot move until this one ends. Chapters
 * are locked before items, as by whoever saves one and then says so in the outline.
 */
export async function lockItems(tx: Tx, bookId: string): Promise<StoredItem[]> {
  await lockBook(tx, bookId)
  const chapters = tx.selectFrom('library.chapters').select('id').where('book_id', '=', bookId).orderBy('id')
  await chapters.forNoKeyUpdate().execute()
  // Moving one changes a key of it, so that a new chapter which refers to it would be waited for later.
  const items = tx.selectFrom('library.toc_items').select('id').where('book_id', '=', bookId).orderBy('id')
  await items.forUpdate().execute()
  return readItems(tx, bookId)
}

/** The columns of an item's text. */
export function columnsOf(text: Partial<ItemText>) {
  const { targetWords, sections, ...same } = text
  return {
    ...same,
    ...(sections && { sections: JSON.stringify(sections) }),
    ...(targetWords !== undefined && { target_words: targetWords }),
  }
}

export type NewItem = Partial<ItemText> & { id: string; title: string }

/** Adds items whose places are in the arrangement already. Their slugs are made from their titles, unique in the book. */
export async function insertItems(
  tx: Tx,
  bookId: string,
  items: readonly NewItem[],
  arrangement: Arrangement,
  existing: readonly StoredItem[],
): Promise<void> {
  if (items.length === 0) return
  const slugs = new Set(existing.map(item => item.slug))
  const places = new Map(placesOf(arrangement).map(placed => [placed.id, placed]))
  const rows = items.map(({ id, ...text }) => {
    const slug = uniqueSlug(text.title, slugs)
    slugs.add(slug)
    const { parent_id, position } = places.get(id)!
    return { id, book_id: bookId, parent_id, position, slug, ...columnsOf(text), title: text.title }
  })
  await tx.insertInto('library.toc_items').values(rows).execute()
}

/** Moves what stands elsewhere than the arrangement says. Needs the lock of `lockItems`. */
export async function writePlaces(tx: Tx, existing: readonly PlacedItem[], arrangement: Arrangement): Promise<void> {
  const before = new Map(existing.map(item => [item.id, item]))
  const moved = placesOf(arrangement).filter(({ id, parent_id, position }) => {
    const old = before.get(id)
    return old && (old.parent_id !== parent_id || old.position !== position)
  })
  if (moved.length === 0) return
  const adopted = moved.filter(item => before.get(item.id)!.parent_id !== item.parent_id)
  // The database looks for cycles row by row, so items that change parents let go of the old ones first.
  if (adopted.length > 1) {
    const ids = adopted.map(item => item.id)
    await tx.updateTable('library.toc_items').set({ parent_id: null }).where('id', 'in', ids).execute()
  }
  await sql`
    update library.toc_items t set parent_id = p.parent_id, position = p.position
    from jsonb_to_recordset(${JSON.stringify(moved)}::jsonb) as p (id uuid, parent_id uuid, position integer)
    where t.id = p.id`.execute(tx)
}

/** Adds one item at a place, default the end of the top level. Throws not_found for a parent of another book. */
export async function insertItem(
  tx: Tx,
  bookId: string,
  item: Partial<ItemText> & { title: string; parentId: string | null; position?: number | undefined },
): Promise<{ id: string; title: string }> {
  const { parentId, position, ...text } = item
  const existing = await lockItems(tx, bookId)
  const arrangement = arrangementOf(existing)
  requireParent(arrangement, parentId)
  const id = randomUUID()
  place(arrangement, id, parentId, position)
  await insertItems(tx, bookId, [{ id, ...text }], arrangement, existing)
  await writePlaces(tx, existing, arrangement)
  return { id, title: item.title }
}

/** Throws not_found unless the parent is an item of the book, or the top level. */
export function requireParent(arrangement: Arrangement, parentId: string | null): void {
  if (arrangement.has(parentId)) return
  throw new OctavoError('not_found', 'The parent is not in the outline of this book: GET /v1/books/{id}/outline.')
}
