import { ModelError } from '@octavo/models'
import { OctavoError } from '../errors.ts'
import type { Caller } from '../http/environment.ts'
import { requireRole } from '../identity/organization-role.ts'
import type { Octavo } from '../octavo.ts'
import { modelsFor, readCards } from './registry.ts'

/** What trying a key showed. The call is real and costs what it says, a fraction of a cent. */
export interface KeyTest {
  works: boolean
  model: string
  /** Milliseconds. */
  latency: number
  /** US dollars. */
  cost: number
  /** Why it does not work, and what to do. */
  problem: string | null
}

/** A key that is wrong answers within a second or so; a provider that does not answer is given this long. Milliseconds. */
const patience = 20_000

/**
 * Asks the cheapest model of a provider for one word, with the key the organization would use. Admins only.
 * Throws not_found, forbidden, model_unknown when the provider has no model to try.
 */
export async function testKey(
  octavo: Octavo,
  caller: Caller,
  organizationId: string,
  provider: string,
): Promise<KeyTest> {
  const cards = await octavo.database.asUser(caller, async tx => {
    await requireRole(tx, organizationId, 'admin')
    return readCards(tx)
  })
  const [cheapest] = cards
    .filter(card => card.provider === provider && card.status === 'active' && card.capabilities.includes('text'))
    .sort((a, b) => a.outputPrice - b.outputPrice || a.id.localeCompare(b.id))
  if (!cheapest) {
    throw new OctavoError(
      'model_unknown',
      `There is no model of "${provider}" to try. An operator adds one with POST /v1/operator/models.`,
    )
  }
  const models = await modelsFor(octavo, organizationId)
  const began = performance.now()
  const measured = () => Math.round(performance.now() - began)
  try {
    const answer = await models.complete({
      model: cheapest.id,
      prompt: 'Answer with the single word: ready',
      // Models that think spend part of it before the word.
      maxOutputTokens: 512,
      signal: AbortSignal.timeout(patience),
    })
    return { works: true, model: answer.model, latency: measured(), cost: answer.cost, problem: null }
  } catch (error) {
    if (!(error instanceof ModelError)) throw error
    return { works: false, model: cheapest.id, latency: measured(), cost: 0, problem: error.message }
  }
}
