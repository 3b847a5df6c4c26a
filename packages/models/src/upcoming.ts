import type { ModelMessage } from 'ai'
import { z } from 'zod'
import type { CompletionRequest, Upcoming } from './completion.ts'
import type { ModelCard } from './model-card.ts'
import { estimateTokens } from './tokens.ts'

/** How much longer a prompt may be than estimated: the largest error measured for `estimateTokens` is 18 %. */
const margin = 1.2
/** What a provider adds of its own: roles, separators, the wording around a schema. */
const overhead = 200

/** The most tokens that many texts can be in one call. */
export function mostInputTokens(texts: readonly string[], card: ModelCard): number {
  return Math.ceil(estimateTokens(texts.join('\n'), card.provider) * margin) + overhead
}

/** The most tokens a call can take: the prompt with every doubt against us, and an answer of the full length. */
export function worstCase(
  card: ModelCard,
  messages: readonly ModelMessage[],
  request: CompletionRequest,
): Pick<Upcoming, 'inputTokens' | 'outputTokens'> {
  const schema = request.schema && JSON.stringify(z.toJSONSchema(request.schema, { unrepresentable: 'any' }))
  const texts = [request.system ?? '', ...messages.map(({ content }) => String(content)), schema ?? '']
  return {
    inputTokens: mostInputTokens(texts, card),
    outputTokens: Math.min(request.maxOutputTokens, card.maxOutput),
  }
}
