/** An outline without its words: the children of each parent, in order; the top level is under null. */
export type Arrangement = Map<string | null, string[]>

export interface PlacedItem {
  id: string
  parent_id: string | null
  position: number
}

/** Every item has an entry, leaves an empty one. */
export function arrangementOf(items: readonly PlacedItem[]): Arrangement {
  const arrangement: Arrangement = new Map([[null, []]])
  for (const { id } of items) arrangement.set(id, [])
  for (const { id, parent_id } of items.toSorted((a, b) => a.position - b.position)) {
    arrangement.get(parent_id)?.push(id)
  }
  return arrangement
}

/** The item and everything below it, each before its children. */
export function withDescendants(arrangement: Arrangement, id: string): string[] {
  return [id, ...(arrangement.get(id) ?? []).flatMap(child => withDescendants(arrangement, child))]
}

/**
 * Puts an item, new or with all that is below it, among the children of `parentId`: at `position`, counted without the
 * item itself, or at the end. False, and nothing changes, when the parent is the item itself or below it.
 */
export function place(arrangement: Arrangement, id: string, parentId: string | null, position = Infinity): boolean {
  if (parentId !== null && withDescendants(arrangement, id).includes(parentId)) return false
  take(arrangement, id)
  const siblings = arrangement.get(parentId)
  if (!siblings) throw new RangeError(`the arrangement has no item ${parentId}`)
  siblings.splice(Math.min(position, siblings.length), 0, id)
  if (!arrangement.has(id)) arrangement.set(id, [])
  return true
}

/** Takes an item with all that is below it out of its parent; what is below it stays below it. */
export function take(arrangement: Arrangement, id: string): void {
  for (const siblings of arrangement.values()) {
    const index = siblings.indexOf(id)
    if (index >= 0) siblings.splice(index, 1)
  }
}

/** Where each item stands: its parent, and its position among the children, from 0 without gaps. */
export function placesOf(arrangement: Arrangement): PlacedItem[] {
  return [...arrangement].flatMap(([parent_id, children]) =>
    children.map((id, position) => ({ id, parent_id, position })),
  )
}
