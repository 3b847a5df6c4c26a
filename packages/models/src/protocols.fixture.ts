import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { catalogue } from './catalogue.ts'
import { createModels, type ModelsOptions } from './models.ts'
import type { ProviderAccess } from './providers.ts'

/** A key no message may ever show. */
export const sentinelKey = 'sk-sentinel-7f3a9c51e0d2'

/** The four wire protocols, each with a model, its access on a loopback server, and the bytes with which its answers begin and stop at the length limit. */
export const protocols = [
  {
    name: 'Anthropic Messages',
    model: 'anthropic/claude-sonnet-5-5',
    access: (url: string): ProviderAccess => hosted('anthropic', `${url}/v1`),
    opening: (delta: string) =>
      sse('message_start', {
        message: {
          id: 'm',
          type: 'message',
          role: 'assistant',
          model: 'x',
          content: [],
          stop_reason: null,
          stop_sequence: null,
          usage: { input_tokens: 9, output_tokens: 1 },
        },
      }) +
      sse('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }) +
      sse('content_block_delta', { index: 0, delta: { type: 'text_delta', text: delta } }),
    endAtLength:
      sse('content_block_stop', { index: 0 }) +
      sse('message_delta', { delta: { stop_reason: 'max_tokens', stop_sequence: null }, usage: { output_tokens: 3 } }) +
      sse('message_stop', {}),
  },
  {
    name: 'OpenAI Responses',
    model: 'openai/gpt-6.1-sol',
    access: (url: string): ProviderAccess => hosted('openai', `${url}/v1`),
    opening: (delta: string) =>
      sse('response.created', { response: { id: 'r', created_at: 1, model: 'x' } }) +
      sse('response.output_item.added', { output_index: 0, item: { type: 'message', id: 'i' } }) +
      sse('response.output_text.delta', { item_id: 'i', output_index: 0, delta }),
    endAtLength: sse('response.incomplete', {
      response: { incomplete_details: { reason: 'max_output_tokens' }, usage: { input_tokens: 9, output_tokens: 3 } },
    }),
  },
  {
    name: 'Google Gemini',
    model: 'google/gemini-3.8-flash',
    access: (url: string): ProviderAccess => hosted('google', `${url}/v1beta`),
    opening: (delta: string) =>
      data({ candidates: [{ content: { role: 'model', parts: [{ text: delta }] }, index: 0 }] }),
    endAtLength: data({ candidates: [{ finishReason: 'MAX_TOKENS', index: 0 }] }),
  },
  {
    name: 'OpenAI-compatible chat',
    model: 'openai-compatible/llama3.1',
    access: (url: string): ProviderAccess => hosted('openai-compatible', `${url}/v1`),
    opening: (delta: string) =>
      data({
        id: 'c',
        created: 1,
        model: 'x',
        choices: [{ index: 0, delta: { content: delta }, finish_reason: null }],
      }),
    endAtLength: data({ id: 'c', created: 1, model: 'x', choices: [{ index: 0, delta: {}, finish_reason: 'length' }] }),
  },
]

function hosted(kind: Exclude<ProviderAccess['kind'], 'compositor'>, baseURL: string): ProviderAccess {
  return { provider: kind, kind, baseURL, apiKey: sentinelKey }
}

function sse(type: string, fields: object): string {
  return `event: ${type}\n${data({ type, ...fields })}`
}

function data(fields: object): string {
  return `data: ${JSON.stringify(fields)}\n\n`
}

/** Models that wait for nothing and note how long they would have waited. */
export function hastyModels(options: Partial<ModelsOptions> & { access: ProviderAccess[] }) {
  const waits: number[] = []
  const models = createModels({
    cards: catalogue,
    sleep: async ms => void waits.push(ms),
    random: () => 0.5,
    ...options,
  })
  return { models, waits }
}

/** A bare HTTP server for what a mock cannot do: cut, hang, or answer with bytes of our choice. */
export async function startServer(answer: (response: ServerResponse, body: string, request: IncomingMessage) => void) {
  const server = createServer(async (request, response) => answer(response, await text(request), request))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise<void>(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

export const eventStream = { 'content-type': 'text/event-stream' }
