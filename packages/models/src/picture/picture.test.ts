import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { ModelCard, ModelError, PictureRequest } from '../index.ts'
import { catalogue, createModels } from '../index.ts'
import { type SimulatedProvider, startSimulatedProvider } from '../testing.ts'

let provider: SimulatedProvider
beforeAll(async () => {
  provider = await startSimulatedProvider()
})
afterAll(() => provider.stop())
afterEach(() => {
  provider.journal.length = 0
})

const model = 'openai/painter'
const card: ModelCard = {
  ...{ id: model, provider: 'openai', name: 'Painter', contextWindow: 32_000, maxOutput: 6_000 },
  ...{ inputPrice: 5, outputPrice: 40, capabilities: ['image'], tier: 'premium', status: 'active' },
}

/** Models at the provider, or one that answers otherwise, which wait no time. */
const opened = (options: { url?: string; fetch?: typeof fetch } = {}) =>
  createModels({
    cards: [card, ...catalogue],
    access: [
      { provider: 'openai', kind: 'openai', baseURL: `${options.url ?? provider.url}/v1`, apiKey: 'k' },
      { provider: 'openai-compatible', kind: 'openai-compatible', baseURL: `${provider.url}/v1` },
      { provider: 'anthropic', kind: 'anthropic', apiKey: 'k' },
    ],
    sleep: async () => {},
    random: () => 0,
    ...(options.fetch && { fetch: options.fetch }),
  })
const request: PictureRequest = { model, prompt: 'A lighthouse at night.' }
const failure = (asked: Partial<PictureRequest> = {}, models = opened()) =>
  models.draw({ ...request, ...asked }).then(
    () => expect.unreachable('it should fail'),
    (error: ModelError) => error,
  )

test('a picture comes with what it took, and its worst case is told before', async () => {
  const upcoming: unknown[] = []
  const picture = await opened().draw({
    ...request,
    beforeAttempt: ({ outputTokens }) => void upcoming.push(outputTokens),
    onAttempt: ({ attempt, cost }) => void upcoming.push(attempt, cost),
  })
  const [entry] = provider.journal
  expect(entry).toMatchObject({ path: '/v1/images/generations', model: 'painter', prompt: request.prompt })
  expect(picture).toMatchObject({ mediaType: 'image/png', model, usage: { outputTokens: 1_500 } })
  const header = Buffer.from(picture.bytes)
  expect([header.readUInt32BE(16), header.readUInt32BE(20)]).toEqual([1024, 1536])
  expect(picture.cost).toBeCloseTo((entry!.inputTokens * 5 + 1_500 * 40) / 1e6, 9)
  expect(upcoming).toEqual([6_000, 1, picture.cost])
})

test('any model of a compatible server may be asked', async () => {
  const picture = await opened().draw({ ...request, model: 'openai-compatible/any' })
  expect(picture).toMatchObject({ mediaType: 'image/png', cost: 0, usage: { outputTokens: 1_500 } })
})

test('overload is tried again, a rejected key is not', async () => {
  provider.fail({ status: 503, times: 2 })
  expect((await opened().draw(request)).attempts.map(({ error }) => error?.code)).toEqual([
    'overloaded',
    'overloaded',
    undefined,
  ])
  provider.fail({ status: 401 })
  const rejected = await failure()
  expect(rejected).toMatchObject({ code: 'key_rejected', attempts: [{ cost: 0 }] })
})

test('a model that makes no pictures, or whose provider has none, says so', async () => {
  for (const other of ['anthropic/claude-sonnet-5-5', 'octavo/compositor-1']) {
    expect(await failure({ model: other })).toMatchObject({
      code: 'request_invalid',
      message: expect.stringContaining('makes no pictures'),
    })
  }
  const writing = opened().complete({ model, prompt: 'Hello', maxOutputTokens: 10 })
  await expect(writing).rejects.toThrow('painter does not write: it makes pictures')
})

test('Google is asked for a shape, and paid for what it says it used', async () => {
  const asked: { url: string; body: { generationConfig: unknown } }[] = []
  const png = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1').toString('base64')
  const answer = (content: object, more: object) => ({
    candidates: [{ content, ...more }],
    usageMetadata: { promptTokenCount: 100, candidatesTokenCount: 1_120, totalTokenCount: 1_220 },
  })
  const answers = [
    answer({ parts: [{ inlineData: { mimeType: 'image/png', data: png } }] }, { finishReason: 'STOP' }),
    answer({ parts: [] }, { finishReason: 'IMAGE_SAFETY' }),
  ]
  const models = createModels({
    cards: catalogue,
    access: [{ provider: 'google', kind: 'google', apiKey: 'k' }],
    fetch: async (url, init) => {
      asked.push({ url: String(url), body: JSON.parse(String(init?.body)) })
      return Response.json(answers.shift())
    },
  })
  const ofGoogle = { ...request, model: 'google/gemini-nano-banana-2.1' }
  const picture = await models.draw(ofGoogle)
  expect(picture.cost).toBeCloseTo((100 * 1.5 + 1_120 * 30) / 1e6, 9)
  expect(asked[0]!.url).toContain('/models/gemini-nano-banana-2.1:generateContent')
  expect(asked[0]!.body.generationConfig).toMatchObject({
    responseModalities: ['IMAGE'],
    imageConfig: { aspectRatio: '2:3' },
  })
  const refused = await failure(ofGoogle, models)
  expect(refused).toMatchObject({ code: 'request_invalid', attempts: [{ usage: { inputTokens: 100 } }] })
})

test('what is no picture is malformed; nothing at all is a refusal', async () => {
  const answering = (data: object[]) => opened({ fetch: async () => Response.json({ created: 0, data }) })
  const text = Buffer.from('<html>').toString('base64')
  expect(await failure({}, answering([{ b64_json: text }]))).toMatchObject({ code: 'answer_malformed' })
  expect(await failure({}, answering([]))).toMatchObject({
    code: 'request_invalid',
    message: expect.stringContaining('Change the prompt'),
  })
})

test('it can be canceled, and nobody waits for ever', async () => {
  const slow = await startSimulatedProvider({ firstTokenMs: 60_000 })
  try {
    const models = opened({ url: slow.url })
    const controller = new AbortController()
    setTimeout(() => controller.abort(), 100)
    expect(await failure({ signal: controller.signal }, models)).toMatchObject({ code: 'canceled' })
    await expect.poll(() => slow.journal[0]?.aborted).toBeDefined()
    const late = await failure({ timeLimit: 100 }, models)
    expect(late).toMatchObject({ code: 'overloaded', attempts: [{}] })
    expect(late.message).toContain('took longer')
  } finally {
    await slow.stop()
  }
})
