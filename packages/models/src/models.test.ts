import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { catalogue } from './catalogue.ts'
import type { ModelCard } from './model-card.ts'
import { ModelError } from './model-error.ts'
import { eventStream, hastyModels, protocols, sentinelKey, startServer } from './protocols.fixture.ts'
import type { ProviderAccess } from './providers.ts'
import { type SimulatedProvider, startSimulatedProvider } from './testing.ts'

let provider: SimulatedProvider
beforeAll(async () => {
  provider = await startSimulatedProvider()
})
afterAll(() => provider.stop())

const cards: ModelCard[] = ['a/one', 'b/two', 'c/three', 'd/four'].map(id => ({
  id,
  provider: id[0]!,
  name: id,
  contextWindow: 1000,
  maxOutput: 1000,
  inputPrice: 1,
  outputPrice: 2,
  capabilities: ['text', 'structured'],
  tier: 'standard',
  status: 'active',
}))
const accessTo = (...names: string[]): ProviderAccess[] =>
  names.map(name => ({ provider: name, kind: 'openai-compatible', baseURL: `${provider.url}/v1`, apiKey: sentinelKey }))
const request = { model: 'a/one', prompt: 'Write 12 words.', maxOutputTokens: 500 }

async function errorOf(promise: Promise<unknown>): Promise<ModelError> {
  const error = await promise.catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(ModelError)
  return error as ModelError
}

/** Fails requests by their model's name, as a provider in trouble would. */
const failing =
  (...names: string[]): typeof fetch =>
  async (input, init) => {
    const { model } = JSON.parse(String(init?.body)) as { model: string }
    return names.includes(model) ? new Response('{"error":{"message":"busy"}}', { status: 503 }) : fetch(input, init)
  }

describe('failover', () => {
  test('moves to the next model of the tier that can be reached', async () => {
    const { models } = hastyModels({ cards, access: accessTo('a', 'c', 'd'), fetch: failing('one') })
    const answer = await models.complete({ ...request, failover: true })
    expect(answer.model).toBe('c/three')
    expect(answer.attempts.map(attempt => [attempt.model, attempt.attempt, attempt.error?.code])).toEqual([
      ['a/one', 1, 'overloaded'],
      ['a/one', 2, 'overloaded'],
      ['a/one', 3, 'overloaded'],
      ['a/one', 4, 'overloaded'],
      ['c/three', 5, undefined],
    ])
  })

  test('asks three models at most, and none unless told to', async () => {
    const options = { cards, access: accessTo('a', 'b', 'c', 'd'), fetch: failing('one', 'two', 'three', 'four') }
    const all = await errorOf(hastyModels(options).models.complete({ ...request, failover: true }))
    expect(new Set(all.attempts.map(attempt => attempt.model))).toEqual(new Set(['a/one', 'b/two', 'c/three']))
    expect(all.attempts).toHaveLength(12)
    const one = await errorOf(hastyModels(options).models.complete(request))
    expect(new Set(one.attempts.map(attempt => attempt.model))).toEqual(new Set(['a/one']))
  })

  test('never to another tier, nor to the compositor, nor for a rejected key', async () => {
    const free = cards.map((card, index) => ({ ...card, tier: index === 0 ? ('free' as const) : ('basic' as const) }))
    const options = { cards: [...free, ...catalogue], access: accessTo('a', 'b'), fetch: failing('one') }
    expect((await errorOf(hastyModels(options).models.complete({ ...request, failover: true }))).model).toBe('a/one')

    const rejected: typeof fetch = async () => new Response('{}', { status: 401 })
    const { models } = hastyModels({ cards, access: accessTo('a', 'b'), fetch: rejected })
    const error = await errorOf(models.complete({ ...request, failover: true }))
    expect(error).toMatchObject({ code: 'key_rejected', model: 'a/one' })
  })

  test('passes by models that could not hold the request', async () => {
    const small = cards.map(card => (card.id === 'b/two' ? { ...card, contextWindow: 400 } : card))
    const { models } = hastyModels({ cards: small, access: accessTo('a', 'b', 'c'), fetch: failing('one') })
    expect((await models.complete({ ...request, failover: true })).model).toBe('c/three')
  })

  test('moves on at once when the account has no credit', async () => {
    const broke: typeof fetch = async (input, init) =>
      String(init?.body).includes('"one"')
        ? new Response('{"error":{"message":"You exceeded your quota","code":"insufficient_quota"}}', { status: 429 })
        : fetch(input, init)
    const { models, waits } = hastyModels({ cards, access: accessTo('a', 'b'), fetch: broke })
    const answer = await models.complete({ ...request, failover: true })
    expect(answer).toMatchObject({ model: 'b/two', attempts: [{ error: { code: 'rate_limited' } }, {}] })
    expect(waits).toEqual([])
  })

  test('tells the reader to start over when the next model answers', async () => {
    const { models } = hastyModels({ cards, access: accessTo('a', 'b') })
    provider.fail({ cutAfterTokens: 3, times: 4 })
    let text = ''
    let restarts = 0
    const answer = await models.complete({
      ...request,
      failover: true,
      onText: delta => {
        text += delta
      },
      onRestart: () => {
        text = ''
        restarts++
      },
    })
    expect(answer.model).toBe('b/two')
    expect(text).toBe(answer.text)
    expect(restarts).toBe(4)
    // What was paid for the cut answers is part of the cost.
    expect(answer.cost).toBeGreaterThan(answer.attempts.at(-1)!.cost)
    expect(answer.usage.estimated).toBe(true)
  })
})

describe('the breaker', () => {
  test('rests a model after three failed requests, probes it once, and closes when it answers', async () => {
    let time = 1_000_000
    let busy = true
    let calls = 0
    const { models } = hastyModels({
      cards,
      access: accessTo('a', 'b'),
      now: () => time,
      fetch: (input, init) => {
        if (String(init?.body).includes('"one"')) calls++
        return failing(...(busy ? ['one'] : []))(input, init)
      },
    })
    for (let i = 0; i < 3; i++) await errorOf(models.complete(request))
    expect(calls).toBe(12)

    const resting = await errorOf(models.complete(request))
    expect(resting).toMatchObject({ code: 'overloaded', retryAfter: 60_000, attempts: [] })
    expect((await models.complete({ ...request, failover: true })).model).toBe('b/two')
    expect(calls).toBe(12)

    time += 60_001
    await errorOf(models.complete(request))
    expect(calls).toBe(16)
    expect((await errorOf(models.complete(request))).attempts).toEqual([])

    time += 60_001
    busy = false
    const [probe, other] = await Promise.allSettled([models.complete(request), models.complete(request)])
    expect(probe.status).toBe('fulfilled')
    expect(other.status).toBe('rejected')
    expect((await models.complete(request)).model).toBe('a/one')
  })
})

describe('the rate limit', () => {
  test('begins no more calls in any minute than allowed, in order, and lets canceled ones go', async () => {
    let time = 0
    const asleep: { until: number; wake: () => void }[] = []
    const { models } = hastyModels({
      cards,
      access: accessTo('a').map(entry => ({ ...entry, requestsPerMinute: 2 })),
      now: () => time,
      sleep: (ms, signal) =>
        new Promise((wake, reject) => {
          asleep.push({ until: time + ms, wake })
          signal?.addEventListener('abort', () => reject(signal.reason))
        }),
    })
    const before = provider.journal.length
    const controller = new AbortController()
    const all = Array.from({ length: 4 }, () => models.complete(request))
    const canceled = errorOf(models.complete({ ...request, signal: controller.signal }))
    await Promise.all(all.slice(0, 2))
    expect(provider.journal.length - before).toBe(2)
    expect(asleep.map(({ until }) => until)).toEqual([60_000, 60_000, 120_000])
    controller.abort()
    expect((await canceled).code).toBe('canceled')
    time = 60_000
    for (const { wake } of asleep) wake()
    await Promise.all(all)
    expect(provider.journal.length - before).toBe(4)
  })
})

describe('a request', () => {
  test('canceled while it waits to try again ends at once', async () => {
    const controller = new AbortController()
    const { models } = hastyModels({
      cards,
      access: accessTo('a'),
      fetch: failing('one'),
      sleep: (_, signal) =>
        new Promise((_, reject) => {
          signal?.addEventListener('abort', () => reject(signal.reason))
          queueMicrotask(() => controller.abort())
        }),
    })
    const error = await errorOf(models.complete({ ...request, signal: controller.signal }))
    expect(error).toMatchObject({ code: 'canceled', attempts: [{ error: { code: 'overloaded' } }] })
  })

  test('ends with the error of its own reader, and hangs up', async () => {
    const { models } = hastyModels({ cards, access: accessTo('a') })
    const slow = await startSimulatedProvider({ tokensPerSecond: 50 })
    const reading = hastyModels({ cards, access: [{ ...accessTo('a')[0]!, baseURL: `${slow.url}/v1` }] }).models
    const onText = () => {
      throw new RangeError('mine')
    }
    await expect(reading.complete({ ...request, onText })).rejects.toThrow(RangeError)
    await expect.poll(() => slow.journal[0]?.aborted).toBeDefined()
    await slow.stop()
    await expect(
      models.complete({ ...request, onAttempt: () => Promise.reject(new RangeError('mine')) }),
    ).rejects.toThrow(RangeError)
  })

  test('with an empty answer is asked once more', async () => {
    const empty = await startSimulatedProvider({
      answer: ({ prompt }) => (prompt.includes('Answer the request again') ? 'Now.' : ''),
    })
    const { models } = hastyModels({ cards, access: [{ ...accessTo('a')[0]!, baseURL: `${empty.url}/v1` }] })
    expect(await models.complete(request)).toMatchObject({
      text: 'Now.',
      attempts: [{ error: { code: 'answer_malformed' } }, {}],
    })
    await empty.stop()
  })

  test('accepts JSON in a code fence', async () => {
    const fenced = await startSimulatedProvider({ answer: () => '```json\n{"n": 4}\n```' })
    const { models } = hastyModels({ cards, access: [{ ...accessTo('a')[0]!, baseURL: `${fenced.url}/v1` }] })
    const answer = await models.complete({ ...request, schema: z.object({ n: z.number() }) })
    expect(answer.object?.n).toBe(4)
    await fenced.stop()
  })

  test.each([
    ['Anthropic', 400, 'prompt is too long: 250000 tokens > 200000 maximum'],
    ['OpenAI', 400, 'Your input exceeds the context window. code: context_length_exceeded'],
    ['Google', 400, 'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).'],
    ['a proxy', 413, 'Payload Too Large'],
  ])('too long for %s says so', async (_, status, message) => {
    const long: typeof fetch = async () => new Response(JSON.stringify({ error: { message } }), { status })
    const { models } = hastyModels({ cards, access: accessTo('a'), fetch: long })
    expect(await errorOf(models.complete(request))).toMatchObject({ code: 'context_too_long', attempts: [{}] })
  })

  test('overloaded in mid-stream is tried again', async () => {
    const { access, model, opening } = protocols[0]!
    const overloaded =
      'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}\n\n'
    const server = await startServer(response => response.writeHead(200, eventStream).end(opening('The') + overloaded))
    const { models } = hastyModels({ access: [access(server.url)] })
    const error = await errorOf(models.complete({ ...request, model }))
    await server.stop()
    expect(error).toMatchObject({ code: 'overloaded', status: 529 })
    expect(error.attempts).toHaveLength(4)
  })

  test('never takes a key from the environment', async () => {
    process.env.ANTHROPIC_API_KEY = sentinelKey
    const { models } = hastyModels({ access: [{ provider: 'anthropic', kind: 'anthropic', baseURL: provider.url }] })
    const error = await errorOf(models.complete({ ...request, model: 'anthropic/claude-sonnet-5-5' }))
    delete process.env.ANTHROPIC_API_KEY
    expect(error.code).toBe('key_missing')
  })
})

describe('finding a model', () => {
  const { models } = hastyModels({ access: protocols.map(({ access }) => access('http://127.0.0.1:9')) })

  test('follows a retired one to what replaced it', () => {
    expect(models.find('anthropic/claude-opus-4-1').id).toBe('anthropic/claude-opus-5-5')
  })

  test('takes any name on a compatible server, slashes included', () => {
    expect(models.find('openai-compatible/meta-llama/Llama-3')).toMatchObject({
      provider: 'openai-compatible',
      inputPrice: 0,
    })
  })

  test('always has the compositor, which says that it needs a task', async () => {
    expect(models.find('octavo/compositor-1').tier).toBe('free')
    const error = await errorOf(models.complete({ ...request, model: 'octavo/compositor-1' }))
    expect(error).toMatchObject({ code: 'request_invalid', attempts: [{ cost: 0 }] })
  })

  test.each([
    ['anthropic/claude-sonnet-5.5', 'model_unknown', /Did you mean anthropic\/claude-sonnet-5/],
    ['gpt-6-luna', 'model_unknown', /openai\/gpt-6-luna/],
    ['', 'model_unknown', /provider\/model/],
  ])('explains %j', (id, code, message) => {
    expect(() => models.find(id)).toThrow(message)
    expect(() => models.find(id)).toThrow(expect.objectContaining({ code }))
  })

  test('says which key or address is missing', () => {
    const bare = hastyModels({ access: [] }).models
    expect(() => bare.find('openai/gpt-6-luna')).toThrow(/no key for openai/)
    expect(() => bare.find('openai-compatible/llama3.1')).toThrow(/no address for openai-compatible/)
  })

  test.each(['localhost:11434', 'not a url', 'file:///etc', `http://me:${sentinelKey}@localhost/v1`])(
    'explains the address %j',
    baseURL => {
      const { models } = hastyModels({
        access: [{ provider: 'openai-compatible', kind: 'openai-compatible', baseURL }],
      })
      expect(() => models.find('openai-compatible/llama3.1')).toThrow(/not one like http:\/\/localhost:11434\/v1/)
      expect(() => models.find('openai-compatible/llama3.1')).not.toThrow(sentinelKey)
    },
  )
})
