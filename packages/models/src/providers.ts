import { createAnthropic } from '@ai-sdk/anthropic'
import { createGoogleGenerativeAI } from '@ai-sdk/google'
import { createOpenAI } from '@ai-sdk/openai'
import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import type { EmbeddingModelV4, ImageModelV4, LanguageModelV4 } from '@ai-sdk/provider'
import { compositorModel } from './compositor-model.ts'
import { embedderModel } from './embedding/embedder.ts'

export const providerKinds = ['anthropic', 'openai', 'google', 'openai-compatible', 'compositor'] as const
export type ProviderKind = (typeof providerKinds)[number]

/** How to reach a provider. `provider` is the first part of its models' ids. */
export interface ProviderAccess {
  provider: string
  kind: ProviderKind
  /** Default: the provider's own address. Required for `openai-compatible`, e.g. `http://localhost:11434/v1` (Ollama). */
  baseURL?: string
  /** Required but for `openai-compatible` and `compositor`. */
  apiKey?: string
  /** Calls we allow ourselves to begin within any minute. Default: no limit. */
  requestsPerMinute?: number
}

/** The compositor is always at hand: it needs no key and no network. */
export const compositorAccess: ProviderAccess = { provider: 'octavo', kind: 'compositor' }

const addresses = {
  anthropic: 'https://api.anthropic.com/v1',
  openai: 'https://api.openai.com/v1',
  google: 'https://generativelanguage.googleapis.com/v1beta',
}

/** What keeps this access from being used, as the middle of a sentence; undefined when nothing does. */
export function lackOf({ kind, provider, baseURL, apiKey }: ProviderAccess): string | undefined {
  if (kind === 'compositor') return undefined
  if (kind === 'openai-compatible' && !baseURL) return `there is no address for ${provider}`
  if (kind !== 'openai-compatible' && !apiKey) return `there is no key for ${provider}`
  const url = baseURL === undefined ? undefined : URL.parse(baseURL)
  // fetch refuses user names in URLs, and would quote them in its error.
  if (url === null || (url && (!/^https?:$/.test(url.protocol) || url.username || url.password))) {
    return `the address of ${provider} is not one like http://localhost:11434/v1, without user name`
  }
  return undefined
}

/** Where calls go, without any secret part of the URL; for messages. */
export function addressOf(access: ProviderAccess): string {
  if (access.kind === 'compositor') return 'this process'
  const { origin, pathname } = new URL(
    access.baseURL ?? (access.kind === 'openai-compatible' ? '' : addresses[access.kind]),
  )
  return origin + pathname
}

/**
 * The AI SDK models of one provider, by the provider's own model name. Key and address are always passed on, because
 * the SDK would otherwise read them from the environment.
 */
export function openProvider(
  access: ProviderAccess,
  fetch?: typeof globalThis.fetch,
): (name: string) => LanguageModelV4 {
  const { kind, apiKey } = access
  if (kind === 'compositor') return compositorModel
  if (kind === 'openai-compatible') {
    // Ollama, vLLM and LM Studio all take a JSON schema as response format, and report usage only when asked.
    const options = { name: access.provider, baseURL: access.baseURL ?? '', apiKey, fetch }
    return createOpenAICompatible({ ...options, includeUsage: true, supportsStructuredOutputs: true })
  }
  const options = { baseURL: access.baseURL ?? addresses[kind], apiKey, fetch }
  if (kind === 'anthropic') return createAnthropic(options)
  return kind === 'openai' ? createOpenAI(options) : createGoogleGenerativeAI(options)
}

/** The AI SDK embedding models of one provider; undefined when it has none. */
export function openEmbeddings(
  access: ProviderAccess,
  fetch?: typeof globalThis.fetch,
): ((name: string) => EmbeddingModelV4) | undefined {
  const { kind, apiKey, provider } = access
  if (kind === 'compositor') return embedderModel
  if (kind === 'anthropic') return undefined
  if (kind === 'openai-compatible') {
    const open = createOpenAICompatible({ name: provider, baseURL: access.baseURL ?? '', apiKey, fetch })
    return name => open.embeddingModel(name)
  }
  const options = { baseURL: access.baseURL ?? addresses[kind], apiKey, fetch }
  const open = kind === 'openai' ? createOpenAI(options) : createGoogleGenerativeAI(options)
  return name => open.embeddingModel(name)
}

/** The AI SDK image models of one provider; undefined when it has none. */
export function openPictures(
  access: ProviderAccess,
  fetch?: typeof globalThis.fetch,
): ((name: string) => ImageModelV4) | undefined {
  const { kind, apiKey, provider } = access
  if (kind === 'compositor' || kind === 'anthropic') return undefined
  if (kind === 'openai-compatible') {
    const open = createOpenAICompatible({ name: provider, baseURL: access.baseURL ?? '', apiKey, fetch })
    return name => open.imageModel(name)
  }
  const options = { baseURL: access.baseURL ?? addresses[kind], apiKey, fetch }
  const open = kind === 'openai' ? createOpenAI(options) : createGoogleGenerativeAI(options)
  return name => open.imageModel(name)
}
