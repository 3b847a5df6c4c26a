import { Worker } from 'node:worker_threads'
import { LLMock } from '@copilotkit/aimock'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { catalogue } from '../catalogue.ts'
import type { Attempt } from '../completion.ts'
import { ModelError } from '../model-error.ts'
import { createModels } from '../models.ts'
import { hastyModels, sentinelKey, startServer } from '../protocols.fixture.ts'
import type { ProviderAccess } from '../providers.ts'
import { mostTexts } from './embedding.ts'

const cosine = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, value, index) => sum + value * b[index]!, 0) / (Math.hypot(...a) * Math.hypot(...b))

async function errorOf(promise: Promise<unknown>): Promise<ModelError> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof ModelError)) throw error ?? new Error('It did not fail.')
  expect(`${JSON.stringify(error)} ${error.message} ${error.stack}`).not.toContain(sentinelKey)
  return error
}

describe('the embedded model', () => {
  const refuse = () => Promise.reject(new Error('nothing may be fetched'))
  const models = createModels({ cards: catalogue, access: [], fetch: refuse })
  const model = 'octavo/embedder-1'

  test('gives vectors of 512 dimensions, near where the meaning is near, and costs nothing', async () => {
    const texts = ['A cat sat on the mat.', 'A kitten rests on a rug.', 'Quarterly revenue grew by ten percent.']
    const { cost, dimension, usage, vectors } = await models.embed({ model, texts })
    expect({ cost, dimension, lengths: vectors.map(vector => vector.length) }).toEqual({
      cost: 0,
      dimension: 512,
      lengths: [512, 512, 512],
    })
    expect(usage.inputTokens).toBeGreaterThan(10)
    expect(cosine(vectors[0]!, vectors[1]!)).toBeGreaterThan(cosine(vectors[0]!, vectors[2]!) + 0.3)
    // The same again, in another batch: a vector does not depend on its neighbours.
    const again = await models.embed({ model, texts: [texts[2]!] })
    expect(cosine(again.vectors[0]!, vectors[2]!)).toBeGreaterThan(0.9999)
  }, 60_000)

  test('leaves this thread free while it computes', async () => {
    let turns = 0
    const timer = setInterval(() => turns++, 5)
    await models.embed({
      model,
      texts: Array.from({ length: 24 }, (_, n) => `Sentence ${n} of many words. `.repeat(20)),
    })
    clearInterval(timer)
    expect(turns).toBeGreaterThan(5)
  }, 60_000)

  test('can be canceled, and reads on for the next', async () => {
    const controller = new AbortController()
    const texts = Array.from({ length: 60 }, (_, n) => `Long text ${n}. `.repeat(60))
    const pending = errorOf(models.embed({ model, texts, signal: controller.signal }))
    controller.abort()
    expect((await pending).code).toBe('canceled')
    expect((await models.embed({ model, texts: ['And on.'] })).vectors).toHaveLength(1)
  }, 60_000)

  test('any script, and texts that are too long, give a vector', async () => {
    const texts = ['漢字かな', 'مرحبا', '\u0000\uD800', '😀', 'x'.repeat(100_000)]
    const { vectors } = await models.embed({ model, texts })
    expect(vectors.flat().every(Number.isFinite)).toBe(true)
  }, 60_000)

  test('opens no connection, not even to load itself', async () => {
    // The same program in a thread where whatever would open one throws.
    const sealed = `
      const { createRequire, syncBuiltinESMExports } = require('node:module')
      const no = name => () => { throw new Error('it wants ' + name) }
      for (const name of ['net', 'http', 'https', 'dns', 'tls', 'dgram']) {
        const module = require('node:' + name)
        for (const key of ['connect', 'createConnection', 'request', 'get', 'lookup', 'resolve', 'createSocket'])
          if (module[key]) module[key] = no(name + '.' + key)
        if (module.Socket) module.Socket.prototype.connect = no(name)
      }
      syncBuiltinESMExports()
      import(${JSON.stringify(new URL('./embedder-worker.ts', import.meta.url).href)})`
    const worker = new Worker(sealed, { eval: true })
    const answer = new Promise<{ vectors?: number[][]; error?: string }>((resolve, reject) => {
      worker.once('message', resolve)
      worker.once('error', reject)
    })
    worker.postMessage({ id: 1, texts: ['A text.'] })
    expect(await answer).toMatchObject({ id: 1, vectors: [expect.any(Array)] })
    await worker.terminate()
  }, 60_000)

  test('does not write, and language models make no vectors', async () => {
    const writing = await errorOf(models.complete({ model, prompt: 'Write.', maxOutputTokens: 10 }))
    expect(writing).toMatchObject({ code: 'request_invalid', message: expect.stringContaining('language model') })
    const embedding = await errorOf(models.embed({ model: 'octavo/compositor-1', texts: ['x'] }))
    expect(embedding).toMatchObject({ code: 'request_invalid', message: expect.stringContaining('octavo/embedder-1') })
  })

  test('refuses what is no request before anything is asked', async () => {
    await expect(models.embed({ model, texts: [] })).rejects.toThrow(TypeError)
    await expect(models.embed({ model, texts: ['a', ' '] })).rejects.toThrow(TypeError)
    await expect(models.embed({ model, texts: Array(mostTexts + 1).fill('a') })).rejects.toThrow(TypeError)
  })
})

const mock = new LLMock({ port: 0 })
beforeAll(() => mock.start())
afterAll(() => mock.stop())
afterEach(() => mock.reset())

const hosted = (kind: 'openai' | 'google' | 'openai-compatible', path: string) => ({
  access: (url: string): ProviderAccess => ({ provider: kind, kind, baseURL: `${url}${path}`, apiKey: sentinelKey }),
})

describe.each([
  { name: 'OpenAI', model: 'openai/text-embedding-3-small', ...hosted('openai', '/v1') },
  { name: 'OpenAI-compatible', model: 'openai-compatible/nomic-embed-text', ...hosted('openai-compatible', '/v1') },
])('$name', ({ model, access }) => {
  test('gives vectors with their usage and cost', async () => {
    mock.onEmbedding(/./, { embedding: [0.1, 0.2, 0.3, 0.4] })
    const recorded: Attempt[] = []
    const { models } = hastyModels({ access: [access(mock.url)] })
    const answer = await models.embed({ model, texts: ['one text', 'another'], onAttempt: a => void recorded.push(a) })
    expect(answer).toMatchObject({ model, dimension: 4, vectors: [[0.1, 0.2, 0.3, 0.4], expect.any(Array)] })
    expect(answer.usage.inputTokens).toBeGreaterThan(0)
    expect(answer.cost).toBeCloseTo((answer.usage.inputTokens * models.find(model).inputPrice) / 1e6, 12)
    expect(recorded).toEqual(answer.attempts)
  })

  test('waits as long as a 429 asks, then goes on', async () => {
    let asked = 0
    const server = await startServer((response, body) => {
      if (++asked === 1) return void response.writeHead(429, { 'retry-after': '7' }).end('{}')
      const { input } = JSON.parse(body) as { input: string[] }
      const data = input.map((_, index) => ({ object: 'embedding', index, embedding: [1, 0] }))
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ data, model: 'x', usage: { prompt_tokens: 5, total_tokens: 5 } }))
    })
    const { models, waits } = hastyModels({ access: [access(server.url)] })
    const answer = await models.embed({ model, texts: ['a text'] })
    await server.stop()
    expect(waits).toEqual([7_000])
    expect(answer.attempts.map(attempt => attempt.error?.code)).toEqual(['rate_limited', undefined])
    expect(answer.usage.inputTokens).toBe(5)
  })

  test('gives up on vectors that are none, and on a key that is refused at once', async () => {
    const broken = await startServer(response =>
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ data: [{ index: 0, embedding: [0, 0] }], model: 'x', usage: { prompt_tokens: 1 } })),
    )
    const malformed = await errorOf(hastyModels({ access: [access(broken.url)] }).models.embed({ model, texts: ['a'] }))
    await broken.stop()
    expect(malformed).toMatchObject({ code: 'answer_malformed' })
    expect(malformed.attempts).toHaveLength(4)
    const closed = await startServer(response => response.writeHead(401).end('{"error":{"message":"no"}}'))
    const refused = await errorOf(hastyModels({ access: [access(closed.url)] }).models.embed({ model, texts: ['a'] }))
    await closed.stop()
    expect(refused).toMatchObject({ code: 'key_rejected' })
    expect(refused.attempts).toHaveLength(1)
  })
})

describe('Google', () => {
  const model = 'google/gemini-embedding-001'
  const { access } = hosted('google', '/v1beta')

  test('is told whether a text is a question or may answer one', async () => {
    const bodies: string[] = []
    const server = await startServer((response, body, request) => {
      bodies.push(body)
      const single = request.url?.includes(':embedContent')
      const vector = { values: [0.6, 0.8] }
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify(single ? { embedding: vector } : { embeddings: [vector, vector] }))
    })
    const { models } = hastyModels({ access: [access(server.url)] })
    const passages = await models.embed({ model, texts: ['one', 'two'] })
    const question = await models.embed({ model, texts: ['what?'], as: 'query' })
    await server.stop()
    expect([passages.dimension, question.dimension]).toEqual([2, 2])
    expect(bodies[0]).toContain('RETRIEVAL_DOCUMENT')
    expect(bodies[1]).toContain('RETRIEVAL_QUERY')
    // It reports no usage, so it is reckoned.
    expect(question.usage).toMatchObject({ estimated: true })
  })
})
