import type { Tx } from '@octavo/database'
import { applyPatch, countWords } from '@octavo/manuscript'
import { sql } from 'kysely'
import { OctavoError } from '../errors.ts'
import type { Job } from '../generation/call.ts'
import { hunksOf, outcomesOf, type StoredHunk } from './remediation-view.ts'

/**
 * Closes a remediation with what it took: words, the model that answered, tokens and cost of its calls, which are those
 * of the job whose keys begin with `prefix`. Gives the number of hunks, and the words if all are accepted.
 */
export async function finishRemediation(
  tx: Tx,
  job: Job,
  remediationId: string,
  prefix = '',
): Promise<{ hunks: number; words: number }> {
  const row = await tx
    .selectFrom('quality.remediations')
    .select(['original', 'hunks', 'outcomes'])
    .where('id', '=', remediationId)
    .forUpdate()
    .executeTakeFirstOrThrow()
  const used = await tx
    .selectFrom('generation.calls')
    .select([
      sql<number>`coalesce(sum(input_tokens), 0)::bigint`.as('input'),
      sql<number>`coalesce(sum(output_tokens), 0)::bigint`.as('output'),
      sql<string>`coalesce(sum(cost), 0)::text`.as('cost'),
      sql<number>`count(*) filter (where state <> 'completed')::integer`.as('failed'),
      sql<string | null>`(array_agg(model order by created_at desc) filter (where state = 'completed'))[1]`.as('model'),
    ])
    .where('generation_id', '=', job.id)
    .where(sql<boolean>`starts_with(key, ${prefix})`)
    .executeTakeFirstOrThrow()
  const hunks = hunksOf(row)
  const words = countWords(applyPatch(row.original, hunks))
  const asked = outcomesOf(row).length > 0
  const again = outcomesOf(row).reduce((sum, outcome) => sum + Math.max(0, outcome.attempts - 1), 0)
  await tx
    .updateTable('quality.remediations')
    .set({
      state: 'completed',
      words_before: countWords(row.original),
      words_after: words,
      model: asked ? (used.model ?? job.model) : null,
      input_tokens: used.input,
      output_tokens: used.output,
      cost: sql<number>`${used.cost}::numeric`,
      retries: used.failed + again,
      error: null,
      completed_at: new Date(),
    })
    .where('id', '=', remediationId)
    .execute()
  return { hunks: hunks.length, words }
}

/** Closes a remediation that called no model. Throws not_found when its chapter was deleted meanwhile. */
export async function finishFix(tx: Tx, remediationId: string, hunks: readonly StoredHunk[]): Promise<void> {
  const remediation = await tx
    .selectFrom('quality.remediations')
    .select('original')
    .where('id', '=', remediationId)
    .executeTakeFirst()
  if (!remediation) throw new OctavoError('not_found')
  const { original } = remediation
  const now = new Date()
  await tx
    .updateTable('quality.remediations')
    .set({
      state: 'completed',
      hunks: JSON.stringify(hunks),
      words_before: countWords(original),
      words_after: countWords(applyPatch(original, hunks)),
      started_at: now,
      completed_at: now,
    })
    .where('id', '=', remediationId)
    .execute()
}
