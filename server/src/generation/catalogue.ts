import type { Tx } from '@octavo/database'
import { catalogue, type ModelCard } from '@octavo/models'
import type { Octavo } from '../octavo.ts'
import { syncFeatures } from '../quality/feature-catalogue.ts'
import { builtInPrompts } from './built-in-prompts.ts'

/** The providers Octavo can speak to, with the protocol of each. */
export const providers = [
  { id: 'octavo', name: 'Octavo', kind: 'compositor' },
  { id: 'anthropic', name: 'Anthropic', kind: 'anthropic' },
  { id: 'openai', name: 'OpenAI', kind: 'openai' },
  { id: 'google', name: 'Google', kind: 'google' },
  { id: 'openai-compatible', name: 'OpenAI-compatible (Ollama, vLLM, LM Studio)', kind: 'openai-compatible' },
] as const

/** Brings the shipped providers, models, prompts and features into the database. What an operator changed is left as it is. */
export async function syncCatalogue(octavo: Octavo): Promise<void> {
  await octavo.database.asService('bring the shipped models and prompts into the database', async tx => {
    await tx
      .insertInto('generation.providers')
      .values([...providers])
      .onConflict(conflict => conflict.column('id').doNothing())
      .execute()
    // Replacements first: a retired model points at the one that answers for it.
    const cards = [...catalogue].sort((a, b) => Number(Boolean(a.replacedBy)) - Number(Boolean(b.replacedBy)))
    for (const card of cards) await upsertModel(tx, card)
    await syncPrompts(tx)
  })
  await syncFeatures(octavo)
}

async function upsertModel(tx: Tx, card: ModelCard): Promise<void> {
  const row = {
    provider_id: card.provider,
    name: card.name,
    version: card.version ?? null,
    context_window: card.contextWindow,
    max_output: card.maxOutput,
    input_price: card.inputPrice,
    output_price: card.outputPrice,
    cached_input_price: card.cachedInputPrice ?? null,
    cache_write_price: card.cacheWritePrice ?? null,
    long_prompt: card.longPrompt ? JSON.stringify(card.longPrompt) : null,
    price_source: card.priceSource ? JSON.stringify(card.priceSource) : null,
    capabilities: [...card.capabilities],
    tier: card.tier,
    status: card.status,
    replaced_by: card.replacedBy ?? null,
  }
  await tx
    .insertInto('generation.models')
    .values({ id: card.id, ...row })
    .onConflict(conflict => conflict.column('id').doUpdateSet(row).where('generation.models.customized', '=', false))
    .execute()
}

/** A built-in prompt whose text changed becomes a new version; the older ones stay, so that past calls can be explained. */
async function syncPrompts(tx: Tx): Promise<void> {
  for (const prompt of builtInPrompts) {
    const newest = await tx
      .selectFrom('generation.prompts')
      .select(['version', 'system', 'template'])
      .where('organization_id', 'is', null)
      .where('name', '=', prompt.name)
      .orderBy('version', 'desc')
      .executeTakeFirst()
    if (newest?.system === prompt.system && newest.template === prompt.template) continue
    await tx
      .insertInto('generation.prompts')
      .values({ ...prompt, variables: [...prompt.variables], version: (newest?.version ?? 0) + 1 })
      .execute()
  }
}
