import { randomUUID } from 'node:crypto'
import type { Tx } from '@octavo/database'
import type { UploadChapter } from '@octavo/manuscript'
import { arrangementOf, place } from '../arrangement.ts'
import { insertItems, lockItems, type NewItem, writePlaces } from '../outline-items.ts'

/**
 * Gives each chapter its outline item: the one it had, which stays where its author put it, or a new one behind the
 * chapter it follows in the upload. Answers the items by the ids of the chapters. Needs the lock of `lockItems`.
 */
export async function placeItems(
  tx: Tx,
  bookId: string,
  chapters: readonly UploadChapter[],
  had: ReadonlyMap<string, string>,
): Promise<Map<string, string>> {
  const existing = await lockItems(tx, bookId)
  const arrangement = arrangementOf(existing)
  const placing = new Map(chapters.map(({ id }) => [id, had.get(id) ?? randomUUID()]))
  const added: NewItem[] = []
  /** The last chapter of this import below each parent. */
  const last = new Map<string | null, string>()
  for (const [index, chapter] of chapters.entries()) {
    const item = placing.get(chapter.id)!
    const parent = chapter.part === undefined ? null : placing.get(chapter.part)!
    const siblings = arrangement.get(parent)!
    if (!had.has(chapter.id)) {
      const previous = last.get(parent)
      const next = chapters
        .slice(index + 1)
        .find(({ id, part }) => part === chapter.part && siblings.includes(placing.get(id)!))
      const before = next && siblings.indexOf(placing.get(next.id)!)
      place(arrangement, item, parent, previous === undefined ? before : siblings.indexOf(previous) + 1)
      added.push({ id: item, kind: chapter.kind, title: titleOfItem(chapter) })
    }
    if (siblings.includes(item)) last.set(parent, item)
  }
  await insertItems(tx, bookId, added, arrangement, existing)
  await writePlaces(tx, existing, arrangement)
  return placing
}

/** Chapters are numbered by where they stand; the number of a part is nowhere but in its title. */
export const titleOfItem = ({ kind, number, title }: Pick<UploadChapter, 'kind' | 'number' | 'title'>): string =>
  (kind === 'part' && number ? `${number}: ${title}` : title).slice(0, 500)
