import { type SimulatedProvider, startSimulatedProvider } from '@octavo/models/testing'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { syncCatalogue } from '../../generation/catalogue.ts'
import { onFailurePoint } from '../../generation/failure-point.ts'
import { startWorker, type Worker } from '../../generation/worker.ts'
import { startTestServer, type TestPerson, type TestServer } from '../../testing.ts'

const embedder = 'openai-compatible/simulated-embedder'
const another = 'openai-compatible/another-embedder'

let provider: SimulatedProvider
let server: TestServer
let worker: Worker
let ann: TestPerson

beforeAll(async () => {
  provider = await startSimulatedProvider()
  server = await startTestServer({ OPENAI_COMPATIBLE_URL: `${provider.url}/v1` })
  await syncCatalogue(server.octavo)
  worker = await startWorker(server.octavo)
  ann = await server.signUp('Ann')
})
afterAll(async () => {
  await worker?.close()
  await server?.close()
  await provider?.stop()
})
afterEach(() => onFailurePoint(undefined))

/** German, so that the embedded model has no part in it and every vector is one the provider was asked for. */
async function makeBook(chapters: number, language = 'de'): Promise<string> {
  const book = await server.request(ann, 'POST', '/v1/books', { title: 'Leuchttürme', language })
  for (let n = 0; n < chapters; n++) {
    const content = `# Turm ${n}\n\nDer Wärter Nummer ${n} zündet die Lampe an und schreibt das Wetter auf.\n`
    await server.request(ann, 'POST', `/v1/books/${book.body.id}/chapters`, { title: `Turm ${n}`, content })
  }
  return book.body.id
}

async function until<T>(look: () => Promise<T | undefined | false>): Promise<T> {
  for (;;) {
    const seen = await look()
    if (seen) return seen
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

async function ended(jobId: string) {
  return until(async () => {
    const { body } = await server.request(ann, 'GET', `/v1/jobs/${jobId}`)
    return ['completed', 'failed', 'canceled', 'paused'].includes(body.state) && body
  })
}

async function embed(bookId: string, model?: string) {
  const answer = await server.request(ann, 'POST', `/v1/books/${bookId}/embeddings`, model ? { model } : {})
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return answer.body
}

const searching = async (bookId: string, q = 'Wärter Lampe') =>
  (await server.request(ann, 'GET', `/v1/search?q=${encodeURIComponent(q)}&bookId=${bookId}&kind=chapter`)).body
const state = async (bookId: string) => (await server.request(ann, 'GET', `/v1/books/${bookId}/embeddings`)).body

test('a model change is a job with its calls, and search goes on by the old vectors until all new ones are there', async () => {
  const bookId = await makeBook(6)
  expect(await state(bookId)).toMatchObject({ model: 'octavo/embedder-1', readsLanguage: false, vectors: 0 })
  expect((await ended((await embed(bookId, embedder)).id)).state).toBe('completed')
  expect((await searching(bookId)).meaning).toEqual({ models: [embedder], notes: [] })

  const during: unknown[] = []
  onFailurePoint(async point => {
    if (point !== 'vectors-saved') return
    onFailurePoint(undefined)
    const { items, meaning } = await searching(bookId, 'Lampe anzünden')
    during.push(meaning.models, items.length, items[0].scores.meaning > 0)
  })
  const job = await ended((await embed(bookId, another)).id)
  expect(job).toMatchObject({ state: 'completed', kind: 'embed', result: { model: another, vectors: 7 } })
  expect(during).toEqual([[embedder], 6, true])
  expect((await searching(bookId)).meaning.models).toEqual([another])
  await until(async () => (await countVectors(bookId, embedder)) === 0)
  expect(await countVectors(bookId, another)).toBe(7)

  const calls = await server.request(ann, 'GET', `/v1/jobs/${job.id}/calls`)
  expect(calls.body.items.length).toBeGreaterThanOrEqual(7)
  expect(new Set(calls.body.items.map((call: { purpose: string }) => call.purpose))).toEqual(new Set(['embedding']))
  expect(job.inputTokens).toBeGreaterThan(0)
}, 120_000)

test('an edit gets its new vector by the model the book has, paid for by the job that chose it', async () => {
  const bookId = await makeBook(2)
  const job = await ended((await embed(bookId, embedder)).id)
  const [hit] = (await searching(bookId)).items
  const path = `/v1/chapters/${hit.chapterId}`
  const before = await server.request(ann, 'GET', path)
  const content = `${before.body.content}\nEin zweiter Absatz über Stürme.\n`
  await server.request(ann, 'PUT', path, { content }, { 'if-match': before.headers.get('etag')! })
  await until(async () => (await state(bookId)).behind === 0)
  expect(await countVectors(bookId, embedder)).toBe(3)
  const after = (await server.request(ann, 'GET', `/v1/jobs/${job.id}`)).body
  expect(after.inputTokens).toBeGreaterThan(job.inputTokens)
  // Only what changed was asked for again.
  const asked = provider.journal.filter(entry => entry.prompt.includes('zweiter Absatz'))
  expect(asked).toHaveLength(1)
  expect(asked[0]!.prompt.split('\n\n')).toHaveLength(1)
}, 120_000)

test('indexing again what is indexed asks nobody anything', async () => {
  const bookId = await makeBook(2)
  await ended((await embed(bookId, embedder)).id)
  const asked = provider.journal.length
  expect(await ended((await embed(bookId)).id)).toMatchObject({ state: 'completed', model: embedder, cost: 0 })
  expect(provider.journal.length).toBe(asked)
}, 120_000)

test('a provider that fails leaves the search to the words, and says so', async () => {
  const bookId = await makeBook(1)
  await ended((await embed(bookId, embedder)).id)
  provider.fail({ status: 401, times: 1, match: 'Sturmwarnung' })
  const { items, meaning } = await searching(bookId, 'Wärter Sturmwarnung')
  expect(items).toHaveLength(1)
  expect(items[0].scores.meaning).toBeNull()
  expect(meaning.models).toEqual([])
  expect(meaning.notes[0]).toContain('does not accept the key')
}, 120_000)

test('a job that fails keeps the old model, and can be resumed for the rest', async () => {
  const bookId = await makeBook(3)
  provider.fail({ status: 401, times: 1 })
  const { id } = await embed(bookId, embedder)
  expect(await ended(id)).toMatchObject({ state: 'failed', error: { code: 'key_rejected' } })
  expect((await state(bookId)).model).toBe('octavo/embedder-1')
  await server.request(ann, 'POST', `/v1/jobs/${id}/resume`)
  expect((await ended(id)).state).toBe('completed')
  expect((await state(bookId)).model).toBe(embedder)
}, 120_000)

test('refuses models that make no vectors, unknown ones, and people who may not', async () => {
  const bookId = await makeBook(1)
  const ask = (person: TestPerson, model: string) =>
    server.request(person, 'POST', `/v1/books/${bookId}/embeddings`, { model })
  expect(await ask(ann, 'octavo/compositor-1')).toMatchObject({ status: 422, body: { code: 'model_unknown' } })
  expect(await ask(ann, 'openai/text-embedding-3-small')).toMatchObject({ status: 422, body: { code: 'key_missing' } })
  expect(await ask(ann, 'nobody/nothing')).toMatchObject({ status: 422, body: { code: 'model_unknown' } })
  const writing = { kind: 'write', model: 'octavo/embedder-1' }
  const write = await server.request(ann, 'POST', `/v1/books/${bookId}/jobs`, writing)
  expect(write).toMatchObject({ status: 422, body: { code: 'model_unknown' } })
  const bob = await server.signUp('Bob')
  expect(await ask(bob, embedder)).toMatchObject({ status: 404 })
}, 60_000)

async function countVectors(bookId: string, model: string): Promise<number> {
  const rows = await server.database.asService('count vectors', tx =>
    tx
      .selectFrom('library.embeddings')
      .select('model')
      .where('book_id', '=', bookId)
      .where('model', '=', model)
      .execute(),
  )
  return rows.length
}
