import type { Client } from '@octavo/server/client'
import type { Book } from '../book/book-of-folder.ts'
import { Failure } from '../failure.ts'
import { chaptersOf, type OutlineItem } from '../outline/outline-tree.ts'
import { readOutline } from '../outline/read-outline.ts'

export interface NamedChapter {
  id: string
  title: string
}

/** The items of an outline in reading order, whatever their kind. */
function everyItem(items: readonly OutlineItem[]): OutlineItem[] {
  return items.flatMap(item => [item, ...everyItem(item.children)])
}

/**
 * The chapter somebody means by its number in the book ("3"), its slug, its id, or the beginning of one. Throws Failure
 * when that is none or several, or a chapter that is not written yet.
 */
export async function findChapter(api: Client, book: Book, name: string): Promise<NamedChapter> {
  const items = await readOutline(api, book.id)
  const remedy = `"octavo show ${book.slug}" lists its chapters.`
  const matches = /^\d{1,3}$/.test(name) ? chaptersOf(items).slice(Number(name) - 1, Number(name)) : byName(items, name)
  const [item, another] = matches
  if (!item || name === '0') throw new Failure(`"${book.title}" has no chapter "${name}".`, remedy)
  if (another) {
    throw new Failure(
      `Several chapters begin with "${name}".`,
      `Give more of the name: ${matches.map(match => match.slug).join(', ')}`,
    )
  }
  if (!item.chapter) throw new Failure(`"${item.title}" is not written yet.`, remedy)
  return { id: item.chapter.id, title: item.title }
}

function byName(items: readonly OutlineItem[], name: string): OutlineItem[] {
  const all = everyItem(items)
  const exact = all.filter(item => item.slug === name || item.chapter?.id === name || item.id === name)
  if (exact.length > 0) return exact
  return all.filter(item => item.slug.startsWith(name) || item.chapter?.id.startsWith(name) || item.id.startsWith(name))
}
