import type { Tx } from '@octavo/database'
import { mergeTexts, type UploadChapter } from '@octavo/manuscript'
import { saveChapter } from '../chapters.ts'
import { type Placed, toKnown } from './imported-before.ts'
import { titleOfItem } from './place-items.ts'

export const outcomes = ['added', 'updated', 'merged', 'unchanged', 'conflict', 'gone'] as const
export type Outcome = (typeof outcomes)[number]

/** What becomes of a chapter that was edited where an import changes it. */
export type OnConflict = 'keep' | 'replace'

/**
 * Writes a chapter as it was imported. `before` is what the last import made of it: what its author changed since then
 * and what the upload changes are merged; where both changed the same, `onConflict` says whose text it has.
 */
export async function saveImported(
  tx: Tx,
  bookId: string,
  outlineItemId: string,
  chapter: UploadChapter,
  before: Placed | undefined,
  onConflict: OnConflict,
): Promise<{ placed: Placed; outcome: Outcome }> {
  const known = toKnown(chapter)
  const title = titleOfItem(chapter)
  const there = await tx
    .selectFrom('library.chapters')
    .select(['id', 'title', 'content'])
    .where('toc_item_id', '=', outlineItemId)
    .executeTakeFirst()
  if (!there) return begin(tx, bookId, outlineItemId, chapter, before)
  const placed: Placed = { outlineItemId, chapterId: there.id, known }
  // A title its author gave it stays.
  const renamed = before && there.title === titleOfItem(asChapter(before)) && { title }
  const save = async (content: string, outcome: Outcome) => {
    const { changed } = await saveChapter(tx, { chapterId: there.id, content, changeType: 'imported', ...renamed })
    return { placed, outcome: changed ? outcome : ('unchanged' as const) }
  }
  const base = before?.known.text
  if (base === known.text) return save(there.content, 'updated')
  if (base === undefined || base === there.content) return save(known.text, 'updated')
  const { text, conflicts } = mergeTexts(base, there.content, known.text)
  if (conflicts.length === 0) return save(text, 'merged')
  if (onConflict === 'replace') return save(known.text, 'updated')
  // The text both sides began with stays that: the next import has the same to ask.
  return { placed: { ...placed, known: { ...known, text: base } }, outcome: 'conflict' }
}

async function begin(
  tx: Tx,
  bookId: string,
  outlineItemId: string,
  chapter: UploadChapter,
  before: Placed | undefined,
): Promise<{ placed: Placed; outcome: Outcome }> {
  const known = toKnown(chapter)
  if (chapter.kind === 'part' && chapter.text === '') {
    return { placed: { outlineItemId, chapterId: null, known }, outcome: before ? 'unchanged' : 'added' }
  }
  const { id } = await tx
    .insertInto('library.chapters')
    .values({ book_id: bookId, toc_item_id: outlineItemId, title: titleOfItem(chapter) })
    .returning('id')
    .executeTakeFirstOrThrow()
  await saveChapter(tx, { chapterId: id, content: chapter.text, changeType: 'imported' })
  return { placed: { outlineItemId, chapterId: id, known }, outcome: 'added' }
}

const asChapter = ({ known }: Placed) => ({ ...known, kind: known.kind as UploadChapter['kind'] })
