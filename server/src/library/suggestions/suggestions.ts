import { z } from '@hono/zod-openapi'
import type { Tx } from '@octavo/database'
import { applyPatch, type Patch, PatchError, patchBetween } from '@octavo/manuscript'
import { OctavoError } from '../../errors.ts'
import type { Caller } from '../../http/environment.ts'
import { pageByTime, pageQuery } from '../../http/pagination.ts'
import type { Octavo } from '../../octavo.ts'
import { allowedBook, bookOfChapter, visibleBook } from '../book-access.ts'
import { chapterContent } from '../chapters.ts'
import { findVersion } from '../versions/versions.ts'
import {
  changesSince,
  type SuggestionRow,
  type SuggestionView,
  suggestions,
  toSuggestionViews,
} from './suggestion-view.ts'

/** As many as the database keeps in one row. */
const mostHunks = 1_000
const piece = z
  .string()
  .max(1_000_000)
  .refine(text => !text.includes('\0'), 'must not hold NUL characters')
  .refine(text => text.isWellFormed(), 'must not hold half a character')

export const newSuggestion = z
  .object({
    version: z.number().int().min(1).openapi({ description: 'The version of the chapter it changes' }),
    reason: z.string().trim().max(10_000).default(''),
    content: chapterContent.optional().openapi({ description: 'The text as it should be; or give "hunks"' }),
    hunks: z
      .array(
        z.object({
          start: z.number().int().min(0),
          end: z.number().int().min(0),
          before: piece,
          after: piece,
          reason: z.string().max(2_000).default(''),
        }),
      )
      .min(1)
      .max(mostHunks)
      .optional()
      .openapi({ description: 'Single changes in order, at UTF-16 offsets of that version' }),
  })
  .refine(({ content, hunks }) => (content === undefined) !== (hunks === undefined), {
    message: 'give either "content" or "hunks"',
    path: ['hunks'],
  })
  .openapi('NewSuggestion')
export const suggestionQuery = pageQuery.extend({ state: z.enum(['open', 'accepted', 'rejected']).optional() })

/** Suggestions for a book or one of its chapters, oldest first. */
export async function listSuggestions(
  octavo: Octavo,
  caller: Caller,
  of: { bookId: string } | { chapterId: string },
  { state, ...request }: z.infer<typeof suggestionQuery>,
) {
  const found = await octavo.database.asUser(caller, async tx => {
    const bookId = 'bookId' in of ? (await visibleBook(tx, of.bookId)).id : await bookOfChapter(tx, of.chapterId)
    let query = suggestions(tx).where('book_id', '=', bookId)
    if ('chapterId' in of) query = query.where('chapter_id', '=', of.chapterId)
    if (state) query = query.where('state', '=', state)
    const page = await pageByTime(query, request, row => row, { oldestFirst: true })
    return { ...page, changes: await changesSince(tx, page.items) }
  })
  return { items: await toSuggestionViews(octavo, found.items, found.changes), next: found.next }
}

/** The row, if the person of this transaction may see it. Throws not_found. */
export async function findSuggestion(tx: Tx, id: string): Promise<SuggestionRow> {
  const row = await suggestions(tx).where('id', '=', id).executeTakeFirst()
  if (!row) throw new OctavoError('not_found')
  return row
}

export async function readSuggestion(octavo: Octavo, caller: Caller, id: string): Promise<SuggestionView> {
  const { row, changes } = await octavo.database.asUser(caller, async tx => {
    const found = await findSuggestion(tx, id)
    return { row: found, changes: await changesSince(tx, [found]) }
  })
  const [view] = await toSuggestionViews(octavo, [row], changes)
  return view!
}

/** Proposes a change of a chapter. Throws forbidden below reviewer, request_invalid when it does not fit its version. */
export async function addSuggestion(
  octavo: Octavo,
  caller: Caller,
  chapterId: string,
  { version, reason, content, hunks }: z.infer<typeof newSuggestion>,
): Promise<SuggestionView> {
  const id = await octavo.database.asUser(caller, async tx => {
    const book = await allowedBook(tx, await bookOfChapter(tx, chapterId), 'comment', 'reviewer')
    const text = (await findVersion(tx, chapterId, version)).content
    const patch = hunks ?? patchBetween(text, content!)
    requireFit(text, patch)
    const made = await tx
      .insertInto('library.suggestions')
      .values({ book_id: book.id, chapter_id: chapterId, version, hunks: JSON.stringify(patch), reason })
      .returning('id')
      .executeTakeFirstOrThrow()
    return made.id
  })
  return readSuggestion(octavo, caller, id)
}

function requireFit(text: string, patch: Patch): void {
  const refuse = (path: string, message: string, cause?: unknown) =>
    new OctavoError('request_invalid', undefined, { problems: [{ path, message }], cause })
  if (patch.length > mostHunks) {
    throw refuse('json.content', `differs in ${patch.length} places: suggest at most ${mostHunks} at once`)
  }
  try {
    if (applyPatch(text, patch) === text) throw refuse('json', 'changes nothing')
  } catch (error) {
    if (!(error instanceof PatchError)) throw error
    throw refuse(error.hunk === undefined ? 'json.hunks' : `json.hunks.${error.hunk}`, error.message, error)
  }
}

/** Takes one's own suggestion back while nobody has decided on it. */
export async function withdrawSuggestion(octavo: Octavo, caller: Caller, id: string): Promise<void> {
  await octavo.database.asUser(caller, async tx => {
    const row = await findSuggestion(tx, id)
    if ((await visibleBook(tx, row.book_id)).deleted_at) throw new OctavoError('book_trashed')
    if (row.state !== 'open') throw new OctavoError('suggestion_decided')
    const { numDeletedRows } = await tx.deleteFrom('library.suggestions').where('id', '=', id).executeTakeFirstOrThrow()
    if (numDeletedRows === 0n) {
      throw new OctavoError('forbidden', 'Only its author takes a suggestion back; an editor rejects it.')
    }
  })
}
