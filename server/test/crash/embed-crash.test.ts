import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { placeTestDatabase, type TestDatabasePlace } from '@octavo/database/testing'
import { type SimulatedProvider, startSimulatedProvider } from '@octavo/models/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApp, openOctavo, readConfig } from '../../src/index.ts'

const program = fileURLToPath(new URL('./worker-process.ts', import.meta.url))
const model = 'openai-compatible/simulated-embedder'

let provider: SimulatedProvider
let place: TestDatabasePlace
let environment: Record<string, string>

beforeAll(async () => {
  provider = await startSimulatedProvider()
  place = await placeTestDatabase()
  environment = {
    ...place.environment,
    OCTAVO_SECRET: randomBytes(32).toString('base64'),
    OCTAVO_MASTER_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    OCTAVO_LOG_LEVEL: 'fatal',
    OPENAI_COMPATIBLE_URL: `${provider.url}/v1`,
  }
})
afterAll(async () => {
  await place?.destroy()
  await provider?.stop()
})

type Ask = (method: string, path: string, body?: unknown) => Promise<Record<string, unknown>>
let author: string | undefined

/** Asks the API in this process, with the data to itself; between the runs of the worker. */
async function withApi<T>(work: (ask: Ask) => Promise<T>): Promise<T> {
  const octavo = await openOctavo(readConfig(environment))
  try {
    const insert = `insert into auth.users (name, email) values ('Ada', 'ada@example.test') returning id`
    author ??= (await octavo.database.loginPool.query<{ id: string }>(insert)).rows[0]!.id
    const app = createApp(octavo)
    const caller = { userId: author, readOnly: false }
    return await work(async (method, path, body) => {
      const headers = { 'content-type': 'application/json' }
      const init = { method, ...(body !== undefined && { body: JSON.stringify(body), headers }) }
      const response = await app.request(path, init, { caller })
      expect(response.status, path).toBeLessThan(300)
      return (await response.json()) as Record<string, unknown>
    })
  } finally {
    await octavo.close()
  }
}

/** Runs a worker until its job ends or it is killed; gives the signal that killed it. */
function runWorker(jobId: string, ...at: string[]): Promise<NodeJS.Signals | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, jobId, ...at], {
      env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE, ...environment },
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    child.once('error', reject)
    child.once('exit', (code, signal) =>
      code === 0 || signal ? resolve(signal) : reject(new Error(`the worker ended with ${code}`)),
    )
  })
}

/** Sections of their own, so that each is a fragment: 100 of them are four calls. German, which the embedded model does not read. */
const sections = Array.from(
  { length: 100 },
  (_, n) => `## Abschnitt ${n}\n\nDer Wärter ${n} putzt die Linse und schreibt auf.\n`,
)

test('killed while a book is embedded, a worker goes on after what is saved', async () => {
  const { bookId, jobId } = await withApi(async ask => {
    const book = await ask('POST', '/v1/books', { title: 'Abstürze', language: 'de' })
    await ask('POST', `/v1/books/${book.id}/chapters`, { title: 'Eins', content: sections.join('\n') })
    const job = await ask('POST', `/v1/books/${book.id}/embeddings`, { model })
    return { bookId: book.id as string, jobId: job.id as string }
  })
  for (const point of ['vectors-saved:1', 'vectors-saved:2', 'vectors-answered:1']) {
    expect(await runWorker(jobId, point), point).toBe('SIGKILL')
  }
  expect(await runWorker(jobId)).toBeNull()

  await withApi(async ask => {
    const job = await ask('GET', `/v1/jobs/${jobId}`)
    expect(job).toMatchObject({ state: 'completed', result: { model, vectors: 101 } })
    expect(await ask('GET', `/v1/books/${bookId}/embeddings`)).toMatchObject({ model, fragments: 101, vectors: 101 })
    const { items } = (await ask('GET', `/v1/jobs/${jobId}/calls`)) as { items: { inputTokens: number }[] }
    // What the job is charged is what was recorded with the vectors.
    expect(job.inputTokens).toBe(items.reduce((sum, call) => sum + call.inputTokens, 0))
  })
  const texts = provider.journal.flatMap(entry => entry.prompt.split('\n\n'))
  const again = texts.filter((text, index) => texts.indexOf(text) !== index)
  // Only the one call that was answered and not saved yet is made again.
  expect(again.length).toBeLessThanOrEqual(32)
  expect(new Set(texts).size).toBe(101)
}, 300_000)
