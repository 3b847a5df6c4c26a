import { LLMock } from '@copilotkit/aimock'
import { outline } from '@octavo/manuscript'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Attempt } from './completion.ts'
import { ModelError } from './model-error.ts'
import { eventStream, hastyModels, protocols, sentinelKey, startServer } from './protocols.fixture.ts'

const usage = {
  ...{ input_tokens: 1200, output_tokens: 40 },
  ...{ prompt_tokens: 1200, completion_tokens: 40 },
  ...{ promptTokenCount: 1200, candidatesTokenCount: 40 },
}
const plan = {
  title: 'Lights',
  chapters: [
    { title: 'One', synopsis: 's', objectives: [], sections: [{ title: 'A', synopsis: 's', passages: ['n:1'] }] },
  ],
}

const mock = new LLMock({ port: 0, chunkSize: 6, latency: 1 })
beforeAll(() => mock.start())
afterAll(() => mock.stop())
afterEach(() => mock.reset())

/** Answers in turn, the last one for good. */
function answers<T>(...list: T[]): () => T {
  return () => (list.length > 1 ? list.shift()! : list[0]!)
}

async function errorOf(promise: Promise<unknown>): Promise<ModelError> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof ModelError)) throw error ?? new Error('It did not fail.')
  // No failure may show the key, wherever it is looked at.
  expect(`${JSON.stringify(error)} ${error.message} ${error.stack} ${String(error.cause)}`).not.toContain(sentinelKey)
  return error
}

describe.each(protocols)('$name', ({ model, access, opening, endAtLength }) => {
  const open = (url = mock.url) => hastyModels({ access: [access(url)] })
  const request = { model, prompt: 'the lighthouse', maxOutputTokens: 500 }

  test('streams an answer with its usage, cost and one attempt', async () => {
    mock.onMessage('lighthouse', { content: 'The keeper lit the lamp, and the sea answered.', usage })
    const deltas: string[] = []
    const recorded: Attempt[] = []
    const { models } = open()
    const answer = await models.complete({
      ...request,
      system: 'Write plainly.',
      onText: delta => deltas.push(delta),
      onAttempt: attempt => void recorded.push(attempt),
    })
    expect(answer).toMatchObject({ text: 'The keeper lit the lamp, and the sea answered.', model, stopReason: 'stop' })
    expect(deltas.length).toBeGreaterThan(3)
    expect(deltas.join('')).toBe(answer.text)
    expect(answer.usage).toEqual({ inputTokens: 1200, outputTokens: 40, cachedInputTokens: 0 })
    const { inputPrice, outputPrice } = models.find(model)
    expect(answer.cost).toBeCloseTo((1200 * inputPrice + 40 * outputPrice) / 1e6, 12)
    expect(recorded).toEqual(answer.attempts)
    expect(recorded).toMatchObject([{ model, attempt: 1, stopReason: 'stop', cost: answer.cost }])
    expect(answer.firstToken).toBeLessThanOrEqual(answer.latency)
    expect(JSON.stringify(mock.getLastRequest()?.body)).toContain('Write plainly.')
  })

  test('answers a structured outline', async () => {
    mock.onMessage('lighthouse', { content: JSON.stringify(plan) })
    let sent = ''
    const watched: typeof fetch = (input, init) => {
      sent = String(init?.body)
      return fetch(input, init)
    }
    const { models } = hastyModels({ access: [access(mock.url)], fetch: watched })
    const answer = await models.complete({ ...request, schema: outline, schemaName: 'outline' })
    expect(answer.object).toEqual(plan)
    // The schema goes over the wire in the provider's own field for it.
    expect(sent).toMatch(/"(json_schema|responseSchema|responseJsonSchema)"/)
    expect(sent).toContain('synopsis')
  })

  test('sends a malformed answer back once, with what is wrong', async () => {
    mock.onMessage(/./, answers({ content: '{"title": "Lights", "chap' }, { content: JSON.stringify(plan) }))
    let text = ''
    const answer = await open().models.complete({
      ...request,
      schema: outline,
      onText: delta => {
        text += delta
      },
      onRestart: () => {
        text = ''
      },
    })
    expect(answer.object).toEqual(plan)
    expect(text).toBe(answer.text)
    expect(answer.attempts.map(attempt => attempt.error?.code)).toEqual(['answer_malformed', undefined])
    expect(JSON.stringify(mock.getLastRequest()?.body)).toContain('not valid JSON')
  })

  test('gives up on an answer that stays malformed, keeping its text', async () => {
    mock.onMessage(/./, { content: '{"title": 5, "chapters": []}' })
    const error = await errorOf(open().models.complete({ ...request, schema: outline }))
    expect(error).toMatchObject({ code: 'answer_malformed', raw: '{"title": 5, "chapters": []}' })
    expect(error.attempts).toHaveLength(2)
    expect(error.message).toContain('chapters')
  })

  test('returns an answer cut off at its length limit as such', async () => {
    const server = await startServer(response =>
      response.writeHead(200, eventStream).end(opening('The keeper lit') + endAtLength),
    )
    const answer = await open(server.url).models.complete(request)
    await server.stop()
    expect(answer).toMatchObject({ text: 'The keeper lit', stopReason: 'length' })
    expect(answer.attempts).toHaveLength(1)
  })

  test('waits as long as a 429 asks', async () => {
    const limited = { error: { message: 'Slow down', type: 'rate_limit_error' }, status: 429, retryAfter: 7 }
    mock.onMessage('lighthouse', answers<object>(limited, { content: 'Lit.' }) as () => { content: string })
    const { models, waits } = open()
    const answer = await models.complete(request)
    expect(answer.text).toBe('Lit.')
    expect(waits).toEqual([7_000])
    expect(answer.attempts[0]?.error).toMatchObject({ code: 'rate_limited', status: 429, retryAfter: 7_000 })
  })

  test('backs off from 529 and gives up after four attempts', async () => {
    mock.onMessage('lighthouse', { error: { message: 'Overloaded', type: 'overloaded_error' }, status: 529 })
    const { models, waits } = open()
    const error = await errorOf(models.complete(request))
    expect(error).toMatchObject({ code: 'overloaded', status: 529, model })
    expect(error.attempts).toHaveLength(4)
    expect(error.attempts.every(attempt => attempt.cost === 0)).toBe(true)
    expect(waits).toEqual([500, 1_000, 2_000])
  })

  test('starts over after a mid-stream cut and never delivers text twice', async () => {
    const server = await startServer(response =>
      response
        .writeHead(200, eventStream)
        .write(opening('The keeper lit the'), () => setTimeout(() => response.destroy(), 20)),
    )
    let calls = 0
    const cutFirst: typeof fetch = (input, init) => fetch(calls++ === 0 ? server.url : input, init)
    const { models } = hastyModels({ access: [access(mock.url)], fetch: cutFirst })
    mock.onMessage('lighthouse', { content: 'The keeper lit the lamp.' })
    const log: string[] = []
    const answer = await models.complete({
      ...request,
      onText: delta => log.push(delta),
      onRestart: () => log.push('RESTART'),
    })
    await server.stop()
    expect(answer.text).toBe('The keeper lit the lamp.')
    const at = log.indexOf('RESTART')
    expect(log.slice(0, at).join('')).toBe('The keeper lit the')
    expect(log.slice(at + 1).join('')).toBe(answer.text)
    expect(answer.attempts[0]).toMatchObject({ error: { code: 'cut_off' }, usage: { estimated: true } })
    expect(answer.attempts[0]!.usage.outputTokens).toBeGreaterThan(0)
  })

  test('takes a stream that ends without its end for a cut', async () => {
    const server = await startServer(response => response.writeHead(200, eventStream).end(opening('The keeper')))
    const error = await errorOf(open(server.url).models.complete(request))
    await server.stop()
    expect(error.code).toBe('cut_off')
    expect(error.attempts).toHaveLength(4)
  })

  test('closes the connection when canceled', async () => {
    let closed!: () => void
    const gone = new Promise<void>(resolve => {
      closed = resolve
    })
    const server = await startServer(response => {
      response.once('close', closed)
      response.writeHead(200, eventStream).write(opening('The keeper'))
    })
    const controller = new AbortController()
    const error = await errorOf(
      open(server.url).models.complete({ ...request, signal: controller.signal, onText: () => controller.abort() }),
    )
    await gone
    await server.stop()
    expect(error.code).toBe('canceled')
    expect(error.attempts).toMatchObject([{ error: { code: 'canceled' } }])
  })

  test.each([
    [401, 'key_rejected'],
    [403, 'key_rejected'],
    [404, 'model_unknown'],
    [400, 'request_invalid'],
  ])('does not try again after %i', async (status, code) => {
    const message = `Incorrect API key provided: ${sentinelKey}`
    mock.onMessage('lighthouse', { error: { message, type: 'invalid_request_error' }, status })
    const error = await errorOf(open().models.complete(request))
    expect(error).toMatchObject({ code, status })
    expect(error.attempts).toHaveLength(1)
  })

  test('says that a server cannot be reached, and where', async () => {
    const server = await startServer(() => {})
    await server.stop()
    const error = await errorOf(open(server.url).models.complete(request))
    expect(error.code).toBe('unreachable')
    expect(error.message).toContain(server.url)
    expect(error.attempts).toHaveLength(4)
  })
})

describe('refusals are answers, in the words of the provider', () => {
  const refuse = async (index: number, body: string) => {
    const { model, access } = protocols[index]!
    const server = await startServer(response => response.writeHead(200, eventStream).end(body))
    const { models } = hastyModels({ access: [access(server.url)] })
    const answer = await models.complete({ model, prompt: 'x', maxOutputTokens: 10, schema: outline })
    await server.stop()
    expect(answer).toMatchObject({ stopReason: 'refusal', attempts: [{ stopReason: 'refusal' }] })
    return answer
  }
  const lines = (...events: object[]) => events.map(event => `data: ${JSON.stringify(event)}\n\n`).join('')

  test('Anthropic: stop_reason refusal', async () => {
    const details = { type: 'refusal', category: 'cyber', explanation: 'This asks for harm.' }
    const body =
      protocols[0]!.opening('I can') +
      lines(
        { type: 'content_block_stop', index: 0 },
        {
          type: 'message_delta',
          delta: { stop_reason: 'refusal', stop_sequence: null, stop_details: details },
          usage: { output_tokens: 3 },
        },
        { type: 'message_stop' },
      )
    expect((await refuse(0, body)).refusal).toBe('This asks for harm.')
  })

  test('OpenAI: a refusal in place of the answer', async () => {
    const said = 'I cannot help with that.'
    const refusal = { type: 'refusal', refusal: said }
    const body = lines(
      { type: 'response.created', response: { id: 'r', created_at: 1, model: 'x' } },
      { type: 'response.output_item.added', output_index: 0, item: { type: 'message', id: 'i' } },
      { type: 'response.refusal.delta', item_id: 'i', output_index: 0, content_index: 0, delta: said },
      { type: 'response.refusal.done', item_id: 'i', output_index: 0, content_index: 0, refusal: said },
      {
        type: 'response.output_item.done',
        output_index: 0,
        item: { type: 'message', id: 'i', role: 'assistant', status: 'completed', content: [refusal] },
      },
      { type: 'response.completed', response: { usage: { input_tokens: 5, output_tokens: 6 } } },
    )
    expect((await refuse(1, body)).refusal).toBe(said)
  })

  test('Google: blocked for safety', async () => {
    const body = lines({ candidates: [{ finishReason: 'SAFETY', index: 0 }], usageMetadata: { promptTokenCount: 5 } })
    expect((await refuse(2, body)).refusal).toBe('SAFETY')
  })

  test('OpenAI-compatible: content_filter', async () => {
    const body = lines({
      id: 'c',
      created: 1,
      model: 'x',
      choices: [{ index: 0, delta: {}, finish_reason: 'content_filter' }],
    })
    expect((await refuse(3, body)).refusal).toBe('content_filter')
  })
})
