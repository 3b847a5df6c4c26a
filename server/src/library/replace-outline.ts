import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { z } from '@hono/zod-openapi'
import { OctavoError, type Problem } from '../errors.ts'
import type { Caller } from '../http/environment.ts'
import type { Octavo } from '../octavo.ts'
import type { Arrangement } from './arrangement.ts'
import { allowedBook } from './book-access.ts'
import { deleteItems, itemText, type OutlineView, readOutline, refuseText, sectionsOf, writeText } from './outline.ts'
import { insertItems, lockItems, type NewItem, type StoredItem, writePlaces } from './outline-items.ts'

/** A tree of items: with `id` one that exists, without a new one. What is left out of an existing item stays as it is. */
export const outlineNode = itemText
  .extend({
    id: z.uuid().optional(),
    get children() {
      return z.array(outlineNode).optional()
    },
  })
  .openapi('OutlineNode')
export type OutlineNode = z.infer<typeof outlineNode>

export const wholeOutline = z
  .object({
    items: z.array(outlineNode).max(2_000),
    overwriteApproved: z.boolean().default(false),
  })
  .openapi('WholeOutline')

/**
 * Replaces the outline by a tree. Items named by id keep their chapters and move to where they stand in it, items without
 * id are new, items left out are deleted. Throws outline_has_text when one left out has text, outline_approved when an
 * approved one would be changed or deleted without `overwriteApproved`, request_invalid for ids that are unknown or
 * there twice. Nothing is changed then.
 */
export async function replaceOutline(
  octavo: Octavo,
  caller: Caller,
  bookId: string,
  { items, overwriteApproved }: z.infer<typeof wholeOutline>,
): Promise<OutlineView> {
  await octavo.database.asUser(caller, async tx => {
    await allowedBook(tx, bookId)
    const existing = await lockItems(tx, bookId)
    const byId = new Map(existing.map(item => [item.id, item]))
    const { arrangement, texts } = readTree(items, byId)
    const missing = existing.filter(item => !texts.has(item.id))
    refuseText(missing)
    const changed = existing.filter(item => texts.has(item.id) && differs(item, texts.get(item.id)!))
    if (!overwriteApproved) refuseApproved([...missing, ...changed])

    const added: NewItem[] = [...texts].filter(([id]) => !byId.has(id)).map(([id, text]) => ({ ...text, id }))
    await insertItems(tx, bookId, added, arrangement, existing)
    await writePlaces(tx, existing, arrangement)
    await deleteItems(
      tx,
      missing.map(item => item.id),
    )
    for (const item of changed) await writeText(tx, item, texts.get(item.id)!)
  })
  return readOutline(octavo, caller, bookId)
}

type Text = z.infer<typeof itemText>

/** The tree as an arrangement and texts, each item before those below it. New items get their ids here. */
function readTree(nodes: readonly OutlineNode[], known: ReadonlyMap<string, StoredItem>) {
  const arrangement: Arrangement = new Map()
  const texts = new Map<string, Text>()
  const problems: Problem[] = []
  const read = (parentId: string | null, level: readonly OutlineNode[], path: string) => {
    const ids = level.map(({ id, children, ...text }, index) => {
      const at = `${path}.${index}`
      if (id && !known.has(id)) problems.push({ path: `${at}.id`, message: 'is not an item of this book' })
      if (id && texts.has(id)) problems.push({ path: `${at}.id`, message: 'is in the outline twice' })
      const itemId = id ?? randomUUID()
      texts.set(itemId, text)
      read(itemId, children ?? [], `${at}.children`)
      return itemId
    })
    arrangement.set(parentId, ids)
  }
  read(null, nodes, 'json.items')
  if (problems.length > 0) throw new OctavoError('request_invalid', undefined, { problems })
  return { arrangement, texts }
}

function differs(item: StoredItem, text: Text): boolean {
  const { target_words: targetWords, kind, title, synopsis, objectives } = item
  const now: Required<Text> = { kind, title, synopsis, objectives, targetWords, sections: sectionsOf(item) }
  return Object.entries(text).some(([name, value]) => {
    return value !== undefined && !isDeepStrictEqual(value, now[name as keyof Text])
  })
}

function refuseApproved(items: readonly StoredItem[]): void {
  const approved = items.filter(item => item.status === 'approved')
  if (approved.length === 0) return
  const problems = approved.map(item => ({ path: item.id, message: `"${item.title}" is approved` }))
  throw new OctavoError('outline_approved', undefined, { problems })
}
