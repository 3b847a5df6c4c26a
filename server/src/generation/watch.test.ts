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
  // Slow enough that a section is caught in the middle.
  provider = await startSimulatedProvider({ firstTokenMs: 5, tokensPerSecond: 60 })
  server = await startTestServer({ OPENAI_COMPATIBLE_URL: `${provider.url}/v1`, OCTAVO_CHAPTERS_AT_ONCE: '1' })
  await syncCatalogue(server.octavo)
  worker = await startWorker(server.octavo)
  author = await server.signUp('Ada Lovelace')
})
afterAll(async () => {
  await worker?.close()
  await server?.close()
  await provider?.stop()
})

const ask = (method: string, path: string, body?: unknown, person = author) =>
  server.request(person, method, path, body)

/** A book with two planned chapters of two sections, nothing to remember, and a job that writes it. */
async function begin(words = 400) {
  const { body: book } = await ask('POST', '/v1/books', { title: 'Watched', targetWords: words })
  const { body: source } = await ask('POST', `/v1/books/${book.id}/sources`, {
    origin: 'notes.md',
    text: '# N\n\nOne.\n',
  })
  const { body: passages } = await ask('GET', `/v1/sources/${source.id}/passages`)
  const section = (title: string) => ({ title, synopsis: '', passages: [passages.items[0].id] })
  for (const title of ['First', 'Second']) {
    await ask('POST', `/v1/books/${book.id}/outline/items`, {
      kind: 'chapter',
      title,
      sections: [section(title), section('More')],
    })
  }
  const { status, body: job } = await ask('POST', `/v1/books/${book.id}/jobs`, { kind: 'write', model })
  expect(status, JSON.stringify(job)).toBe(201)
  return { bookId: book.id as string, jobId: job.id as string }
}

const standingOf = async (jobId: string) => (await ask('GET', `/v1/jobs/${jobId}/standing`)).body

async function partsOf(jobId: string): Promise<{ id: string; state: string; model: string }[]> {
  return (await ask('GET', `/v1/jobs/${jobId}/chapters`)).body.items
}

async function rest(jobId: string) {
  await (await server.app.request(`/v1/jobs/${jobId}/events`, { headers: author.headers })).text()
  return (await ask('GET', `/v1/jobs/${jobId}`)).body
}

test('who comes late gets the text so far and the rest as events, each word once; an outsider gets nothing', async () => {
  const { jobId } = await begin()
  await expect.poll(async () => (await standingOf(jobId)).parts[0]?.sections, { timeout: 20_000 }).toBe(1)
  await expect.poll(async () => (await standingOf(jobId)).parts[0].words, { timeout: 20_000 }).toBeGreaterThan(110)
  const [part] = await partsOf(jobId)
  const path = `/v1/jobs/${jobId}/chapters/${part!.id}/text`
  const { body: soFar } = await ask('GET', path)
  expect(soFar.sections).toMatchObject([
    { title: '', finished: true },
    { title: 'More', finished: false },
  ])
  expect(soFar.evidence).toMatchObject([{ mark: 'p1', line: 1 }])
  const standing = await standingOf(jobId)
  expect(standing.worker).toBe(true)
  expect(standing.progress).toMatchObject({ progress: 25, wordsPlanned: 400, wordsFinished: 100 })
  expect(standing.lastEvent).toBeGreaterThanOrEqual(soFar.lastEvent)

  const stranger = await server.signUp('Stranger')
  for (const outside of [path, `/v1/jobs/${jobId}/standing`]) {
    expect((await ask('GET', outside, undefined, stranger)).status).toBe(404)
  }
  expect((await ask('GET', `/v1/jobs/${part!.id}/chapters/${part!.id}/text`)).status).toBe(404)

  const answer = await server.app.request(`/v1/jobs/${jobId}/events?after=${soFar.lastEvent}`, {
    headers: author.headers,
  })
  const later = [...(await answer.text()).matchAll(/^data: (.+)$/gm)].map(match => JSON.parse(match[1]!))
  const rest = later
    .filter(({ kind, data }) => kind === 'text' && data.part === part!.id)
    .map(({ data }) => data.text)
    .join('')
  const { body: whole } = await ask('GET', path)
  expect(whole.sections[1]).toMatchObject({ finished: true })
  expect(soFar.sections[1].text + rest).toBe(whole.sections[1].text)
}, 90_000)

test('a busy provider is told with the time of the next attempt, and forgotten when text comes', async () => {
  provider.fail({ status: 503, retryAfter: 2, match: '2 of 2: More' })
  const { jobId } = await begin()
  await expect
    .poll(async () => (await standingOf(jobId)).parts[0]?.waiting, { timeout: 20_000, interval: 100 })
    .toMatchObject({ model, attempt: 2, attempts: 4, code: 'overloaded' })
  await expect
    .poll(async () => (await standingOf(jobId)).parts[0].waiting, { timeout: 20_000, interval: 100 })
    .toBeNull()
  await ask('POST', `/v1/jobs/${jobId}/cancel`)
  await rest(jobId)
}, 90_000)

test('what is left of a job that rests is written by another model; one that runs keeps its own', async () => {
  const { jobId } = await begin()
  await expect.poll(async () => (await standingOf(jobId)).parts[0]?.sections, { timeout: 20_000 }).toBe(2)
  const change = (model: string, person = author) => ask('PATCH', `/v1/jobs/${jobId}`, { model }, person)
  expect(await change('octavo/compositor-1')).toMatchObject({ status: 409, body: { code: 'job_busy' } })
  await expect.poll(async () => (await partsOf(jobId))[0]!.state, { timeout: 20_000 }).toBe('completed')
  await ask('POST', `/v1/jobs/${jobId}/pause`)
  expect(await rest(jobId)).toMatchObject({ state: 'paused' })
  expect((await change('nobody/knows')).status).toBe(422)
  expect((await change('octavo/compositor-1', await server.signUp('Other'))).status).toBe(404)
  expect((await partsOf(jobId)).map(part => part.model)).toEqual([model, model])
  expect(await change('octavo/compositor-1')).toMatchObject({ status: 200, body: { model: 'octavo/compositor-1' } })
  await ask('POST', `/v1/jobs/${jobId}/resume`)
  expect(await rest(jobId)).toMatchObject({ state: 'completed' })
  expect((await partsOf(jobId)).map(part => part.model)).toEqual([model, 'octavo/compositor-1'])
}, 90_000)
