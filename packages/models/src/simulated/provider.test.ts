import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { checkMyst, codex, countWords, outline } from '@octavo/manuscript'
import { afterEach, expect, test } from 'vitest'
import { catalogue, createModels, type ModelError } from '../index.ts'
import { type JournalEntry, simulatedAnswer, simulatedProviderProgram, startSimulatedProvider } from '../testing.ts'

const stops: (() => unknown)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

const open = (url: string) =>
  createModels({
    cards: catalogue,
    access: [
      { provider: 'anthropic', kind: 'anthropic', baseURL: `${url}/v1`, apiKey: 'any' },
      { provider: 'openai-compatible', kind: 'openai-compatible', baseURL: `${url}/v1` },
    ],
  })
const both = ['anthropic/claude-sonnet-5-5', 'openai-compatible/simulated']

test.each(both)('%s answers outlines, codices and sections as asked', async model => {
  const provider = await startSimulatedProvider()
  stops.push(provider.stop)
  const models = open(provider.url)
  const base = { model, maxOutputTokens: 100_000 }
  const plan = await models.complete({ ...base, prompt: 'title: Tides\nPlan 5 chapters.', schema: outline })
  expect(plan.object).toMatchObject({ title: 'Tides' })
  expect(plan.object?.chapters).toHaveLength(5)
  const memory = await models.complete({ ...base, prompt: 'Name the terms.', schema: codex })
  expect(memory.object?.entries).toHaveLength(6)
  const text = await models.complete({ ...base, system: 'Be brief.', prompt: 'Write about tides, 1,234 words.' })
  expect(countWords(text.text)).toBe(1_234)
  expect(checkMyst(text.text)).toEqual([])
  expect(provider.journal.map(entry => entry.structured)).toEqual([true, true, false])
  expect(provider.journal[2]).toMatchObject({
    system: 'Be brief.',
    stopReason: 'stop',
    prompt: 'Write about tides, 1,234 words.',
  })
  expect(provider.journal[2]?.outputTokens).toBe(text.usage.outputTokens)
})

test('is deterministic, and different for different prompts', () => {
  const ask = (prompt: string) => simulatedAnswer({ model: 'm', system: '', prompt, maxTokens: 10_000 })
  expect(ask('a 90 words')).toBe(ask('a 90 words'))
  expect(ask('a 90 words')).not.toBe(ask('b 90 words'))
})

test.each(both)('%s keeps its pace and its length limit', async model => {
  const provider = await startSimulatedProvider({ firstTokenMs: 120, tokensPerSecond: 200 })
  stops.push(provider.stop)
  const answer = await open(provider.url).complete({ model, prompt: 'Write 500 words.', maxOutputTokens: 60 })
  expect(answer).toMatchObject({ stopReason: 'length', usage: { outputTokens: 60 } })
  const { received, firstToken, completed } = provider.journal[0]!
  expect(firstToken! - received).toBeGreaterThanOrEqual(115)
  // 59 tokens after the first, 5 ms apart.
  expect(completed! - firstToken!).toBeGreaterThanOrEqual(285)
  expect(completed! - firstToken!).toBeLessThan(1_000)
})

test('lives in a process of its own, where its journal outlives the client', async () => {
  const child = spawn(process.execPath, [
    simulatedProviderProgram,
    '--first-token-ms',
    '0',
    '--tokens-per-second',
    '100',
  ])
  stops.push(() => child.kill())
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  const url = line.toString().trim()
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  const controller = new AbortController()
  const models = open(url)
  const request = { model: both[0]!, maxOutputTokens: 5_000 }
  const leaving = models.complete({
    ...request,
    prompt: 'Write 900 words.',
    signal: controller.signal,
    onText: () => controller.abort(),
  })
  expect(await leaving.catch((error: ModelError) => error.code)).toBe('canceled')
  await fetch(`${url}/fail`, { method: 'POST', body: JSON.stringify({ status: 401, match: 'secret' }) })
  await models.complete({ ...request, prompt: 'Write 5 words.' })
  const failed = models.complete({ ...request, prompt: 'Write a secret.' })
  expect(await failed.catch((error: ModelError) => error.code)).toBe('key_rejected')

  const journal = (await (await fetch(`${url}/journal`)).json()) as JournalEntry[]
  const ends = journal.map(({ completed, aborted, failed }) =>
    [completed, aborted, failed].map(time => time !== undefined),
  )
  expect(ends).toEqual([
    [false, true, false],
    [true, false, false],
    [false, false, true],
  ])
  await fetch(`${url}/journal`, { method: 'DELETE' })
  expect(await (await fetch(`${url}/journal`)).json()).toEqual([])
})
