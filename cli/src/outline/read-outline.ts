import type { Client } from '@octavo/server/client'
import { ask } from '../api/ask.ts'
import type { OutlineItem } from './outline-tree.ts'

/** The outline of a book as a tree. */
export async function readOutline(api: Client, bookId: string): Promise<OutlineItem[]> {
  const { items } = await ask(api.v1.books[':id'].outline.$get({ param: { id: bookId } }))
  // The client's types stop at the first level of what contains itself: they call the children any JSON.
  return items as unknown as OutlineItem[]
}
