import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { type SimulatedRequest, simulatedAnswer } from './answer.ts'
import { simulatedVector } from './embeddings.ts'
import { simulatedPicture, simulatedPictureTokens } from './picture.ts'
import { type Body, type Wire, wires } from './wire.ts'

export interface SimulatedProviderOptions {
  /** From the request to the first token, or to a picture. Default: 0. */
  firstTokenMs?: number
  /** A token is four characters. Default: as fast as it goes. */
  tokensPerSecond?: number
  /** Default: `simulatedAnswer`. */
  answer?: (request: SimulatedRequest) => string
  /** Default: any free one. */
  port?: number
}

/** How the next requests fail: with a status before any text, or by a cut connection in mid-stream. */
export interface FailureRule {
  status?: number
  /** Seconds, sent as Retry-After with `status`. */
  retryAfter?: number
  /** The connection is destroyed after so many tokens. */
  cutAfterTokens?: number
  /** How many requests fail so. Default: 1. */
  times?: number
  /** Only requests whose prompt contains this. */
  match?: string
}

/** One request as it was seen here. Times in milliseconds since 1970; exactly one of the last three is set in the end. */
export interface JournalEntry {
  id: number
  path: string
  model: string
  system: string
  prompt: string
  structured: boolean
  received: number
  firstToken?: number
  inputTokens: number
  /** Tokens sent so far. */
  outputTokens: number
  stopReason?: 'stop' | 'length'
  /** The whole answer was sent. */
  completed?: number
  /** The client went away. */
  aborted?: number
  /** A failure rule ended it. */
  failed?: number
}

export interface SimulatedProvider {
  /** `http://127.0.0.1:<port>`; as `baseURL` of a provider, add `/v1`. */
  url: string
  journal: JournalEntry[]
  fail(rule: FailureRule): void
  stop(): Promise<void>
}

/**
 * Starts an LLM provider on loopback that speaks the Anthropic (`POST /v1/messages`) and the OpenAI-compatible
 * (`POST /v1/chat/completions`) streaming protocols at a realistic pace, and OpenAI's embeddings (`POST /v1/embeddings`)
 * and pictures (`POST /v1/images/generations`), accepts any key, and keeps a journal.
 * Other processes read it at `GET /journal`, clear it with `DELETE /journal`, and `POST /fail` a FailureRule.
 */
export async function startSimulatedProvider(options: SimulatedProviderOptions = {}): Promise<SimulatedProvider> {
  const journal: JournalEntry[] = []
  const rules: (FailureRule & { times: number })[] = []
  let requests = 0

  const fail = (rule: FailureRule) => void rules.push({ ...rule, times: rule.times ?? 1 })

  function takeRule(prompt: string): FailureRule | undefined {
    const rule = rules.find(({ match, times }) => times > 0 && prompt.includes(match ?? ''))
    if (rule) rule.times--
    return rule
  }

  async function complete(wire: Wire, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const received = Date.now()
    const body = (await json(incoming)) as Body
    const request = wire.read(body)
    const tokens = tokensOf(request.prompt + request.system).length
    const entry: JournalEntry = {
      id: ++requests,
      path: incoming.url ?? '',
      model: request.model,
      system: request.system,
      prompt: request.prompt,
      structured: request.schema !== undefined,
      received,
      inputTokens: tokens,
      outputTokens: 0,
    }
    journal.push(entry)
    const rule = takeRule(request.prompt)
    if (rule?.status) {
      entry.failed = Date.now()
      const wait = rule.retryAfter === undefined ? undefined : { 'retry-after': String(rule.retryAfter) }
      return send(response, rule.status, wire.error(rule.status, 'Failing on demand.'), wait)
    }
    if (!body.stream) return send(response, 400, wire.error(400, 'The simulated provider only streams.'))
    await stream(wire, request, entry, response, rule?.cutAfterTokens)
  }

  async function stream(
    wire: Wire,
    request: SimulatedRequest,
    entry: JournalEntry,
    response: ServerResponse,
    cutAfter = Number.POSITIVE_INFINITY,
  ): Promise<void> {
    const { firstTokenMs = 0, tokensPerSecond = Number.POSITIVE_INFINITY, answer = simulatedAnswer } = options
    const { model } = request
    const tokens = tokensOf(answer(request))
    const sent = tokens.slice(0, request.maxTokens)
    const gone = new AbortController()
    response.once('close', () => gone.abort())
    const begun = performance.now() + firstTokenMs
    try {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' })
      response.write(wire.begin(model, entry.inputTokens))
      for (const [index, token] of sent.entries()) {
        // Each token has its own time, so that late timers do not add up.
        const early = begun + (index * 1000) / tokensPerSecond - performance.now()
        if (early > 1) await sleep(early, undefined, { signal: gone.signal })
        gone.signal.throwIfAborted()
        if (index >= cutAfter) {
          entry.failed = Date.now()
          // Closes after what was written has gone out, without the end a chunked answer needs.
          response.socket?.destroySoon()
          return
        }
        entry.firstToken ??= Date.now()
        entry.outputTokens++
        response.write(wire.delta(model, token))
      }
      entry.stopReason = sent.length < tokens.length ? 'length' : 'stop'
      response.end(wire.end(model, sent.length < tokens.length, entry.inputTokens, sent.length))
      entry.completed = Date.now()
    } catch (error) {
      if (!gone.signal.aborted) throw error
      entry.aborted = Date.now()
    }
  }

  /** A request whose answer comes at once: in the journal, and failed when a rule says so. */
  function begin(incoming: IncomingMessage, response: ServerResponse, model: string, prompt: string) {
    const entry: JournalEntry = {
      id: ++requests,
      path: incoming.url ?? '',
      model,
      system: '',
      prompt,
      structured: false,
      received: Date.now(),
      inputTokens: tokensOf(prompt).length,
      outputTokens: 0,
    }
    journal.push(entry)
    const status = takeRule(prompt)?.status
    if (status) {
      entry.failed = Date.now()
      send(response, status, { error: { message: 'Failing on demand.' } })
    }
    return { entry, failed: status !== undefined }
  }

  async function embed(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { input, model } = (await json(incoming)) as { input: string | string[]; model: string }
    const texts = [input].flat()
    const { entry, failed } = begin(incoming, response, model, texts.join('\n\n'))
    if (failed) return
    const data = texts.map((text, index) => ({ object: 'embedding', index, embedding: simulatedVector(text) }))
    const usage = { prompt_tokens: entry.inputTokens, total_tokens: entry.inputTokens }
    send(response, 200, { object: 'list', data, model, usage })
    entry.completed = Date.now()
  }

  async function draw(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { model, prompt, size } = (await json(incoming)) as { model: string; prompt: string; size?: string }
    const { entry, failed } = begin(incoming, response, model, prompt)
    if (failed) return
    const gone = new AbortController()
    response.once('close', () => gone.abort())
    try {
      await sleep(options.firstTokenMs ?? 0, undefined, { signal: gone.signal })
    } catch {
      entry.aborted = Date.now()
      return
    }
    const [width = 1024, height = 1536] = (size ?? '').split('x').filter(Boolean).map(Number)
    const b64_json = simulatedPicture(prompt, width, height).toString('base64')
    entry.outputTokens = simulatedPictureTokens
    const { inputTokens: input_tokens, outputTokens: output_tokens } = entry
    const usage = { input_tokens, output_tokens, total_tokens: input_tokens + output_tokens }
    send(response, 200, { created: 0, data: [{ b64_json }], usage })
    entry.completed = Date.now()
  }

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method, url = '' } = incoming
    const wire = wires[url]
    if (method === 'POST' && wire) return complete(wire, incoming, response)
    if (method === 'POST' && url === '/v1/embeddings') return embed(incoming, response)
    if (method === 'POST' && url === '/v1/images/generations') return draw(incoming, response)
    if (method === 'GET' && url === '/journal') return send(response, 200, journal)
    if (method === 'DELETE' && url === '/journal') journal.length = 0
    else if (method === 'POST' && url === '/fail') fail((await json(incoming)) as FailureRule)
    else return send(response, 404, { error: { message: `Nothing at ${method} ${url}.` } })
    send(response, 200, { ok: true })
  }

  const server = createServer((incoming, response) => {
    serve(incoming, response).catch((error: Error) => {
      if (response.headersSent) response.destroy()
      else send(response, 400, { error: { message: error.message } })
    })
  })
  await new Promise<void>(resolve => server.listen(options.port ?? 0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    journal,
    fail,
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function send(response: ServerResponse, status: number, body: object, headers?: Record<string, string>): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}

function tokensOf(text: string): string[] {
  return text.match(/[\s\S]{1,4}/gu) ?? []
}
