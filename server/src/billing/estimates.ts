import type { Caller } from '../http/environment.ts'
import { type PageRequest, pageByTime } from '../http/pagination.ts'
import type { Octavo } from '../octavo.ts'
import { requireReader } from './access.ts'

/** Jobs of an organization that one may see, newest first: what was estimated before each and what it took. Throws not_found. */
export async function listEstimates(octavo: Octavo, caller: Caller, organizationId: string, page: PageRequest) {
  return octavo.database.asUser(caller, async tx => {
    await requireReader(tx, organizationId)
    const query = tx
      .selectFrom('generation.generations as g')
      .leftJoin('billing.job_budgets as b', 'b.generation_id', 'g.id')
      .select(['g.id', 'g.book_id', 'g.kind', 'g.model', 'g.state', 'g.created_at', 'g.estimated_cost', 'g.cost'])
      .select(['g.input_tokens', 'g.output_tokens', 'g.words', 'b.amount'])
      .where('g.organization_id', '=', organizationId)
      .where('g.parent_id', 'is', null)
    return pageByTime(
      query,
      page,
      row => ({
        jobId: row.id,
        bookId: row.book_id,
        kind: row.kind,
        model: row.model,
        state: row.state,
        createdAt: row.created_at.toISOString(),
        estimatedCost: row.estimated_cost,
        cost: row.cost,
        ratio: row.estimated_cost ? Math.round((row.cost / row.estimated_cost) * 1000) / 1000 : null,
        budget: row.amount,
        inputTokens: row.input_tokens,
        outputTokens: row.output_tokens,
        words: row.words,
      }),
      { at: 'g.created_at', id: 'g.id' },
    )
  })
}
