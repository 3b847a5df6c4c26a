import type { Tx } from '@octavo/database'
import { createModels, type ModelCard, type Models, type ProviderAccess } from '@octavo/models'
import type { Config, ModelProvider } from '../config.ts'
import { decryptProviderKeys } from '../identity/provider-keys.ts'
import type { Octavo } from '../octavo.ts'

/** The models of the database as the registry takes them. */
export async function readCards(tx: Tx): Promise<ModelCard[]> {
  const rows = await tx.selectFrom('generation.models').selectAll().orderBy('id').execute()
  return rows.map(row => ({
    id: row.id,
    provider: row.provider_id,
    name: row.name,
    ...(row.version && { version: row.version }),
    contextWindow: row.context_window,
    maxOutput: row.max_output,
    inputPrice: Number(row.input_price),
    outputPrice: Number(row.output_price),
    ...(row.cached_input_price !== null && { cachedInputPrice: Number(row.cached_input_price) }),
    ...(row.cache_write_price !== null && { cacheWritePrice: Number(row.cache_write_price) }),
    ...(row.long_prompt !== null && { longPrompt: row.long_prompt as unknown as NonNullable<ModelCard['longPrompt']> }),
    capabilities: row.capabilities as ModelCard['capabilities'],
    tier: row.tier as ModelCard['tier'],
    status: row.status as ModelCard['status'],
    ...(row.replaced_by && { replacedBy: row.replaced_by }),
  }))
}

/**
 * The providers that can be called: the compositor always, an OpenAI-compatible server when its address is known, the
 * others with a key of the organization's or the operator's.
 */
export function usableProviders(
  config: Config,
  organizationKeys: readonly string[],
  active: readonly { id: string; kind: string; base_url: string | null }[],
): Set<string> {
  const usable = active.filter(({ id, kind, base_url }) => {
    const operator = config.modelProviders[id as ModelProvider]
    if (kind === 'compositor' || organizationKeys.includes(id)) return true
    return kind === 'openai-compatible' ? Boolean(base_url ?? operator?.baseUrl) : Boolean(operator?.apiKey)
  })
  return new Set(usable.map(provider => provider.id))
}

interface Opened {
  fingerprint: string
  models: Models
}

/** Kept per organization, so that a failing model's rest and the rate limits outlive a single call. */
const opened = new WeakMap<Octavo, Map<string, Opened>>()

/**
 * The models an organization can call: through its own keys, else the operator's. A provider that is not active is left
 * out. Opened anew when keys, providers or cards changed.
 */
export async function modelsFor(octavo: Octavo, organizationId: string): Promise<Models> {
  const { cards, providers } = await octavo.database.asService('read models and providers for a job', async tx => ({
    cards: await readCards(tx),
    providers: await tx
      .selectFrom('generation.providers')
      .select(['id', 'kind', 'base_url', 'requests_per_minute'])
      .where('status', '=', 'active')
      .orderBy('id')
      .execute(),
  }))
  const keys = new Map((await decryptProviderKeys(octavo, organizationId)).map(key => [key.provider, key]))
  const access = providers.map((provider): ProviderAccess => {
    const own = keys.get(provider.id)
    const operator = octavo.config.modelProviders[provider.id as ModelProvider]
    const apiKey = own?.apiKey ?? operator?.apiKey
    const baseURL = own?.baseUrl ?? provider.base_url ?? operator?.baseUrl
    return {
      provider: provider.id,
      kind: provider.kind as ProviderAccess['kind'],
      ...(apiKey && { apiKey }),
      ...(baseURL && { baseURL }),
      ...(provider.requests_per_minute && { requestsPerMinute: provider.requests_per_minute }),
    }
  })
  const fingerprint = JSON.stringify([cards, access])
  const known = opened.get(octavo) ?? new Map<string, Opened>()
  opened.set(octavo, known)
  const before = known.get(organizationId)
  if (before?.fingerprint === fingerprint) return before.models
  const models = createModels({ cards, access })
  known.set(organizationId, { fingerprint, models })
  return models
}
