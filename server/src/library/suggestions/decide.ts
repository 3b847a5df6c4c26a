import { z } from '@hono/zod-openapi'
import type { Tx } from '@octavo/database'
import { applyPatch, choose, patchBetween, rebase } from '@octavo/manuscript'
import { OctavoError } from '../../errors.ts'
import type { Caller } from '../../http/environment.ts'
import type { Octavo } from '../../octavo.ts'
import { allowedBook } from '../book-access.ts'
import { lockChapter, saveChapter } from '../chapters.ts'
import { findVersion } from '../versions/versions.ts'
import { patchOf, type SuggestionRow, type SuggestionView } from './suggestion-view.ts'
import { findSuggestion, readSuggestion } from './suggestions.ts'

export const acceptance = z
  .object({
    accepted: z
      .array(z.number().int().min(1))
      .min(1)
      .optional()
      .openapi({ description: 'The numbers of the hunks to accept; default all. The others are rejected.' }),
  })
  .openapi('Acceptance')

/**
 * Makes the accepted hunks of a suggestion a version of the chapter, in the name of whoever accepts; what was edited
 * since it was made stays. All or nothing: throws suggestion_outdated, with the hunks that no longer fit, and
 * suggestion_decided.
 */
export async function acceptSuggestion(
  octavo: Octavo,
  caller: Caller,
  id: string,
  { accepted }: z.infer<typeof acceptance>,
): Promise<SuggestionView> {
  await octavo.database.asUser(caller, async tx => {
    const row = await findOpen(tx, id)
    const chapter = await lockChapter(tx, row.chapter_id)
    const patch = patchOf(row)
    const numbers = [...new Set(accepted ?? patch.keys().map(index => index + 1))].sort((a, b) => a - b)
    const unknown = numbers.filter(number => patch[number - 1] === undefined)
    if (unknown.length > 0) {
      const problems = unknown.map(number => ({
        path: 'json.accepted',
        message: `there is no hunk ${number}: it has ${patch.length}`,
      }))
      throw new OctavoError('request_invalid', undefined, { problems })
    }
    const base = (await findVersion(tx, row.chapter_id, row.version)).content
    const indexes = numbers.map(number => number - 1)
    const { patch: moved, lost } = rebase(choose(patch, indexes).chosen, patchBetween(base, chapter.content))
    if (lost.length > 0) throw outdated(lost.map(index => numbers[index]!))
    const { version, changed } = await saveChapter(tx, {
      chapterId: row.chapter_id,
      content: applyPatch(chapter.content, moved),
      changeType: 'edited',
      note: `Accepted a suggestion${row.reason && `: ${row.reason}`}`.slice(0, 2_000),
    })
    await decide(tx, id, { state: 'accepted', accepted: numbers, accepted_version: changed ? version : null })
  })
  return readSuggestion(octavo, caller, id)
}

/** Leaves the text as it is. Throws suggestion_decided. */
export async function rejectSuggestion(octavo: Octavo, caller: Caller, id: string): Promise<SuggestionView> {
  await octavo.database.asUser(caller, async tx => {
    await findOpen(tx, id)
    await decide(tx, id, { state: 'rejected' })
  })
  return readSuggestion(octavo, caller, id)
}

/** An open suggestion, kept from everybody else who would decide on it. */
async function findOpen(tx: Tx, id: string): Promise<SuggestionRow> {
  const { book_id, chapter_id } = await findSuggestion(tx, id)
  await allowedBook(tx, book_id)
  // Before what hangs on it, as when it is deleted.
  await lockChapter(tx, chapter_id)
  await tx.selectFrom('library.suggestions').select('id').where('id', '=', id).forUpdate().execute()
  const row = await findSuggestion(tx, id)
  if (row.state !== 'open') throw new OctavoError('suggestion_decided')
  return row
}

async function decide(
  tx: Tx,
  id: string,
  decision: { state: 'accepted' | 'rejected'; accepted?: number[]; accepted_version?: number | null },
): Promise<void> {
  await tx.updateTable('library.suggestions').set(decision).where('id', '=', id).execute()
}

function outdated(numbers: readonly number[]): OctavoError {
  return new OctavoError('suggestion_outdated', undefined, {
    problems: numbers.map(number => ({
      path: `hunks.${number}`,
      message: 'the text was changed there in another way',
    })),
  })
}
