import { AISDKError, APICallError } from '@ai-sdk/provider'
import { readRetryAfter } from './backoff.ts'
import type { AttemptError } from './completion.ts'
import { ModelError, type ModelErrorCode } from './model-error.ts'
import { addressOf, type ProviderAccess } from './providers.ts'

/** Why a call failed, and whether asking the same model again may help. */
export interface Failure extends AttemptError {
  retry: boolean
}

export interface FailureContext {
  model: string
  access: ProviderAccess
  /** Whether the answer had begun when it failed. */
  begun: boolean
  now: number
}

/** The parts that the SDK's errors, its stream errors and bare error payloads of compatible servers have in common. */
interface ProviderError {
  message?: unknown
  statusCode?: unknown
  responseHeaders?: Record<string, string>
  responseBody?: string
  code?: unknown
  type?: unknown
}

/**
 * Reads what the SDK threw, or streamed as an error, into a failure a person can act on. Undefined when it is no failure
 * of the provider or the network: then it is a bug and must surface as one.
 */
export function readFailure(thrown: unknown, context: FailureContext): Failure | undefined {
  if (thrown instanceof ModelError) return { code: thrown.code, message: thrown.message, retry: false }
  if (typeof thrown !== 'object' || thrown === null) return undefined
  const error = thrown as ProviderError
  const status = Number(error.statusCode ?? error.code) || undefined
  if (status && status >= 400) return byStatus(status, error, context)
  if (APICallError.isInstance(thrown) || isNetworkError(thrown)) return lost(thrown, context)
  if (AISDKError.isInstance(thrown)) return lost(thrown, context)
  if (thrown instanceof Error) return undefined
  return byStatus(500, error, context)
}

/** The connection, or the stream, ended before the answer did. */
export function cutOff(context: FailureContext): Failure {
  return {
    code: 'cut_off',
    message: `The answer of ${context.model} broke off before its end. Try again; if it keeps happening, ask for shorter answers or choose another model.`,
    retry: true,
  }
}

function lost(thrown: object & ProviderError, context: FailureContext): Failure {
  if (context.begun || thrown.statusCode) return cutOff(context)
  const words = causes(thrown).at(-1)?.message ?? ''
  return {
    code: 'unreachable',
    message: `Cannot reach ${context.access.provider} at ${addressOf(context.access)} (${quote(words, context)}). Check the address, that its server is running, and your connection.`,
    retry: true,
  }
}

function byStatus(status: number, error: ProviderError, context: FailureContext): Failure {
  const { model, access } = context
  const words = `${String(error.message ?? '')} ${String(error.code ?? '')} ${String(error.type ?? '')} ${error.responseBody ?? ''}`
  const said = quote(String(error.message ?? `status ${status}`), context)
  const fail = (code: ModelErrorCode, message: string, retry = false): Failure => {
    const retryAfter = retry ? readRetryAfter(error.responseHeaders, error.responseBody, context.now) : undefined
    return { code, message, status, ...(retryAfter !== undefined && { retryAfter }), retry }
  }
  // Google answers a wrong key with 400. The provider's words are left out: they may quote the key.
  if (status === 401 || status === 403 || /API_KEY_INVALID|invalid_api_key/.test(words)) {
    return fail(
      'key_rejected',
      `${access.provider} does not accept the key for ${model} (status ${status}). Check that it is complete, not expired and allowed to use this model, then store it again.`,
    )
  }
  if (status === 402 || /insufficient_quota|billing_error|credit balance/i.test(words)) {
    return fail(
      'rate_limited',
      `The account at ${access.provider} has no credit left. Add credit there, or choose a model of another provider.`,
    )
  }
  if (
    status === 413 ||
    /context_length_exceeded|prompt is too long|maximum context|exceeds the maximum number of tokens/i.test(words)
  ) {
    return fail(
      'context_too_long',
      `The request is longer than ${model} can read: ${said}. Give it fewer or shorter sources, or choose a model with a larger context window.`,
    )
  }
  if (status === 404) {
    return fail(
      'model_unknown',
      `${access.provider} does not know ${model}: ${said}. Check the name against the provider's list.`,
    )
  }
  if (status === 429) {
    return fail(
      'rate_limited',
      `${access.provider} limits how often ${model} may be asked: ${said}. Wait a little, run fewer jobs at once, or raise the limit with the provider.`,
      true,
    )
  }
  if (status === 408 || status === 409 || status >= 500) {
    return fail(
      'overloaded',
      `${access.provider} is overloaded or failing (status ${status}): ${said}. Try again later or choose another model.`,
      true,
    )
  }
  return fail(
    'request_invalid',
    `${access.provider} refused the request to ${model} (status ${status}): ${said}. Trying again will not help: change the request or the model.`,
  )
}

const networkCodes = /^(ECONN|ENOTFOUND|EAI_AGAIN|EPIPE|ETIMEDOUT|EHOST|ENET|UND_ERR_|ERR_TLS|CERT_)/

function isNetworkError(thrown: object): boolean {
  return causes(thrown).some(
    ({ message, name, code }) =>
      networkCodes.test(String(code ?? '')) ||
      /^(terminated|fetch failed|network error|failed to fetch)/i.test(message) ||
      // Only our own signal aborts a call; when it has not, the transport gave up.
      name === 'AbortError' ||
      name === 'TimeoutError',
  )
}

function causes(thrown: object): (Error & { code?: unknown })[] {
  const chain: Error[] = []
  for (let error: unknown = thrown; error instanceof Error && !chain.includes(error); error = error.cause)
    chain.push(error)
  return chain
}

/** The provider's words, short, on one line, and without anything that looks like a key. */
function quote(words: string, { access }: FailureContext): string {
  const hidden = access.apiKey ? words.replaceAll(access.apiKey, '[key]') : words
  const safe = hidden
    .replace(/\b(sk|pk|rk)-[\w*-]{6,}|\bAIza[\w*-]{6,}|Bearer\s+\S+/g, '[key]')
    .replace(/\s+/g, ' ')
    .trim()
  return safe.length > 300 ? `${safe.slice(0, 300)}…` : safe.replace(/\.$/, '')
}
