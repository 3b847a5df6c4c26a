import type { ModelCard, Prices } from './model-card.ts'

/** Tokens of one or more calls. Cached and cache-write tokens are part of `inputTokens`, thinking of `outputTokens`. */
export interface Usage {
  inputTokens: number
  outputTokens: number
  cachedInputTokens: number
  /** Present when the provider reported any. */
  cacheWriteTokens?: number
  /** True when a number comes from `estimateTokens`, because the provider did not live to report it. */
  estimated?: true
}

export const noUsage: Usage = { inputTokens: 0, outputTokens: 0, cachedInputTokens: 0 }

/** What a call cost, in USD, exact to a billionth of a dollar. */
export function priceOf(card: ModelCard, usage: Usage): number {
  const prices: Prices = card.longPrompt && usage.inputTokens > card.longPrompt.above ? card.longPrompt : card
  const written = usage.cacheWriteTokens ?? 0
  const fresh = Math.max(0, usage.inputTokens - usage.cachedInputTokens - written)
  // USD per million tokens × tokens = millionths of a dollar.
  const micros =
    fresh * prices.inputPrice +
    usage.cachedInputTokens * (prices.cachedInputPrice ?? prices.inputPrice) +
    written * (prices.cacheWritePrice ?? prices.inputPrice) +
    usage.outputTokens * prices.outputPrice
  return Math.round(micros * 1000) / 1e9
}

/** What a call will cost at most, in USD, when it has so many tokens and nothing is cached. */
export function estimateCost(options: { card: ModelCard; inputTokens: number; outputTokens: number }): number {
  const { card, inputTokens, outputTokens } = options
  return priceOf(card, { inputTokens, outputTokens, cachedInputTokens: 0 })
}

/** Adds costs in USD without gathering floating-point dust: sums whole billionths of a dollar. */
export function addCosts(costs: number[]): number {
  return costs.reduce((sum, cost) => sum + Math.round(cost * 1e9), 0) / 1e9
}

/** Adds the tokens of several calls. */
export function addUsage(usages: Usage[]): Usage {
  const written = usages.reduce((sum, usage) => sum + (usage.cacheWriteTokens ?? 0), 0)
  return {
    inputTokens: usages.reduce((sum, usage) => sum + usage.inputTokens, 0),
    outputTokens: usages.reduce((sum, usage) => sum + usage.outputTokens, 0),
    cachedInputTokens: usages.reduce((sum, usage) => sum + usage.cachedInputTokens, 0),
    ...(written > 0 && { cacheWriteTokens: written }),
    ...(usages.some(usage => usage.estimated) && { estimated: true as const }),
  }
}
