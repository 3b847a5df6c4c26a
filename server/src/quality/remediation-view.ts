import { z } from '@hono/zod-openapi'
import type { JsonValue, Tx } from '@octavo/database'
import type { Hunk } from '@octavo/manuscript'
import { OctavoError } from '../errors.ts'

export const revisions = ['improve', 'shorten', 'expand', 'continue', 'rephrase'] as const
export type Revision = (typeof revisions)[number]

/** Where a hunk comes from: a mechanical fix, or somebody who writes (a language model, the compositor). */
export const hunkOrigins = ['fix', 'model'] as const
/** `unfit`: the chapter was edited where the hunk belongs, so it could not be applied. */
export const decisions = ['accepted', 'rejected', 'unfit'] as const
export type Decision = (typeof decisions)[number]

/** A hunk as it is stored. `wish` names what it answers, so that a step that runs again adds nothing twice. */
export type StoredHunk = Hunk & { origin: (typeof hunkOrigins)[number]; wish: string }

/**
 * What came of one thing that was asked for. `present`: nothing to do; `impossible`: whoever was asked says it cannot be
 * done without inventing something; `refused`: the answers could not be used, or the model declined.
 */
export const outcomeKinds = ['made', 'present', 'impossible', 'refused'] as const
export interface StoredOutcome {
  wish: string
  kind: 'feature' | 'finding' | 'revision'
  name: string
  outcome: (typeof outcomeKinds)[number]
  /** For everything but `made`. */
  reason: string | null
  attempts: number
}

const count = z.number().int()
const failure = z.looseObject({ code: z.string(), message: z.string() })

export const hunkView = z
  .object({
    number: count.describe('From 1; what a decision names'),
    start: count.describe('Offset in the original, in UTF-16 code units'),
    end: count,
    line: count.describe('From 1, in the original'),
    before: z.string(),
    after: z.string(),
    reason: z.string(),
    origin: z.enum(hunkOrigins),
    group: z.string().describe('Hunks of one group are accepted and rejected together'),
    decision: z.enum(decisions).nullable(),
  })
  .openapi('Hunk')
export type HunkView = z.infer<typeof hunkView>

export const remediationView = z
  .object({
    id: z.uuid(),
    bookId: z.uuid(),
    chapterId: z.uuid(),
    jobId: z.uuid().nullable().describe('null: no job is needed, or its record has been cleared'),
    kind: z.enum(['fix', 'remediate', 'revise']),
    action: z.enum(revisions).nullable(),
    automatic: z.boolean().describe('Whether it was begun by the job that wrote the chapter'),
    features: z.array(z.string()),
    findings: z.array(z.string()).describe('Rules'),
    instructions: z.string(),
    selection: z.object({ start: count, end: count }).nullable(),
    baseVersion: count.describe('The version of the chapter the hunks were made for'),
    state: z.enum(['pending', 'processing', 'completed', 'failed']),
    hunks: z.array(hunkView),
    outcomes: z.array(
      z.object({
        kind: z.enum(['feature', 'finding', 'revision']),
        name: z.string(),
        outcome: z.enum(outcomeKinds),
        reason: z.string().nullable(),
        attempts: count,
      }),
    ),
    wordsBefore: count.nullable(),
    wordsAfter: count.nullable().describe('If every hunk is accepted'),
    model: z.string().nullable().describe('null: only mechanical fixes'),
    inputTokens: count,
    outputTokens: count,
    cost: z.number().describe('US dollars, measured'),
    retries: count,
    error: failure.nullable(),
    resultVersion: count.nullable().describe('The newest version accepted hunks have made'),
    createdBy: z.uuid().nullable(),
    createdAt: z.string(),
    startedAt: z.string().nullable(),
    completedAt: z.string().nullable(),
    decidedAt: z.string().nullable(),
  })
  .openapi('Remediation')
export type RemediationView = z.infer<typeof remediationView>

export const remediationDetail = remediationView
  .extend({ original: z.string().describe('The text the hunks are about') })
  .openapi('RemediationWithText')
export type RemediationDetail = z.infer<typeof remediationDetail>

/** Remediations with how their job stands. */
export function remediationsIn(tx: Tx) {
  return tx
    .selectFrom('quality.remediations as r')
    .leftJoin('generation.generations as g', 'g.id', 'r.generation_id')
    .selectAll('r')
    .select(['g.state as job_state', 'g.error as job_error'])
}

export type RemediationRow = Awaited<ReturnType<ReturnType<typeof remediationsIn>['executeTakeFirstOrThrow']>>

/** The row of a remediation the person of the transaction may see. Throws not_found. */
export async function findRemediation(tx: Tx, id: string): Promise<RemediationRow> {
  const row = await remediationsIn(tx).where('r.id', '=', id).executeTakeFirst()
  if (!row) throw new OctavoError('not_found')
  return row
}

export const hunksOf = (row: { hunks: JsonValue }) => row.hunks as unknown as StoredHunk[]
export const outcomesOf = (row: { outcomes: JsonValue }) => row.outcomes as unknown as StoredOutcome[]
/** By the number of the hunk. */
export const decisionsOf = (row: { decisions: JsonValue }) => row.decisions as Record<string, Decision>

export function toRemediation(row: RemediationRow): RemediationView {
  return {
    id: row.id,
    bookId: row.book_id,
    chapterId: row.chapter_id,
    jobId: row.generation_id,
    kind: row.kind,
    action: row.action,
    automatic: row.automatic,
    features: row.features,
    findings: row.rules,
    instructions: row.instructions,
    selection:
      row.selection_start === null || row.selection_end === null
        ? null
        : { start: row.selection_start, end: row.selection_end },
    baseVersion: row.base_version,
    ...stateOf(row),
    hunks: showHunks(row.original, hunksOf(row), decisionsOf(row)),
    outcomes: outcomesOf(row).map(({ wish: _, ...outcome }) => outcome),
    wordsBefore: row.words_before,
    wordsAfter: row.words_after,
    model: row.model,
    inputTokens: row.input_tokens,
    outputTokens: row.output_tokens,
    cost: row.cost,
    retries: row.retries,
    resultVersion: row.result_version,
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    completedAt: row.completed_at?.toISOString() ?? null,
    decidedAt: row.decided_at?.toISOString() ?? null,
  }
}

/** Hunks as the API shows them. */
export function showHunks(
  original: string,
  hunks: readonly StoredHunk[],
  decided: Record<string, Decision> = {},
): HunkView[] {
  return hunks.map(({ wish, ...hunk }, index) => ({
    number: index + 1,
    line: lineAt(original, hunk.start),
    ...hunk,
    group: wish,
    decision: decided[index + 1] ?? null,
  }))
}

/** A job can be canceled before its workflow ever saw the remediation, or be cleared away: then it failed all the same. */
function stateOf(row: RemediationRow): Pick<RemediationView, 'state' | 'error'> {
  const error = row.error as RemediationView['error']
  const open = row.state === 'pending' || row.state === 'processing'
  if (!open) return { state: row.state, error }
  const ended = row.job_state === null || ['failed', 'canceled', 'completed', 'partial'].includes(row.job_state)
  if (!ended) return { state: row.state, error }
  const told = (row.job_error as RemediationView['error']) ?? {
    code: 'canceled',
    message: 'The job was canceled. Ask again to try anew.',
  }
  return { state: 'failed', error: told }
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split(/\r\n?|\n/).length
}
