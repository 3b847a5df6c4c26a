import { z } from '@hono/zod-openapi'
import type { Tx } from '@octavo/database'
import { applyPatch, type Hunk, type Patch, PatchError, patchBetween, rebase } from '@octavo/manuscript'
import { OctavoError } from '../errors.ts'
import type { Caller } from '../http/environment.ts'
import { allowedBook } from '../library/book-access.ts'
import { lockChapter, saveChapter } from '../library/chapters.ts'
import type { Octavo } from '../octavo.ts'
import { refreshAudit } from './audits.ts'
import {
  type Decision,
  decisionsOf,
  findRemediation,
  hunksOf,
  type RemediationRow,
  type RemediationView,
  remediationView,
  toRemediation,
} from './remediation-view.ts'

const numbers = z.union([z.literal('all'), z.array(z.number().int().min(1).max(10_000)).max(10_000)])

export const decisionInput = z
  .object({
    accept: numbers.default([]).openapi({ description: 'Numbers of hunks, or "all" that are not decided' }),
    reject: numbers.default([]).openapi({ description: 'The same; what is in neither stays open' }),
  })
  .openapi('RemediationDecision')

export const decidedRemediation = remediationView
  .extend({ score: z.number().nullable().describe('Of the chapter, audited anew; null when that failed') })
  .openapi('DecidedRemediation')

/**
 * Takes over the hunks an author accepts, as one new version of the chapter, and remembers those he rejects. When the
 * chapter was edited since the hunks were made, they are moved over the edits; what no longer fits is marked `unfit` and
 * changes nothing. The book is audited anew. Throws not_found, forbidden, remediation_open, hunk_decided, request_invalid.
 */
export async function decideRemediation(
  octavo: Octavo,
  caller: Caller,
  id: string,
  input: z.infer<typeof decisionInput>,
): Promise<z.infer<typeof decidedRemediation>> {
  const decided = await decide(octavo, caller, id, input)
  return { ...decided, score: await scoreOf(octavo, decided) }
}

/** The decision stands whatever becomes of the audit, which is made anew by whoever reads it. */
async function scoreOf(octavo: Octavo, { bookId, chapterId }: RemediationView): Promise<number | null> {
  try {
    const { chapters } = await refreshAudit(octavo, bookId)
    return chapters.find(chapter => chapter.chapterId === chapterId)?.score ?? null
  } catch (error) {
    octavo.log.error({ err: error, bookId }, 'a book could not be audited after a remediation')
    return null
  }
}

function decide(
  octavo: Octavo,
  caller: Caller,
  id: string,
  input: z.infer<typeof decisionInput>,
): Promise<RemediationView> {
  return octavo.database.asUser(caller, async tx => {
    const { book_id, chapter_id } = await findRemediation(tx, id)
    await allowedBook(tx, book_id)
    // Before what hangs on it, as when it is deleted.
    await lockChapter(tx, chapter_id)
    // Then the row: whoever decides at the same moment waits, and then finds what was decided.
    await tx.selectFrom('quality.remediations').select('id').where('id', '=', id).forUpdate().execute()
    const row = await findRemediation(tx, id)
    const { accept, reject } = choices(row, input)
    const made = accept.length > 0 ? await applyHunks(tx, row, accept) : undefined
    const decided: Record<string, Decision> = { ...decisionsOf(row) }
    for (const number of reject) decided[number] = 'rejected'
    for (const number of accept) decided[number] = made?.unfit.includes(number) ? 'unfit' : 'accepted'
    await tx
      .updateTable('quality.remediations')
      .set({
        decisions: JSON.stringify(decided),
        decided_by: caller.userId,
        decided_at: new Date(),
        ...(made?.version && { result_version: made.version }),
      })
      .where('id', '=', id)
      .execute()
    return toRemediation(await findRemediation(tx, id))
  })
}

function choices(row: RemediationRow, input: z.infer<typeof decisionInput>): { accept: number[]; reject: number[] } {
  if (toRemediation(row).state !== 'completed') throw new OctavoError('remediation_open')
  const decided = decisionsOf(row)
  const all = hunksOf(row).map((_, index) => index + 1)
  const open = all.filter(number => !decided[number])
  const named = (given: typeof input.accept) => (given === 'all' ? undefined : withGroups(row, given))
  const [accepted, rejected] = [named(input.accept), named(input.reject)]
  const both = (number: number) => accepted?.includes(number) && rejected?.includes(number)
  const problems = [...(accepted ?? []), ...(rejected ?? [])].flatMap(number => {
    if (!all.includes(number)) return [{ path: `body.${number}`, message: `there is no hunk ${number}` }]
    return both(number) ? [{ path: `body.${number}`, message: `hunk ${number} is both accepted and rejected` }] : []
  })
  if (!accepted && !rejected) problems.push({ path: 'body', message: 'either all are accepted or all are rejected' })
  if (problems.length > 0) throw new OctavoError('request_invalid', undefined, { problems })
  const again = [...(accepted ?? []), ...(rejected ?? [])].filter(number => decided[number])
  if (again.length > 0) {
    throw new OctavoError('hunk_decided', undefined, {
      problems: again.map(number => ({ path: `body.${number}`, message: `hunk ${number} is ${decided[number]}` })),
    })
  }
  return {
    accept: accepted ?? open.filter(number => !rejected?.includes(number)),
    reject: rejected ?? open.filter(number => !accepted?.includes(number)),
  }
}

/** Numbers in order, each with those of its group: half of a fix may leave a page worse than none. */
function withGroups(row: RemediationRow, given: readonly number[]): number[] {
  const hunks = hunksOf(row)
  const groups = new Set(given.flatMap(number => hunks[number - 1]?.wish ?? []))
  const together = hunks.flatMap(({ wish }, index) => (groups.has(wish) ? [index + 1] : []))
  return [...new Set([...given, ...together])].sort((a, b) => a - b)
}

/**
 * Saves a chapter with these hunks of a remediation, moved over what was edited since. Gives the new version, if any, and
 * the numbers of the hunks that no longer fit. `by` is given in a service transaction.
 */
export async function applyHunks(
  tx: Tx,
  row: Pick<RemediationRow, 'chapter_id' | 'original' | 'hunks' | 'model' | 'kind'>,
  accepted: readonly number[],
  by?: string | null,
): Promise<{ version: number | undefined; unfit: number[] }> {
  const chapter = await lockChapter(tx, row.chapter_id)
  const hunks: Hunk[] = accepted.map(number => hunksOf(row)[number - 1]!)
  const { patch, lost } = moved(hunks, row.original, chapter.content)
  const unfit = lost.map(index => accepted[index]!)
  if (patch.length === 0) return { version: undefined, unfit }
  const reasons = [...new Set(patch.map(hunk => hunk.reason))].join(', ')
  const saved = await saveChapter(tx, {
    chapterId: row.chapter_id,
    content: applyPatch(chapter.content, patch),
    changeType: 'remediated',
    note: `${row.kind === 'revise' ? 'Revised' : row.kind === 'fix' ? 'Fixed' : 'Remediated'}: ${reasons}`.slice(
      0,
      2_000,
    ),
    ...(by !== undefined && { by }),
    ...(row.model && { model: row.model }),
    expectedVersion: chapter.version,
  })
  return { version: saved.changed ? saved.version : undefined, unfit }
}

/** Hunks of the original as a patch of the text as it is now; `lost` are the indexes of those that no longer fit. */
function moved(hunks: Patch, original: string, current: string): { patch: Patch; lost: number[] } {
  const { patch, done, lost } = rebase(hunks, patchBetween(original, current))
  const kept = hunks.map((_, index) => index).filter(index => !done.includes(index) && !lost.includes(index))
  // One by one, so that a single hunk that would tear a character apart does not take the others with it.
  const fitting: Hunk[] = []
  for (const [at, hunk] of patch.entries()) {
    try {
      applyPatch(current, [...fitting, hunk])
      fitting.push(hunk)
    } catch (error) {
      if (!(error instanceof PatchError)) throw error
      lost.push(kept[at]!)
    }
  }
  return { patch: fitting, lost }
}
