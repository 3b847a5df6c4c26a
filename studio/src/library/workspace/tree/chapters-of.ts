import type { Outline, OutlineItem } from '../../book.ts'

/** An item of the outline as a row: how deep, and its number when it is a chapter of the main matter. */
export interface Row {
  item: OutlineItem
  depth: number
  number: number | undefined
}

/** The outline from top to bottom. Chapters are counted through the book, front and back matter are not. */
export function rowsOf(outline: Outline): Row[] {
  const rows: Row[] = []
  let number = 0
  const add = (items: readonly OutlineItem[], depth: number) => {
    for (const item of items) {
      rows.push({ item, depth, number: item.kind === 'chapter' ? ++number : undefined })
      add(item.children as OutlineItem[], item.kind === 'part' ? depth : depth + 1)
    }
  }
  add(outline.items, 0)
  return rows
}
