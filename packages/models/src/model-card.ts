/** What a token costs, in USD per million tokens (numerically the same as millionths of a dollar per token). */
export interface Prices {
  inputPrice: number
  outputPrice: number
  /** Input the provider read from its cache. Default: `inputPrice`. */
  cachedInputPrice?: number
  /** Input the provider wrote to its cache. Default: `inputPrice`. */
  cacheWritePrice?: number
}

export const capabilities = ['text', 'structured', 'tools', 'vision', 'embedding', 'image', 'speech', 'video'] as const
export type Capability = (typeof capabilities)[number]

export const tiers = ['free', 'basic', 'standard', 'premium'] as const
export type Tier = (typeof tiers)[number]

/** What is known of one model. Prices are the provider's list prices for one request, without batch or fast modes. */
export interface ModelCard extends Prices {
  /** `provider/model`, e.g. `anthropic/claude-sonnet-5-5`. All after the first slash is the provider's own name for it. */
  id: string
  provider: string
  name: string
  version?: string
  /** Tokens the model can hold: prompt and answer together. */
  contextWindow: number
  /** The most tokens one answer may have, thinking included. */
  maxOutput: number
  /** Prices of the whole request once its prompt has more than `above` tokens. */
  longPrompt?: Prices & { above: number }
  capabilities: Capability[]
  tier: Tier
  status: 'active' | 'retired'
  /** The id of the model that answers in place of a retired one. */
  replacedBy?: string
  /** Where the prices were read and when (ISO date). */
  priceSource?: { url: string; read: string }
}
