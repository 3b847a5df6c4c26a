import type { Capability, ModelCard, Prices } from './model-card.ts'

const chat: Capability[] = ['text', 'structured', 'tools', 'vision']

/** The day every price below was looked up, in stored copies of the pages named, not on the live ones. */
const read = '2026-11-21'

/**
 * The models Octavo ships as data. A tier is a band of output prices (basic to $5, standard to $10, premium above,
 * per million tokens), so a request that moves to another model of its tier stays in its band.
 *
 * Where a provider has announced an introductory price and its end, the price after it stands here (Gemini 4 Argon and
 * Carbon: from 2026-12-01; Gemini 3.8 Flash: from 2027-01-01): estimates then err on the high side until that day.
 */
export const catalogue: ModelCard[] = [
  {
    id: 'octavo/compositor-1',
    provider: 'octavo',
    name: 'Octavo Compositor',
    version: '1',
    contextWindow: 100_000_000,
    maxOutput: 100_000_000,
    inputPrice: 0,
    outputPrice: 0,
    capabilities: ['text', 'structured'],
    tier: 'free',
    status: 'active',
  },
  ...embedders(),
  ...imageModels(),
  ...anthropic(),
  ...openai(),
  ...google(),
]

/**
 * Models that turn texts into vectors. OpenAI's and Google's limits and prices as others report them, alike in at least
 * two places each. They answer with vectors, so the least the catalogue can say stands for their output.
 */
function embedders(): ModelCard[] {
  const common = { maxOutput: 1, capabilities: ['embedding'] as Capability[], status: 'active' as const }
  const hosted = (id: string, name: string, contextWindow: number, inputPrice: number, url: string): ModelCard => ({
    ...common,
    id,
    provider: id.slice(0, id.indexOf('/')),
    name,
    contextWindow,
    ...prices(inputPrice, 0),
    tier: 'basic',
    priceSource: { url, read: '2026-11-25' },
  })
  const openai = 'https://docs.praison.ai/docs/embeddings/providers/openai'
  const google = 'https://opencode.ai/data/google/gemini-embedding-001'
  return [
    {
      ...common,
      id: 'octavo/embedder-1',
      provider: 'octavo',
      name: 'Octavo Embedder',
      version: '1',
      contextWindow: 512,
      ...prices(0, 0),
      tier: 'free',
    },
    hosted('openai/text-embedding-3-small', 'Text Embedding 3 Small', 8_191, 0.02, openai),
    hosted('openai/text-embedding-3-large', 'Text Embedding 3 Large', 8_191, 0.13, openai),
    hosted('google/gemini-embedding-001', 'Gemini Embedding 001', 2_048, 0.15, google),
  ]
}

/**
 * Models that make pictures, priced like all others by the token: the text of the prompt, and the tokens a picture has.
 * `maxOutput` is what the picture of a cover takes at most: at 1024 × 1536 in the finest of OpenAI's older qualities
 * 6,240 tokens; Google's 1,120 (1K), with room for thinking. What a call really took comes from the provider.
 */
function imageModels(): ModelCard[] {
  const common = { capabilities: ['image'] as Capability[], tier: 'premium' as const, status: 'active' as const }
  const openai = (id: string, name: string, url: string): ModelCard => ({
    ...common,
    id: `openai/${id}`,
    provider: 'openai',
    name,
    contextWindow: 40_000,
    maxOutput: 6_240,
    ...prices(5, 30, 1.25),
    priceSource: { url, read: '2026-11-26' },
  })
  return [
    openai('gpt-image-2.5-flare', 'GPT Image 2.5 Flare', 'https://apidog.com/blog/gpt-image-2-5-api/'),
    openai(
      'gpt-image-2.6-sunburst',
      'GPT Image 2.6 Sunburst',
      'https://developers.openai.com/api/docs/models/gpt-image-2.6-sunburst',
    ),
    {
      ...common,
      id: 'google/gemini-nano-banana-2.1',
      provider: 'google',
      name: 'Gemini Nano Banana 2.1',
      contextWindow: 65_536,
      maxOutput: 2_048,
      ...prices(1.5, 30),
      priceSource: { url: 'https://github.com/BerriAI/litellm/discussions/44983', read: '2026-11-26' },
    },
  ]
}

/** Limits: the catalogue inside @ai-sdk/anthropic 4.0.105 and the models overview on platform.claude.com. */
function anthropic(): ModelCard[] {
  const current = {
    provider: 'anthropic',
    contextWindow: 1_000_000,
    maxOutput: 128_000,
    capabilities: chat,
    status: 'active' as const,
    priceSource: { url: 'https://platform.claude.com/docs/en/about-claude/pricing', read },
  }
  const overview = (model: string) => ({
    priceSource: { url: `https://platform.claude.com/docs/en/models/${model}/overview`, read },
  })
  return [
    {
      ...current,
      id: 'anthropic/claude-fable-5-1',
      name: 'Claude Fable 5.1',
      ...prices(10, 50, 0.25, 12.5),
      tier: 'premium',
    },
    {
      ...current,
      id: 'anthropic/claude-opus-5-5',
      name: 'Claude Opus 5.5',
      ...prices(4, 20, 0.2, 5),
      ...overview('haiku-5-5'), // its table of models; cache prices: github.com/TheKrush/PromptFuel v1.0.21
      tier: 'premium',
    },
    {
      ...current,
      id: 'anthropic/claude-opus-5',
      name: 'Claude Opus 5',
      ...prices(5, 25, 0.5, 6.25),
      tier: 'premium',
    },
    {
      ...current,
      id: 'anthropic/claude-sonnet-5-5',
      name: 'Claude Sonnet 5.5',
      ...prices(2, 10, 0.1, 2.5),
      ...overview('haiku-5-5'), // its table of models; cache read since 2026-10-07: github.com/TheKrush/PromptFuel v1.0.23
      tier: 'standard',
    },
    {
      ...current,
      id: 'anthropic/claude-sonnet-5',
      name: 'Claude Sonnet 5',
      ...prices(2, 10, 0.2, 2.5),
      ...overview('opus-5'), // its table of models
      tier: 'standard',
    },
    {
      ...current,
      id: 'anthropic/claude-haiku-5-5',
      name: 'Claude Haiku 5.5',
      ...prices(0.1, 0.5, 0.01, 0.125),
      longPrompt: { above: 100_000, ...prices(0.5, 2.5, 0.05, 0.625) },
      ...overview('haiku-5-5'),
      tier: 'basic',
    },
    {
      ...current,
      id: 'anthropic/claude-haiku-4-5',
      name: 'Claude Haiku 4.5',
      contextWindow: 200_000,
      maxOutput: 64_000,
      ...prices(1, 5, 0.1, 1.25),
      ...overview('opus-5'), // its table of models; cache prices follow Anthropic's usual 0.1 × and 1.25 ×
      tier: 'basic',
    },
    {
      ...current,
      id: 'anthropic/claude-opus-4-1',
      name: 'Claude Opus 4.1',
      contextWindow: 200_000,
      maxOutput: 32_000,
      ...prices(15, 75, 1.5, 18.75),
      tier: 'premium',
      status: 'retired',
      replacedBy: 'anthropic/claude-opus-5-5',
    },
  ]
}

/**
 * OpenAI's own price page could not be read: these are what others report of it, alike in at least two places. Limits
 * likewise (1,050,000 tokens of context, 922,000 of them input).
 */
function openai(): ModelCard[] {
  const current = {
    provider: 'openai',
    contextWindow: 1_050_000,
    maxOutput: 128_000,
    capabilities: chat,
    status: 'active' as const,
  }
  const reported = (url: string) => ({ priceSource: { url, read } })
  /** Past 272,000 input tokens the whole request costs 2 × the input and 1.5 × the output price (reported for all but Luna). */
  const long = (input: number, output: number, cached: number, write: number) => ({
    ...prices(input, output, cached, write),
    longPrompt: { above: 272_000, ...prices(input * 2, output * 1.5, cached * 2, write * 2) },
  })
  return [
    {
      ...current,
      id: 'openai/gpt-6-astra',
      name: 'GPT-6 Astra',
      ...long(10, 50, 1, 12.5),
      ...reported('https://github.com/BerriAI/litellm/discussions/39633'),
      tier: 'premium',
    },
    {
      ...current,
      id: 'openai/gpt-6.1-sol',
      name: 'GPT-6.1 Sol',
      ...long(2, 10, 0.1, 2.5),
      ...reported('https://docs.litellm.ai/blog/gpt_6_1_sol'),
      tier: 'standard',
    },
    {
      ...current,
      id: 'openai/gpt-6.1-terra',
      name: 'GPT-6.1 Terra',
      ...long(1, 5, 0.05, 1.25),
      ...reported('https://docs.litellm.ai/blog/gpt-6-1-terra'),
      tier: 'basic',
    },
    {
      ...current,
      id: 'openai/gpt-6-luna',
      name: 'GPT-6 Luna',
      ...long(0.1, 0.5, 0.01, 0.125),
      ...reported('https://docs.litellm.ai/blog/gpt_6_sol_luna'),
      tier: 'basic',
    },
  ]
}

/**
 * Limits: model pages on ai.google.dev and docs.cloud.google.com; Gemini 4 shares its window between prompt and answer,
 * 64K advised per answer (stated for Argon; taken to hold for Carbon and Hydrogen). Where no cache price was
 * found, cached input counts as fresh.
 */
function google(): ModelCard[] {
  const current = {
    provider: 'google',
    contextWindow: 1_048_576,
    maxOutput: 65_536,
    capabilities: chat,
    status: 'active' as const,
    // A transcript of https://ai.google.dev/gemini-api/docs/pricing made on 2026-10-07.
    priceSource: { url: 'https://github.com/api-evangelist/deepmind/blob/main/plans/deepmind-plans-pricing.yml', read },
  }
  const argon = 'https://ai.google.dev/gemini-api/docs/generate-content/latest-model'
  const carbon = 'https://docs.laozhang.ai/en/announcements/gemini-4-carbon-2026-11'
  const hydrogen = 'https://github.com/BerriAI/litellm/discussions/51436'
  return [
    {
      ...current,
      id: 'google/gemini-4-argon',
      name: 'Gemini 4 Argon',
      ...prices(4, 20, 0.2),
      tier: 'premium',
      priceSource: { url: argon, read },
    },
    {
      ...current,
      id: 'google/gemini-4-carbon',
      name: 'Gemini 4 Carbon',
      ...prices(4, 20),
      tier: 'premium',
      priceSource: { url: carbon, read },
    },
    {
      ...current,
      id: 'google/gemini-4-hydrogen',
      name: 'Gemini 4 Hydrogen',
      ...prices(1.5, 7.5),
      tier: 'standard',
      priceSource: { url: hydrogen, read },
    },
    {
      ...current,
      id: 'google/gemini-3.8-flash',
      name: 'Gemini 3.8 Flash',
      ...prices(1.5, 7.5),
      tier: 'standard',
    },
    {
      ...current,
      id: 'google/gemini-3.5-flash-lite',
      name: 'Gemini 3.5 Flash-Lite',
      ...prices(0.3, 2.5),
      tier: 'basic',
    },
  ]
}

function prices(inputPrice: number, outputPrice: number, cachedInputPrice?: number, cacheWritePrice?: number): Prices {
  return {
    inputPrice,
    outputPrice,
    ...(cachedInputPrice !== undefined && { cachedInputPrice }),
    ...(cacheWritePrice !== undefined && { cacheWritePrice }),
  }
}
