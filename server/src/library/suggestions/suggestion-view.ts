import { z } from '@hono/zod-openapi'
import type { Tx } from '@octavo/database'
import { type Patch, patchBetween, rebase } from '@octavo/manuscript'
import type { Octavo } from '../../octavo.ts'
import { namesOf } from '../people.ts'

const person = z.object({ id: z.uuid(), name: z.string().nullable() })

/** `fits`: it can be accepted; `done`: the text says so already; `outdated`: the text has changed there in another way. */
export const fits = ['fits', 'done', 'outdated'] as const

export const suggestionView = z
  .object({
    id: z.uuid(),
    bookId: z.uuid(),
    chapterId: z.uuid(),
    version: z.number().int().openapi({ description: 'The version it was made for' }),
    author: person.nullable(),
    reason: z.string(),
    state: z.enum(['open', 'accepted', 'rejected']),
    hunks: z.array(
      z.object({
        number: z.number().int().openapi({ description: 'From 1; what "accepted" counts by' }),
        before: z.string(),
        after: z.string(),
        reason: z.string(),
        accepted: z.boolean(),
        fit: z.enum(fits).nullable().openapi({ description: 'Null once decided' }),
        start: z.number().int().nullable().openapi({ description: 'Where it is in the text as it is now, if it fits' }),
        end: z.number().int().nullable(),
      }),
    ),
    acceptedVersion: z.number().int().nullable().openapi({ description: 'The version that accepting it made' }),
    decidedBy: person.nullable(),
    decidedAt: z.string().nullable(),
    createdAt: z.string(),
  })
  .openapi('Suggestion')
export type SuggestionView = z.infer<typeof suggestionView>

export function suggestions(tx: Tx) {
  return tx
    .selectFrom('library.suggestions')
    .select(['id', 'book_id', 'chapter_id', 'version', 'hunks', 'reason', 'state', 'accepted', 'accepted_version'])
    .select(['created_by', 'decided_by', 'decided_at', 'created_at'])
}

export type SuggestionRow = Awaited<ReturnType<ReturnType<typeof suggestions>['executeTakeFirstOrThrow']>>

export const patchOf = (row: Pick<SuggestionRow, 'hunks'>): Patch => row.hunks as unknown as Patch

/** What was changed in the texts of open suggestions since they were made, by suggestion. */
export async function changesSince(tx: Tx, rows: readonly SuggestionRow[]): Promise<Map<string, Patch>> {
  const open = rows.filter(row => row.state === 'open')
  const changes = new Map<string, Patch>()
  for (const [, same] of Map.groupBy(open, row => `${row.chapter_id} ${row.version}`)) {
    const [{ chapter_id, version }] = same as [SuggestionRow]
    const texts = await tx
      .selectFrom('library.chapters as c')
      .innerJoin('library.chapter_versions as v', 'v.chapter_id', 'c.id')
      .select(['c.content as now', 'v.content as then'])
      .where('c.id', '=', chapter_id)
      .where('v.number', '=', version)
      .executeTakeFirst()
    // The chapter was deleted meanwhile, and its suggestions with it.
    if (!texts) continue
    const between = patchBetween(texts.then, texts.now)
    for (const { id } of same) changes.set(id, between)
  }
  return changes
}

/** Suggestions as the API shows them, each hunk where it is now. */
export async function toSuggestionViews(
  octavo: Octavo,
  rows: readonly SuggestionRow[],
  changes: ReadonlyMap<string, Patch>,
): Promise<SuggestionView[]> {
  const names = await namesOf(
    octavo,
    rows.flatMap(row => [row.created_by, row.decided_by]).flatMap(id => id ?? []),
  )
  const toPerson = (id: string | null) => (id === null ? null : { id, name: names.get(id)?.name ?? null })
  return rows.map(row => ({
    id: row.id,
    bookId: row.book_id,
    chapterId: row.chapter_id,
    version: row.version,
    author: toPerson(row.created_by),
    reason: row.reason,
    state: row.state,
    hunks: hunksOf(row, changes.get(row.id)),
    acceptedVersion: row.accepted_version,
    decidedBy: toPerson(row.decided_by),
    decidedAt: row.decided_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
  }))
}

function hunksOf(row: SuggestionRow, since: Patch | undefined): SuggestionView['hunks'] {
  const patch = patchOf(row)
  const { patch: moved, done, lost } = rebase(patch, since ?? [])
  const fitting = moved.values()
  return patch.map(({ before, after, reason }, index) => {
    const fit = done.includes(index) ? 'done' : lost.includes(index) ? 'outdated' : 'fits'
    const now = fit === 'fits' ? fitting.next().value : undefined
    const accepted = row.accepted.includes(index + 1)
    const shown = { number: index + 1, before, after, reason, accepted }
    return since
      ? { ...shown, fit, start: now?.start ?? null, end: now?.end ?? null }
      : { ...shown, fit: null, start: null, end: null }
  })
}
