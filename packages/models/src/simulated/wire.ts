import type { SimulatedRequest } from './answer.ts'

/** One wire protocol: how to read a request, and the server-sent events of an answer. */
export interface Wire {
  read(body: Body): SimulatedRequest
  begin(model: string, inputTokens: number): string
  delta(model: string, text: string): string
  end(model: string, length: boolean, inputTokens: number, outputTokens: number): string
  error(status: number, message: string): object
}

/** The parts of a request body that either protocol may have. */
export interface Body {
  model?: string
  stream?: boolean
  max_tokens?: number
  max_completion_tokens?: number
  system?: string | { text?: string }[]
  messages?: { role: string; content: string | { text?: string }[] }[]
  output_config?: { format?: { schema?: object } }
  response_format?: { json_schema?: { name?: string; schema?: object } }
}

/** Anthropic Messages, streamed (https://platform.claude.com/docs/en/build-with-claude/streaming). */
const anthropic: Wire = {
  read: body => ({
    ...common(body),
    system: textOf(body.system),
    ...(body.output_config?.format?.schema && { schema: body.output_config.format.schema }),
  }),
  begin: (model, inputTokens) =>
    event('message_start', {
      message: {
        id: 'msg_simulated',
        type: 'message',
        role: 'assistant',
        model,
        content: [],
        stop_reason: null,
        stop_sequence: null,
        usage: { input_tokens: inputTokens, output_tokens: 0 },
      },
    }) + event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
  delta: (_, text) => event('content_block_delta', { index: 0, delta: { type: 'text_delta', text } }),
  end: (_, length, inputTokens, outputTokens) =>
    event('content_block_stop', { index: 0 }) +
    event('message_delta', {
      delta: { stop_reason: length ? 'max_tokens' : 'end_turn', stop_sequence: null },
      usage: { input_tokens: inputTokens, output_tokens: outputTokens },
    }) +
    event('message_stop', {}),
  error: (status, message) => ({
    type: 'error',
    error: { type: status === 429 ? 'rate_limit_error' : status === 529 ? 'overloaded_error' : 'api_error', message },
  }),
}

/** OpenAI Chat Completions, streamed (https://platform.openai.com/docs/api-reference/chat-streaming). */
const openai: Wire = {
  read: body => {
    const format = body.response_format?.json_schema
    return {
      ...common(body),
      system: (body.messages ?? [])
        .filter(isSystem)
        .map(({ content }) => textOf(content))
        .join('\n\n'),
      ...(format?.schema && { schema: format.schema }),
      ...(format?.name && { schemaName: format.name }),
    }
  },
  begin: model => chunk(model, [{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }]),
  delta: (model, content) => chunk(model, [{ index: 0, delta: { content }, finish_reason: null }]),
  end: (model, length, prompt_tokens, completion_tokens) =>
    chunk(model, [{ index: 0, delta: {}, finish_reason: length ? 'length' : 'stop' }]) +
    chunk(model, [], { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens }) +
    'data: [DONE]\n\n',
  error: (status, message) => ({ error: { message, type: 'server_error', code: String(status) } }),
}

export const wires: Record<string, Wire> = { '/v1/messages': anthropic, '/v1/chat/completions': openai }

function common(body: Body): SimulatedRequest {
  return {
    model: body.model ?? 'unnamed',
    system: '',
    prompt: (body.messages ?? [])
      .filter(message => !isSystem(message))
      .map(({ content }) => textOf(content))
      .join('\n\n'),
    maxTokens: body.max_tokens ?? body.max_completion_tokens ?? Number.POSITIVE_INFINITY,
  }
}

function isSystem({ role }: { role: string }): boolean {
  return role === 'system' || role === 'developer'
}

function textOf(content: string | { text?: string }[] | undefined): string {
  return typeof content === 'string' ? content : (content ?? []).map(({ text }) => text ?? '').join('\n')
}

function event(type: string, data: object): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`
}

function chunk(model: string, choices: object[], usage?: object): string {
  const data = {
    id: 'chatcmpl-simulated',
    object: 'chat.completion.chunk',
    created: 0,
    model,
    choices,
    ...(usage && { usage }),
  }
  return `data: ${JSON.stringify(data)}\n\n`
}
