import { randomUUID } from 'node:crypto'
import { z } from '@hono/zod-openapi'
import type { Tx } from '@octavo/database'
import { type Outline, type OutlineChapter, slugify } from '@octavo/manuscript'
import { OctavoError } from '../errors.ts'
import type { Caller } from '../http/environment.ts'
import type { Octavo } from '../octavo.ts'
import { arrangementOf, place, take, withDescendants } from './arrangement.ts'
import { allowedBook, visibleBook } from './book-access.ts'
import { saveChapter } from './chapters.ts'
import {
  columnsOf,
  insertItem,
  insertItems,
  itemKinds,
  itemStatuses,
  lockItems,
  readItems,
  requireParent,
  type Section,
  type StoredItem,
  writePlaces,
} from './outline-items.ts'
import { chapterStatuses } from './review/moves.ts'

const section = z.object({
  title: z.string().trim().min(1).max(300),
  synopsis: z.string().max(2_000).default(''),
  passages: z.array(z.uuid()).max(1_000).default([]).openapi({ description: 'Ids of passages it stands on' }),
})
const title = z.string().trim().min(1).max(500)

/** What an outline item says; everything but the title may be left out. */
export const itemText = z.object({
  kind: z.enum(itemKinds).optional(),
  title,
  synopsis: z.string().max(10_000).optional(),
  objectives: z.array(z.string().max(500)).max(50).optional(),
  sections: z.array(section).max(100).optional(),
  targetWords: z.number().int().min(1).max(1_000_000).nullable().optional(),
})

const at = { parentId: z.uuid().nullable().optional(), position: z.number().int().min(0).max(10_000).optional() }
export const newItem = itemText.extend(at).openapi('NewOutlineItem')
export const itemChanges = itemText
  .partial()
  .extend({ ...at, status: z.enum(itemStatuses).optional() })
  .openapi('OutlineItemChanges')

export const outlineItem = z
  .object({
    id: z.uuid(),
    parentId: z.uuid().nullable(),
    kind: z.enum(itemKinds),
    title: z.string(),
    slug: z.string(),
    synopsis: z.string(),
    objectives: z.array(z.string()),
    sections: z.array(section.required()),
    targetWords: z.number().int().nullable(),
    status: z.enum(itemStatuses),
    position: z.number().int(),
    depth: z.number().int().openapi({ description: '0 at the top level' }),
    chapter: z
      .object({
        id: z.uuid(),
        status: z.enum(chapterStatuses),
        words: z.number().int(),
        version: z.number().int(),
      })
      .nullable(),
    get children() {
      return z.array(outlineItem)
    },
  })
  .openapi('OutlineItem')
export type OutlineItem = z.infer<typeof outlineItem>

export const outlineView = z
  .object({ bookId: z.uuid(), words: z.number().int(), items: z.array(outlineItem) })
  .openapi('Outline')
export type OutlineView = z.infer<typeof outlineView>

function viewOf(bookId: string, rows: readonly StoredItem[]): OutlineView {
  const children = Map.groupBy(rows, row => row.parent_id)
  const below = (parentId: string | null, depth: number): OutlineItem[] =>
    (children.get(parentId) ?? []).map(row => ({
      id: row.id,
      parentId: row.parent_id,
      kind: row.kind,
      title: row.title,
      slug: row.slug,
      synopsis: row.synopsis,
      objectives: row.objectives,
      sections: sectionsOf(row),
      targetWords: row.target_words,
      status: row.status,
      position: row.position,
      depth,
      chapter:
        row.chapter_id && row.chapter_status
          ? { id: row.chapter_id, status: row.chapter_status, words: row.words ?? 0, version: row.version ?? 0 }
          : null,
      children: below(row.id, depth + 1),
    }))
  return { bookId, words: rows.reduce((sum, row) => sum + (row.words ?? 0), 0), items: below(null, 0) }
}

/** The plan of an item's sections, as it was stored by this folder. */
export function sectionsOf(row: Pick<StoredItem, 'sections'>): Section[] {
  return z.array(section).parse(row.sections)
}

/** The outline of a book as a tree. */
export async function readOutline(octavo: Octavo, caller: Caller, bookId: string): Promise<OutlineView> {
  return octavo.database.asUser(caller, async tx => {
    await visibleBook(tx, bookId)
    return viewOf(bookId, await readItems(tx, bookId))
  })
}

/** Adds an item and gives the outline as it is then. */
export async function addItem(
  octavo: Octavo,
  caller: Caller,
  bookId: string,
  { parentId = null, ...input }: z.infer<typeof newItem>,
): Promise<{ id: string; outline: OutlineView }> {
  return octavo.database.asUser(caller, async tx => {
    await allowedBook(tx, bookId)
    const { id } = await insertItem(tx, bookId, { ...input, parentId })
    return { id, outline: viewOf(bookId, await readItems(tx, bookId)) }
  })
}

async function bookOfItem(tx: Tx, itemId: string): Promise<string> {
  const item = await tx.selectFrom('library.toc_items').select('book_id').where('id', '=', itemId).executeTakeFirst()
  if (!item) throw new OctavoError('not_found')
  return (await allowedBook(tx, item.book_id)).id
}

/**
 * Changes what an item says and where it stands: `parentId` moves it (to the end, or to `position`), `position` alone
 * reorders it among its siblings. Throws outline_cycle.
 */
export async function changeItem(
  octavo: Octavo,
  caller: Caller,
  itemId: string,
  { parentId, position, status, ...text }: z.infer<typeof itemChanges>,
): Promise<OutlineView> {
  return octavo.database.asUser(caller, async tx => {
    const bookId = await bookOfItem(tx, itemId)
    const existing = await lockItems(tx, bookId)
    const item = existing.find(row => row.id === itemId)
    if (!item) throw new OctavoError('not_found')
    if (parentId !== undefined || position !== undefined) {
      const arrangement = arrangementOf(existing)
      const parent = parentId === undefined ? item.parent_id : parentId
      requireParent(arrangement, parent)
      if (!place(arrangement, itemId, parent, position)) throw new OctavoError('outline_cycle')
      await writePlaces(tx, existing, arrangement)
    }
    await writeText(tx, item, text)
    if (status) await tx.updateTable('library.toc_items').set({ status }).where('id', '=', itemId).execute()
    return viewOf(bookId, await readItems(tx, bookId))
  })
}

/** Writes what an item says; its chapter takes over the title, as a version. */
export async function writeText(tx: Tx, item: StoredItem, text: Partial<z.infer<typeof itemText>>): Promise<void> {
  if (item.chapter_id && text.title && text.title !== item.title) {
    const { content } = await tx
      .selectFrom('library.chapters')
      .select('content')
      .where('id', '=', item.chapter_id)
      .forNoKeyUpdate()
      .executeTakeFirstOrThrow()
    const note = 'Renamed in the outline'
    await saveChapter(tx, { chapterId: item.chapter_id, content, title: text.title, changeType: 'edited', note })
  }
  const columns = columnsOf(text)
  if (Object.values(columns).every(value => value === undefined)) return
  await tx.updateTable('library.toc_items').set(columns).where('id', '=', item.id).execute()
}

/** Deletes an item and everything below it. Throws outline_has_text when a chapter there has text. */
export async function deleteItem(octavo: Octavo, caller: Caller, itemId: string): Promise<OutlineView> {
  return octavo.database.asUser(caller, async tx => {
    const bookId = await bookOfItem(tx, itemId)
    const existing = await lockItems(tx, bookId)
    const arrangement = arrangementOf(existing)
    const doomed = new Set(withDescendants(arrangement, itemId))
    refuseText(existing.filter(item => doomed.has(item.id)))
    take(arrangement, itemId)
    await tx.deleteFrom('library.toc_items').where('id', '=', itemId).execute()
    await writePlaces(
      tx,
      existing.filter(item => !doomed.has(item.id)),
      arrangement,
    )
    return viewOf(bookId, await readItems(tx, bookId))
  })
}

/** Throws outline_has_text, naming the items among these whose chapters have text. */
export function refuseText(items: readonly StoredItem[]): void {
  const written = items.filter(item => item.has_text)
  if (written.length === 0) return
  const problems = written.map(item => ({ path: item.id, message: `"${item.title}" has ${item.words ?? 0} words` }))
  throw new OctavoError('outline_has_text', undefined, { problems })
}

/** Deletes items whose kept children have been moved away. */
export async function deleteItems(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await tx.deleteFrom('library.toc_items').where('id', 'in', ids).execute()
}

/**
 * Takes over a planned outline: each planned chapter becomes an item of kind chapter with its sections, whose passages
 * are ids of library.passages. Items with text, edited or approved ones, front and back matter stay as and where they
 * are; a planned chapter of the same title as one of them is left out. Everything else that was there is replaced.
 */
export async function applyOutline(tx: Tx, bookId: string, outline: Outline): Promise<void> {
  const existing = await lockItems(tx, bookId)
  const arrangement = arrangementOf(existing)
  const staying = new Set(existing.filter(isSettled).map(item => item.id))
  const stays = (id: string) => withDescendants(arrangement, id).some(below => staying.has(below))
  const doomed = existing.filter(item => !stays(item.id)).map(item => item.id)
  for (const id of doomed) take(arrangement, id)
  for (const id of doomed) arrangement.delete(id)
  await deleteItems(tx, doomed)

  const kept = existing.filter(item => arrangement.has(item.id))
  const bySlug = new Map(kept.map(item => [slugify(item.title), item.id]))
  const matches = outline.chapters.map(chapter => bySlug.get(slugify(chapter.title)))
  const placeOf = (id: string) => {
    const [parent, siblings] = [...arrangement].find(([, children]) => children.includes(id))!
    return { parent, index: siblings.indexOf(id) }
  }
  const first = matches.find(match => match !== undefined)
  const backMatter = arrangement.get(null)!.findIndex(id => kept.find(item => item.id === id)?.kind === 'back')
  let next = first ? placeOf(first) : { parent: null, index: backMatter < 0 ? Infinity : backMatter }
  const added: ({ id: string } & OutlineChapter)[] = []
  for (const [index, chapter] of outline.chapters.entries()) {
    let id = matches[index]
    if (!id) {
      id = randomUUID()
      added.push({ id, ...chapter })
      place(arrangement, id, next.parent, next.index)
    }
    next = placeOf(id)
    next.index++
  }
  await insertItems(tx, bookId, added, arrangement, kept)
  await writePlaces(tx, kept, arrangement)
}

/** Whether an item is more than a plan a model made. */
function isSettled(item: StoredItem): boolean {
  const byAuthor = item.status === 'edited' || item.status === 'approved'
  return item.has_text || byAuthor || item.kind === 'front' || item.kind === 'back'
}
