import { createAnthropic } from '@ai-sdk/anthropic'
import { createGoogleGenerativeAI } from '@ai-sdk/google'
import { createOpenAI } from '@ai-sdk/openai'
import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import type { LanguageModelV4 } from '@ai-sdk/provider'
import { compositorModel } from './compositor-model.ts'

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

/** Whether this access can be used: hosted providers need a key, compatible servers an address. */
export function isUsable(access: ProviderAccess): boolean {
  if (access.kind === 'compositor') return true
  return access.kind === 'openai-compatible' ? Boolean(access.baseURL) : Boolean(access.apiKey)
}

/** Where calls go, without any secret part of the URL; for messages. */
export function addressOf(access: ProviderAccess): string {
  const url = access.baseURL ?? addresses[access.kind as keyof typeof addresses]
  if (!url || !URL.canParse(url)) return url ? 'an address that is not a URL' : 'this process'
  const { origin, pathname } = new URL(url)
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
