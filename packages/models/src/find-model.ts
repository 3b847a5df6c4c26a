import type { ModelCard } from './model-card.ts'
import { ModelError } from './model-error.ts'
import { lackOf, type ProviderAccess } from './providers.ts'

/**
 * Finds the card of a model that can be asked now, following `replacedBy` from retired ones. Providers of the kind
 * `openai-compatible` serve any model name; one without a card is taken to be free, with a window of 32,768 tokens.
 *
 * @throws ModelError `model_unknown`, naming near matches; `key_missing` when its provider cannot be used yet.
 */
export function findModel(id: string, cards: Map<string, ModelCard>, access: Map<string, ProviderAccess>): ModelCard {
  const card = follow(id, cards) ?? openCard(id, access)
  if (!card) throw unknown(id, cards)
  const lack = lackOf(access.get(card.provider) ?? { provider: card.provider, kind: kindOf(card.provider) })
  if (!lack) return card
  throw new ModelError(
    'key_missing',
    `${card.id} cannot be asked yet: ${lack}. Give it, or use octavo/compositor-1, which needs none.`,
    { model: card.id },
  )
}

/** What a model can be asked for here. */
type Asked = 'text' | 'embedding' | 'image'

/** The card, if its model can do this. Throws ModelError `request_invalid`. */
export function requireCapability(card: ModelCard, capability: Asked): ModelCard {
  if (!card.capabilities.includes(capability)) throw lacks(card, capability)
  return card
}

/** The error for a model that cannot do what it is asked for. */
export function lacks(card: ModelCard, capability: Asked): ModelError {
  const messages = {
    text: `${card.id} does not write: it ${card.capabilities.includes('image') ? 'makes pictures' : 'turns texts into vectors for search'}. Choose a language model.`,
    embedding: `${card.id} cannot turn texts into vectors. Choose octavo/embedder-1, or a hosted model with the capability "embedding".`,
    image: `${card.id} makes no pictures. Choose a model with the capability "image".`,
  }
  return new ModelError('request_invalid', messages[capability], { model: card.id })
}

/** What a provider that nobody has set up would need: a key, or an address if it is a server of one's own. */
function kindOf(provider: string): ProviderAccess['kind'] {
  return provider === 'openai-compatible' ? provider : 'openai'
}

function follow(id: string, cards: Map<string, ModelCard>): ModelCard | undefined {
  const seen = new Set<string>()
  let card = cards.get(id)
  while (card?.status === 'retired' && card.replacedBy && !seen.has(card.id)) {
    seen.add(card.id)
    card = cards.get(card.replacedBy)
  }
  return card?.status === 'active' ? card : undefined
}

function openCard(id: string, access: Map<string, ProviderAccess>): ModelCard | undefined {
  const slash = id.indexOf('/')
  const provider = id.slice(0, slash)
  const name = id.slice(slash + 1)
  const isOpen = provider === 'openai-compatible' || access.get(provider)?.kind === 'openai-compatible'
  if (slash < 1 || !name || !isOpen) return undefined
  return {
    id,
    provider,
    name,
    contextWindow: 32_768,
    maxOutput: 32_768,
    inputPrice: 0,
    outputPrice: 0,
    // Whatever it serves; what it cannot do it will say.
    capabilities: ['text', 'structured', 'embedding', 'image'],
    tier: 'free',
    status: 'active',
  }
}

function unknown(id: string, cards: Map<string, ModelCard>): ModelError {
  const near = [...cards.values()]
    .filter(card => card.status === 'active')
    .map(card => ({ id: card.id, likeness: likeness(id, card.id) }))
    .filter(({ likeness }) => likeness > 0.4)
    .sort((a, b) => b.likeness - a.likeness)
    .slice(0, 3)
    .map(card => card.id)
  const retired = cards.get(id)?.status === 'retired' ? ' any more: it is retired' : ''
  const hint = near.length > 0 ? ` Did you mean ${near.join(' or ')}?` : ''
  return new ModelError(
    'model_unknown',
    `There is no model "${id}"${retired}.${hint} Models are named provider/model; for a server of your own write openai-compatible/<model> and give its address. Hosted models need a key of their provider.`,
    { model: id },
  )
}

/** How alike two names are, from 0 to 1: the Dice coefficient of their letter pairs. */
function likeness(a: string, b: string): number {
  const pairs = (text: string) =>
    new Set(Array.from({ length: text.length - 1 }, (_, i) => text.slice(i, i + 2).toLowerCase()))
  const [left, right] = [pairs(a), pairs(b)]
  return (2 * [...left].filter(pair => right.has(pair)).length) / (left.size + right.size || 1)
}
