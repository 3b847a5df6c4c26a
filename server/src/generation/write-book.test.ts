import { checkMyst } from '@octavo/manuscript'
import { type SimulatedProvider, startSimulatedProvider } from '@octavo/models/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestPerson, type TestServer } from '../testing.ts'
import { syncCatalogue } from './catalogue.ts'
import { startWorker, type Worker } from './worker.ts'

let provider: SimulatedProvider
let server: TestServer
let worker: Worker
let author: TestPerson
const model = 'openai-compatible/simulated'

beforeAll(async () => {
  provider = await startSimulatedProvider({ firstTokenMs: 5, tokensPerSecond: 20_000 })
  server = await startTestServer({ OPENAI_COMPATIBLE_URL: `${provider.url}/v1` })
  await syncCatalogue(server.octavo)
  worker = await startWorker(server.octavo)
  author = await server.signUp('Ada')
})

afterAll(async () => {
  await worker?.close()
  await server?.close()
  await provider?.stop()
})

const notes = `# Queues

A *queue* is a list of jobs in the order they arrived. Workers take jobs from its head.

## Leases

A *lease* is a promise that nobody else takes the job before a set time. When a worker dies, its lease runs out and
another worker takes the job. Note that the clock of the database decides, not the clock of the worker.

## Retries

A job that fails is tried again after a pause. The pause doubles each time, with some jitter so that jobs do not return
all at once. After the last attempt the job goes to the dead letters.
`

async function makeBook(words = 600, chapters = 2): Promise<string> {
  const book = await server.request(author, 'POST', '/v1/books', {
    title: `Queues ${Math.random()}`,
    kind: 'technical',
    targetWords: words,
    targetChapters: chapters,
  })
  expect(book.status, JSON.stringify(book.body)).toBe(201)
  const source = await server.request(author, 'POST', `/v1/books/${book.body.id}/sources`, {
    origin: 'notes.md',
    text: notes,
  })
  expect(source.status, JSON.stringify(source.body)).toBe(201)
  return book.body.id
}

async function start(bookId: string, request: object): Promise<string> {
  const answer = await server.request(author, 'POST', `/v1/books/${bookId}/jobs`, request)
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return answer.body.id
}

/** All events of a job until it stops. */
async function watch(jobId: string, after = 0) {
  const response = await server.app.request(`/v1/jobs/${jobId}/events?after=${after}`, { headers: author.headers })
  expect(response.status).toBe(200)
  const text = await response.text()
  return [...text.matchAll(/^data: (.+)$/gm)].map(
    match => JSON.parse(match[1]!) as { number: number; kind: string; data: Record<string, unknown> },
  )
}

async function chaptersOf(bookId: string) {
  const { body } = await server.request(author, 'GET', `/v1/books/${bookId}/outline`)
  const ids = (body.items as { chapter: { id: string } | null }[]).flatMap(item => item.chapter?.id ?? [])
  return Promise.all(ids.map(async id => (await server.request(author, 'GET', `/v1/chapters/${id}`)).body))
}

test('a brief and notes become a book, with the compositor and no key', async () => {
  const bookId = await makeBook()
  const jobId = await start(bookId, { kind: 'write' })
  const events = await watch(jobId)
  expect(events.map(event => event.number)).toEqual(events.map((_, index) => index + 1))
  expect(events.at(-1), JSON.stringify(events.at(-1))).toMatchObject({ kind: 'completed' })
  const kinds = new Set(events.map(event => event.kind))
  expect([...kinds]).toEqual(
    expect.arrayContaining([
      'running',
      'outline',
      'codex',
      'streaming',
      'chapter',
      'section',
      'text',
      'call',
      'progress',
    ]),
  )
  const chapters = await chaptersOf(bookId)
  expect(chapters.length).toBeGreaterThanOrEqual(2)
  const all = chapters.map(chapter => chapter.content).join('\n')
  expect(all).toContain('its lease runs out and')
  expect(all).toContain('`notes.md`, line')
  for (const chapter of chapters) expect(checkMyst(chapter.content), chapter.content).toEqual([])
  const { body: job } = await server.request(author, 'GET', `/v1/jobs/${jobId}`)
  expect(job).toMatchObject({ state: 'completed', progress: 100, cost: 0 })
  const { body: calls } = await server.request(author, 'GET', `/v1/jobs/${jobId}/calls`)
  expect(calls.items.length).toBeGreaterThan(3)
  const { body: versions } = await server.request(author, 'GET', `/v1/chapters/${chapters[0].id}/versions`)
  expect(versions.items[0]).toMatchObject({ number: 1, changeType: 'generated', model: 'octavo/compositor-1' })
})

test('a hosted model writes through the same path, and every call is metered', async () => {
  const bookId = await makeBook(400, 2)
  const estimate = await server.request(author, 'POST', `/v1/books/${bookId}/estimate`, { kind: 'write', model })
  expect(estimate.body).toMatchObject({ model })
  const events = await watch(await start(bookId, { kind: 'write', model }))
  expect(events.at(-1), JSON.stringify(events.at(-1))).toMatchObject({ kind: 'completed' })
  const text = events
    .filter(event => event.kind === 'text')
    .map(event => event.data.text)
    .join('')
  expect(text.length).toBeGreaterThan(500)
  const chapters = await chaptersOf(bookId)
  expect(chapters.filter(chapter => chapter.model === model)).toHaveLength(2)
  const { body: metrics } = await server.request(author, 'GET', '/v1/models/metrics')
  const { body: jobs } = await server.request(author, 'GET', `/v1/jobs?bookId=${bookId}`)
  const { body: calls } = await server.request(author, 'GET', `/v1/jobs/${jobs.items[0].id}/calls`)
  const measured = metrics.items.find((metric: { model: string }) => metric.model === model)
  expect(measured).toMatchObject({ requests: calls.items.length, successes: calls.items.length, failures: 0 })
})

test('a paused job stops on the wire and goes on without asking again', async () => {
  await provider.stop()
  provider = await startSimulatedProvider({
    firstTokenMs: 30,
    tokensPerSecond: 400,
    port: Number(new URL(provider.url).port),
  })
  const bookId = await makeBook(1_200, 3)
  const jobId = await start(bookId, { kind: 'write', model })
  const sections = () => provider.journal.filter(entry => !entry.structured)
  // Some sections are done, and one has just begun.
  const begun = (entry: { completed?: number; firstToken?: number; outputTokens: number }) =>
    entry.firstToken !== undefined && !entry.completed && entry.outputTokens < 60
  await until(async () => sections().some(entry => entry.completed) && sections().some(begun))
  await server.request(author, 'POST', `/v1/jobs/${jobId}/pause`)
  const events = await watch(jobId)
  expect(events.at(-1)).toMatchObject({ kind: 'paused' })
  await until(async () => provider.journal.some(entry => entry.aborted))
  expect((await server.request(author, 'POST', `/v1/jobs/${jobId}/resume`)).status).toBe(200)
  const rest = await watch(jobId, events.at(-1)!.number)
  expect(rest[0]!.number).toBe(events.at(-1)!.number + 1)
  expect(rest.at(-1), JSON.stringify(rest.at(-1))).toMatchObject({ kind: 'completed' })
  expect(repeated()).toEqual([])
})

test('a chapter that fails leaves the others, and resuming writes it alone', async () => {
  const bookId = await makeBook(600, 3)
  await watch(await start(bookId, { kind: 'outline', model }))
  provider.fail({ times: 1, status: 400, match: 'Chapter 2:' } as never)
  const jobId = await start(bookId, { kind: 'write', model })
  const events = await watch(jobId)
  expect(events.at(-1)).toMatchObject({ kind: 'partial' })
  const parts = (await server.request(author, 'GET', `/v1/jobs/${jobId}/chapters`)).body.items
  expect(parts.map((part: { state: string }) => part.state)).toEqual(['completed', 'failed', 'completed'])
  expect(parts[1].error.message).toMatch(/refused the request/)
  await server.request(author, 'POST', `/v1/jobs/${jobId}/resume`)
  expect((await watch(jobId, events.at(-1)!.number)).at(-1)).toMatchObject({ kind: 'completed' })
  expect(repeated()).toEqual([])
})

test('one chapter is redone, and what it was stays in its versions', async () => {
  const bookId = await makeBook(300, 2)
  const jobId = await start(bookId, { kind: 'write' })
  const seen = (await watch(jobId)).at(-1)!.number
  const [first] = (await server.request(author, 'GET', `/v1/jobs/${jobId}/chapters`)).body.items
  const redone = await server.request(author, 'POST', `/v1/jobs/${jobId}/chapters/${first.id}/redo`)
  expect(redone.status).toBe(200)
  expect((await watch(jobId, seen)).at(-1)).toMatchObject({ kind: 'completed' })
  const calls = (await server.request(author, 'GET', `/v1/jobs/${jobId}/calls?limit=200`)).body.items as {
    key: string
  }[]
  expect(calls.filter(call => call.key === 'section-1@2')).toHaveLength(1)
})

test('what an author edited meanwhile is not written over', async () => {
  const bookId = await makeBook(300, 2)
  await watch(await start(bookId, { kind: 'write' }))
  const [chapter] = await chaptersOf(bookId)
  await server.request(
    author,
    'PUT',
    `/v1/chapters/${chapter.id}`,
    { content: '# Mine\n\nMy own words.\n' },
    { 'if-match': `"v${chapter.version}"` },
  )
  const jobId = await start(bookId, { kind: 'write' })
  expect((await watch(jobId)).at(-1)).toMatchObject({ kind: 'completed' })
  const [after] = await chaptersOf(bookId)
  expect(after.content).toContain('My own words.')
})

test('one job at a time writes a book; an outsider sees none of it', async () => {
  const bookId = await makeBook(600, 2)
  const jobId = await start(bookId, { kind: 'write', model })
  const second = await server.request(author, 'POST', `/v1/books/${bookId}/jobs`, { kind: 'write' })
  expect(second.body).toMatchObject({ status: 409, code: 'job_busy' })
  const stranger = await server.signUp('Eve')
  for (const [method, path, body] of [
    ['GET', `/v1/jobs/${jobId}`],
    ['GET', `/v1/jobs/${jobId}/events`],
    ['GET', `/v1/jobs/${jobId}/calls`],
    ['GET', `/v1/jobs/${jobId}/chapters`],
    ['POST', `/v1/jobs/${jobId}/cancel`],
    ['POST', `/v1/jobs/${jobId}/pause`],
    ['POST', `/v1/jobs/${jobId}/resume`],
    ['PATCH', `/v1/jobs/${jobId}`, { rating: 1 }],
    ['POST', `/v1/books/${bookId}/jobs`, { kind: 'write' }],
    ['POST', `/v1/books/${bookId}/estimate`, { kind: 'write' }],
  ] as const) {
    expect((await server.request(stranger, method, path, body)).status, path).toBe(404)
  }
  expect((await server.request(undefined, 'GET', `/v1/jobs/${jobId}`)).status).toBe(401)
  await server.request(author, 'POST', `/v1/jobs/${jobId}/cancel`)
  expect((await watch(jobId)).at(-1)).toMatchObject({ kind: 'canceled' })
})

test('what cannot run is refused with what to do', async () => {
  const bookId = await makeBook()
  const ask = async (request: object) =>
    (await server.request(author, 'POST', `/v1/books/${bookId}/jobs`, request)).body
  expect(await ask({ kind: 'write', model: 'anthropic/claude-sonnet-5' })).toMatchObject({ status: 422 })
  expect(await ask({ kind: 'write', model: 'nobody/nothing' })).toMatchObject({ status: 422, code: 'model_unknown' })
  expect(await ask({ kind: 'sing' })).toMatchObject({ status: 422, code: 'request_invalid' })
})

/** Prompts the provider answered to the end more than once. */
function repeated(): string[] {
  const done = provider.journal.filter(entry => entry.completed).map(entry => entry.prompt)
  return done.filter((prompt, index) => done.indexOf(prompt) !== index)
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let n = 0; n < 1_000; n++) {
    if (await condition()) return
    await new Promise(resolve => setTimeout(resolve, 25))
  }
  throw new Error('it never came to that')
}
