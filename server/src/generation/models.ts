import type { Tx } from '@octavo/database'
import { sql } from 'kysely'
import type { z } from 'zod'
import { OctavoError } from '../errors.ts'
import type { Caller } from '../http/environment.ts'
import type { Octavo } from '../octavo.ts'
import { recordAudit } from '../system/audit.ts'
import type { modelChange, modelInput, providerChange } from './model-routes.ts'
import { usableProviders } from './registry.ts'

type ModelRow = Awaited<ReturnType<typeof readModels>>[number]

function readModels(tx: Tx) {
  return tx.selectFrom('generation.models').selectAll().orderBy('provider_id').orderBy('id').execute()
}

function toModel(row: ModelRow, available: boolean) {
  return {
    id: row.id,
    providerId: row.provider_id,
    name: row.name,
    version: row.version,
    contextWindow: row.context_window,
    maxOutput: row.max_output,
    inputPrice: Number(row.input_price),
    outputPrice: Number(row.output_price),
    cachedInputPrice: row.cached_input_price === null ? null : Number(row.cached_input_price),
    capabilities: row.capabilities,
    tier: row.tier,
    status: row.status,
    replacedBy: row.replaced_by,
    customized: row.customized,
    available,
  }
}

/** Every model, with whether this organization (default: the personal one) can call it now. */
export async function listModels(octavo: Octavo, caller: Caller, organizationId: string | undefined) {
  const { rows, active, keys } = await octavo.database.asUser(caller, async tx => {
    const active = await tx
      .selectFrom('generation.providers')
      .select(['id', 'kind', 'base_url'])
      .where('status', '=', 'active')
      .execute()
    let query = tx.selectFrom('identity.provider_keys').select('provider')
    if (organizationId) query = query.where('organization_id', '=', organizationId)
    return { rows: await readModels(tx), active, keys: await query.execute() }
  })
  const usable = usableProviders(
    octavo.config,
    keys.map(key => key.provider),
    active,
  )
  return rows.map(row => toModel(row, row.status === 'active' && usable.has(row.provider_id)))
}

function toProvider(row: {
  id: string
  name: string
  kind: string
  base_url: string | null
  requests_per_minute: number | null
  status: string
}) {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    baseUrl: row.base_url,
    requestsPerMinute: row.requests_per_minute,
    status: row.status as 'active' | 'inactive' | 'maintenance',
  }
}

/** Every provider. */
export async function listProviders(octavo: Octavo, caller: Caller) {
  const rows = await octavo.database.asUser(caller, tx =>
    tx.selectFrom('generation.providers').selectAll().orderBy('id').execute(),
  )
  return rows.map(toProvider)
}

/** Per model and day, over the calls one may see. `days` counts back from today, UTC. */
export async function listMetrics(octavo: Octavo, caller: Caller, days: number) {
  const since = new Date(Date.now() - (days - 1) * 86_400_000).toISOString().slice(0, 10)
  const rows = await octavo.database.asUser(caller, tx =>
    tx
      .selectFrom('generation.model_metrics')
      .selectAll()
      .where('day', '>=', since)
      .orderBy('day', 'desc')
      .orderBy('model')
      .execute(),
  )
  return rows.map(row => ({
    model: row.model!,
    day: String(row.day),
    requests: row.requests!,
    successes: row.successes!,
    failures: row.failures!,
    meanLatency: row.mean_latency_ms,
    meanCost: row.mean_cost,
    cost: row.cost ?? 0,
    inputTokens: Number(row.input_tokens),
    outputTokens: Number(row.output_tokens),
  }))
}

/** Adds a model. Operators only; throws forbidden, conflict, not_found for an unknown provider. */
export async function putModel(octavo: Octavo, caller: Caller, input: z.infer<typeof modelInput>) {
  const row = await octavo.database.asUser(caller, async tx => {
    await recordAudit(tx, { action: 'model.added', subject: input.id })
    return tx
      .insertInto('generation.models')
      .values({
        id: input.id,
        provider_id: input.id.slice(0, input.id.indexOf('/')),
        name: input.name,
        version: input.version,
        context_window: input.contextWindow,
        max_output: input.maxOutput,
        input_price: input.inputPrice,
        output_price: input.outputPrice,
        cached_input_price: input.cachedInputPrice,
        capabilities: input.capabilities,
        tier: input.tier,
        status: input.status,
        replaced_by: input.replacedBy,
        customized: true,
      })
      .returningAll()
      .executeTakeFirstOrThrow()
  })
  return toModel(row, false)
}

/** Changes a model; the shipped catalogue then leaves it alone. Operators only; throws not_found, forbidden. */
export async function changeModel(octavo: Octavo, caller: Caller, id: string, change: z.infer<typeof modelChange>) {
  const row = await octavo.database.asUser(caller, async tx => {
    const known = await tx.selectFrom('generation.models').select('id').where('id', '=', id).executeTakeFirst()
    if (!known) throw new OctavoError('not_found')
    const changed = await tx
      .updateTable('generation.models')
      .set({
        customized: true,
        ...(change.name !== undefined && { name: change.name }),
        ...(change.contextWindow !== undefined && { context_window: change.contextWindow }),
        ...(change.maxOutput !== undefined && { max_output: change.maxOutput }),
        ...(change.inputPrice !== undefined && { input_price: change.inputPrice }),
        ...(change.outputPrice !== undefined && { output_price: change.outputPrice }),
        ...(change.cachedInputPrice !== undefined && { cached_input_price: change.cachedInputPrice }),
        ...(change.tier !== undefined && { tier: change.tier }),
        ...(change.status !== undefined && { status: change.status }),
        ...(change.replacedBy !== undefined && { replaced_by: change.replacedBy }),
      })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirst()
    if (!changed) throw new OctavoError('forbidden')
    await recordAudit(tx, { action: 'model.changed', subject: id, details: { ...change } })
    return changed
  })
  return toModel(row, false)
}

/** Changes a provider. Operators only; throws not_found, forbidden. */
export async function changeProvider(
  octavo: Octavo,
  caller: Caller,
  id: string,
  change: z.infer<typeof providerChange>,
) {
  const row = await octavo.database.asUser(caller, async tx => {
    const known = await tx.selectFrom('generation.providers').select('id').where('id', '=', id).executeTakeFirst()
    if (!known) throw new OctavoError('not_found')
    const changed = await tx
      .updateTable('generation.providers')
      .set({
        // Keeps the statement valid when nothing else changes.
        name: sql.ref('name'),
        ...(change.baseUrl !== undefined && { base_url: change.baseUrl }),
        ...(change.requestsPerMinute !== undefined && { requests_per_minute: change.requestsPerMinute }),
        ...(change.status !== undefined && { status: change.status }),
      })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirst()
    if (!changed) throw new OctavoError('forbidden')
    await recordAudit(tx, { action: 'provider.changed', subject: id, details: { ...change } })
    return changed
  })
  return toProvider(row)
}
