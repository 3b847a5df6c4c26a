import { type SimulatedProvider, startSimulatedProvider } from '@octavo/models/testing'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { driftOf, enforceQuotas } from '../billing/organizations.fixture.ts'
import { startTestServer, type TestPerson, type TestServer } from '../testing.ts'
import { syncCatalogue } from './catalogue.ts'
import { startWorker, type Worker } from './worker.ts'

let provider: SimulatedProvider
let server: TestServer
let worker: Worker
const model = 'openai-compatible/simulated'

beforeAll(async () => {
  provider = await startSimulatedProvider({ firstTokenMs: 5, tokensPerSecond: 20_000 })
  server = await startTestServer({ OPENAI_COMPATIBLE_URL: `${provider.url}/v1` })
  await syncCatalogue(server.octavo)
  await server.database.asService('a model that costs something', tx =>
    tx
      .insertInto('generation.models')
      .values({
        id: model,
        provider_id: 'openai-compatible',
        name: 'Simulated',
        context_window: 200_000,
        max_output: 32_000,
        input_price: 100,
        output_price: 1000,
        capabilities: ['text', 'structured'],
      })
      .execute(),
  )
  await enforceQuotas(server.database, true)
  worker = await startWorker(server.octavo)
})
afterAll(async () => {
  await worker?.close()
  await server?.close()
  await provider?.stop()
})

const ask = (person: TestPerson, method: string, path: string, body?: unknown) =>
  server.request(person, method, path, body)

/** Somebody on a plan, with a book of two chapters to write, from a note unless without sources. */
async function author(plan = 'enterprise', sources = true): Promise<{ person: TestPerson; bookId: string }> {
  const person = await server.signUp('Author')
  await server.database.asService('test', tx =>
    tx
      .insertInto('billing.subscriptions')
      .values({ organization_id: person.organizationId, plan_id: plan, period_start: new Date(Date.UTC(2026, 0, 1)) })
      .execute(),
  )
  const book = await ask(person, 'POST', '/v1/books', { title: 'Metered', targetChapters: 2, targetWords: 500 })
  const note = { origin: 'note.md', text: '# Notes\n\nA *meter* is a measure that somebody can trust.\n' }
  if (sources) await ask(person, 'POST', `/v1/books/${book.body.id}/sources`, note)
  return { person, bookId: book.body.id }
}

/** Waits until a job rests. */
async function rest(person: TestPerson, jobId: string) {
  const events = await server.app.request(`/v1/jobs/${jobId}/events`, { headers: person.headers })
  await events.text()
  return (await ask(person, 'GET', `/v1/jobs/${jobId}`)).body
}

async function write(person: TestPerson, bookId: string, more: object = {}) {
  const started = await ask(person, 'POST', `/v1/books/${bookId}/jobs`, { kind: 'write', model, ...more })
  expect(started.status, JSON.stringify(started.body)).toBe(201)
  return rest(person, started.body.id)
}

async function used(person: TestPerson): Promise<Record<string, number>> {
  const { body } = await ask(person, 'GET', `/v1/organizations/${person.organizationId}/usage`)
  const month = body.resources.filter((row: { period: string }) => row.period === 'month')
  for (const row of month) expect(row.reserved, row.resource).toBe(0)
  return Object.fromEntries([
    ...month.map((row: { resource: string; used: number }) => [row.resource, row.used]),
    ['cost', body.cost.spent],
  ])
}

test('a book on the meter: its tokens, words, cost and one generation, each equal to what the calls and chapters say', async () => {
  const { person, bookId } = await author()
  const job = await write(person, bookId)
  expect(job, JSON.stringify(job.error)).toMatchObject({ state: 'completed' })
  const { body: calls } = await ask(person, 'GET', `/v1/jobs/${job.id}/calls?limit=200`)
  const sum = (pick: (call: Record<string, number>) => number) =>
    calls.items.reduce((all: number, call: Record<string, number>) => all + pick(call), 0)
  const use = await used(person)
  expect(use.tokens).toBe(sum(call => call.inputTokens! + call.outputTokens!))
  expect(use.cost).toBeCloseTo(
    sum(call => call.cost!),
    8,
  )
  expect(use.cost).toBeGreaterThan(0)
  expect(use).toMatchObject({ generations: 1, words: job.words })

  const path = `/v1/organizations/${person.organizationId}/usage`
  const { body: byCall } = await ask(person, 'GET', `${path}/breakdown?by=call`)
  expect(byCall.items).toHaveLength(calls.items.length)
  for (const item of byCall.items) expect(item.reservedCost).toBeGreaterThanOrEqual(item.cost)
  const { body: byChapter } = await ask(person, 'GET', `${path}/breakdown?by=chapter`)
  expect(byChapter.items).toHaveLength(2)
  const { body: byBook } = await ask(person, 'GET', `${path}/breakdown?by=book`)
  expect(byBook.items).toMatchObject([{ key: bookId, label: 'Metered', quantities: { tokens: use.tokens } }])
  const { body: estimates } = await ask(person, 'GET', `${path}/estimates`)
  expect(estimates.items).toMatchObject([{ jobId: job.id, estimatedCost: job.estimatedCost, cost: job.cost }])
  expect(await driftOf(server.database)).toEqual([])
})

test('a job pauses before its budget is overdrawn, and goes on when it is raised; nothing is asked twice', {
  timeout: 120_000,
}, async () => {
  // Planned beforehand and without a codex: what is left is sections, each much dearer at worst than in truth.
  const planned = async () => {
    const made = await author('enterprise', false)
    await write(made.person, made.bookId, { kind: 'outline' })
    return made
  }
  const peer = await planned()
  const whole = await write(peer.person, peer.bookId)
  const { person, bookId } = await planned()
  const budget = Math.floor(whole.cost * 80) / 100
  provider.journal.length = 0
  const job = await write(person, bookId, { budget })
  expect(job, JSON.stringify(job)).toMatchObject({ state: 'paused', error: { code: 'budget_exhausted' } })
  expect(job.error.done + job.error.left).toBe(2)
  expect(job.error.message).toContain('octavo jobs resume')
  const { body: before } = await ask(person, 'GET', `/v1/jobs/${job.id}/budget`)
  expect(before).toMatchObject({ amount: budget, spent: job.cost, reserved: 0 })
  expect(before.spent).toBeLessThanOrEqual(budget)
  expect(before.spent).toBeGreaterThan(0)

  // Resumed as it is it asks nothing; raised it finishes what is left.
  const asked = provider.journal.length
  await ask(person, 'POST', `/v1/jobs/${job.id}/resume`)
  expect(await rest(person, job.id)).toMatchObject({ state: 'paused', error: { code: 'budget_exhausted' } })
  expect(provider.journal).toHaveLength(asked)
  const stranger = await server.signUp('Stranger')
  expect((await ask(stranger, 'PUT', `/v1/jobs/${job.id}/budget`, { amount: 9 })).status).toBe(404)
  await ask(person, 'PUT', `/v1/jobs/${job.id}/budget`, { amount: 100 })
  await ask(person, 'POST', `/v1/jobs/${job.id}/resume`)
  expect(await rest(person, job.id)).toMatchObject({ state: 'completed' })
  const prompts = provider.journal.map(entry => entry.prompt)
  expect(new Set(prompts).size).toBe(prompts.length)
  expect(await used(person)).toMatchObject({ generations: 2 })
  expect(await driftOf(server.database)).toEqual([])
})

test('a budget too small for the first call is told as it was set', async () => {
  const { person, bookId } = await author()
  const job = await write(person, bookId, { budget: 0.01 })
  expect(job).toMatchObject({ state: 'paused', cost: 0, error: { code: 'budget_exhausted' } })
  expect(job.error.message).toContain("of this job's budget of $0.01")
})

test('an organization’s budget pauses its jobs in the same way', async () => {
  const { person, bookId } = await author()
  await ask(person, 'PUT', `/v1/organizations/${person.organizationId}/budget`, { amount: 0.01 })
  const job = await write(person, bookId)
  expect(job).toMatchObject({ state: 'paused', cost: 0, error: { code: 'budget_exhausted', done: 0 } })
  expect(job.error.message).toContain('monthly budget of $0.01')
})

test('a plan whose tokens run out pauses the job; a larger plan holds at once', async () => {
  const { person, bookId } = await author('free')
  await server.database.asService('test', tx =>
    sql`select billing.reserve(${person.organizationId}::uuid, 'most of the tokens', 'tokens', 90000)`.execute(tx),
  )
  const job = await write(person, bookId)
  expect(job).toMatchObject({ state: 'paused', error: { code: 'quota_exceeded' } })
  await server.database.asService('test', async tx => {
    await sql`select billing.refund('most of the tokens')`.execute(tx)
    await tx
      .updateTable('billing.subscriptions')
      .set({ plan_id: 'pro' })
      .where('organization_id', '=', person.organizationId)
      .execute()
  })
  await ask(person, 'POST', `/v1/jobs/${job.id}/resume`)
  expect(await rest(person, job.id)).toMatchObject({ state: 'completed' })
})

test('the compositor writes although everything is used up, and is on the record', async () => {
  const { person, bookId } = await author('free')
  await server.database.asService('test', async tx => {
    await sql`select billing.reserve(${person.organizationId}::uuid, 'all generations', 'generations', 5)`.execute(tx)
    await sql`select billing.reserve(${person.organizationId}::uuid, 'all tokens', 'tokens', 100000)`.execute(tx)
  })
  const started = await ask(person, 'POST', `/v1/books/${bookId}/jobs`, { kind: 'write', budget: 0 })
  expect(await rest(person, started.body.id)).toMatchObject({ state: 'completed', cost: 0 })
  const { body } = await ask(person, 'GET', `/v1/organizations/${person.organizationId}/usage/breakdown?by=model`)
  expect(body.items).toMatchObject([{ key: 'octavo/compositor-1', cost: 0 }])
  expect(body.items[0].quantities.tokens).toBeGreaterThan(0)
})

test('a plan without generations queues nothing, and neither does a meter that fails', async () => {
  const { person, bookId } = await author('free')
  await server.database.asService('test', tx =>
    sql`select billing.reserve(${person.organizationId}::uuid, 'the day', 'generations', 5)`.execute(tx),
  )
  const start = () => ask(person, 'POST', `/v1/books/${bookId}/jobs`, { kind: 'write', model })
  expect(await start()).toMatchObject({ status: 402, body: { code: 'quota_exceeded' } })
  await server.database.asService('test', tx => sql`select billing.refund('the day')`.execute(tx))
  const rename = (from: string, to: string) =>
    server.database.withOwner('test', client => client.query(`alter function billing.${from} rename to ${to}`))
  await rename('hold', 'hold_broken')
  try {
    expect(await start()).toMatchObject({ status: 500 })
  } finally {
    await rename('hold_broken', 'hold')
  }
  expect((await ask(person, 'GET', '/v1/jobs')).body.items).toEqual([])
})

test('what fails or is canceled gives its generation back; what is tried again counts once', async () => {
  const { person, bookId } = await author('pro')
  const later = { scheduledAt: new Date(Date.now() + 3_600_000).toISOString() }
  const queued = await ask(person, 'POST', `/v1/books/${bookId}/jobs`, { kind: 'write', model, ...later })
  const held = async () => {
    const { body } = await ask(person, 'GET', `/v1/organizations/${person.organizationId}/usage`)
    const row = body.resources.find(
      (entry: { resource: string; period: string }) => entry.resource === 'generations' && entry.period === 'day',
    )
    return [row.used, row.reserved]
  }
  expect(await held()).toEqual([0, 1])
  await ask(person, 'POST', `/v1/jobs/${queued.body.id}/cancel`)
  expect(await held()).toEqual([0, 0])
  const busy = await Promise.all([
    ask(person, 'POST', `/v1/books/${bookId}/jobs`, { kind: 'write', model, ...later }),
    ask(person, 'POST', `/v1/books/${bookId}/jobs`, { kind: 'write', model, ...later }),
  ])
  expect(busy.map(answer => answer.status).sort()).toEqual([201, 409])
  expect(await held()).toEqual([0, 1])
  const open = busy.find(answer => answer.status === 201)!.body.id
  await ask(person, 'POST', `/v1/jobs/${open}/pause`)
  await ask(person, 'POST', `/v1/jobs/${open}/resume`)
  expect(await held()).toEqual([0, 1])
  await ask(person, 'POST', `/v1/jobs/${open}/cancel`)
  expect(await held()).toEqual([0, 0])
  expect(await driftOf(server.database)).toEqual([])
})
