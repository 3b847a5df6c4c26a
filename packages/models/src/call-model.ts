import type { JSONObject, LanguageModelV4 } from '@ai-sdk/provider'
import { type LanguageModelUsage, type ModelMessage, streamText } from 'ai'
import type { CompletionRequest, StopReason } from './completion.ts'
import { cutOff, type Failure, readFailure } from './failure.ts'
import type { ModelCard } from './model-card.ts'
import { noUsage, type Usage } from './price.ts'
import type { ProviderAccess } from './providers.ts'
import { jsonOutput } from './structured.ts'
import { estimateTokens } from './tokens.ts'

/** What came of one call on the wire. Times in milliseconds; `firstToken` counts from `startedAt`. */
export interface Call {
  text: string
  stopReason?: StopReason
  refusal?: string
  usage: Usage
  startedAt: number
  latency: number
  firstToken?: number
  warnings: string[]
  failure?: Failure
}

export interface CallOptions {
  card: ModelCard
  access: ProviderAccess
  model: LanguageModelV4
  messages: ModelMessage[]
  request: CompletionRequest
  now: () => number
}

/**
 * Asks a model once, streaming. Failures of the provider and cancellation come back in `failure`; what it throws is a
 * bug, or an error of the caller's own `onText`, in which case the connection is closed first.
 *
 * A stream that stays silent for five minutes counts as cut off (the limit of Node's own fetch).
 */
export async function callModel(options: CallOptions): Promise<Call> {
  const { card, access, model, messages, request, now } = options
  const wire = new AbortController()
  const call: Call = { text: '', usage: noUsage, startedAt: now(), latency: 0, warnings: [] }
  let begun = false
  let calling = false
  let thrown: unknown
  try {
    const { stream } = streamText({
      model,
      messages,
      instructions: request.system,
      maxOutputTokens: Math.min(request.maxOutputTokens, card.maxOutput),
      temperature: request.temperature,
      // We count, record and space out every attempt ourselves.
      maxRetries: 0,
      // Errors are read from the stream; the SDK would print them.
      onError: () => {},
      abortSignal: request.signal ? AbortSignal.any([request.signal, wire.signal]) : wire.signal,
      providerOptions: providerOptions(access, request),
      ...(request.schema && { output: jsonOutput(request.schema, request.schemaName) }),
    })
    for await (const part of stream) {
      if (part.type === 'start-step') call.warnings = part.warnings.map(describeWarning)
      if (part.type === 'text-start' || part.type === 'reasoning-start') begun = true
      if (part.type === 'text-delta' && part.text) {
        call.firstToken ??= now() - call.startedAt
        call.text += part.text
        calling = true
        request.onText?.(part.text)
        calling = false
      }
      if (part.type === 'error') thrown ??= part.error
      if (part.type === 'finish-step') {
        begun = true
        call.usage = readUsage(part.usage)
        call.stopReason = stopReasons[part.finishReason]
        if (call.stopReason === 'refusal') {
          const said = part.providerMetadata?.anthropic?.stopDetails as { explanation?: string } | undefined
          call.refusal = said?.explanation ?? (call.text.trim() || part.rawFinishReason || 'no reason given')
        }
      }
    }
  } catch (error) {
    if (calling) throw error
    thrown ??= error
  } finally {
    wire.abort()
    call.latency = now() - call.startedAt
  }
  const context = { model: card.id, access, begun, now: now() }
  if (request.signal?.aborted) call.failure = canceled(card.id)
  else if (thrown !== undefined) call.failure = readFailure(thrown, context) ?? raise(thrown)
  else if (!call.stopReason) call.failure = cutOff(context)
  if (call.failure) delete call.stopReason
  if (begun && !isReported(call.usage)) call.usage = estimateUsage(options, call.text)
  return call
}

const stopReasons: Record<string, StopReason | undefined> = {
  stop: 'stop',
  length: 'length',
  'content-filter': 'refusal',
  'tool-calls': 'other',
  other: 'other',
}

/** The failure of a request its caller canceled. */
export function canceled(model: string): Failure {
  return { code: 'canceled', message: `The request to ${model} was canceled.`, retry: false }
}

function providerOptions(access: ProviderAccess, request: CompletionRequest): Record<string, JSONObject> | undefined {
  // A task is plain data, but its optional keys are not what JSONObject allows.
  if (access.kind === 'compositor' && request.task) return { octavo: { task: request.task as unknown as JSONObject } }
  // Manuscripts are not left with OpenAI, which otherwise keeps answers for 30 days.
  return access.kind === 'openai' ? { openai: { store: false } } : undefined
}

function readUsage({ inputTokens, outputTokens, inputTokenDetails }: LanguageModelUsage): Usage {
  return {
    inputTokens: inputTokens ?? 0,
    outputTokens: outputTokens ?? 0,
    cachedInputTokens: inputTokenDetails.cacheReadTokens ?? 0,
    ...(inputTokenDetails.cacheWriteTokens && { cacheWriteTokens: inputTokenDetails.cacheWriteTokens }),
  }
}

function isReported(usage: Usage): boolean {
  return usage.inputTokens > 0 || usage.outputTokens > 0
}

function estimateUsage({ card, messages, request }: CallOptions, text: string): Usage {
  const prompt = [request.system ?? '', ...messages.map(({ content }) => String(content))].join('\n')
  return {
    inputTokens: estimateTokens(prompt, card.provider),
    outputTokens: estimateTokens(text, card.provider),
    cachedInputTokens: 0,
    estimated: true,
  }
}

function describeWarning(warning: { type: string; feature?: string; details?: string; message?: string }): string {
  return [warning.type, warning.feature, warning.details ?? warning.message].filter(Boolean).join(': ')
}

function raise(error: unknown): never {
  throw error
}
