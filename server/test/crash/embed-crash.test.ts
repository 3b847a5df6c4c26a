import { type SimulatedProvider, startSimulatedProvider } from '@octavo/models/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorkshop, type Workshop } from './workshop.fixture.ts'

const model = 'openai-compatible/simulated-embedder'

let provider: SimulatedProvider
let workshop: Workshop
beforeAll(async () => {
  provider = await startSimulatedProvider()
  workshop = await makeWorkshop({ OPENAI_COMPATIBLE_URL: `${provider.url}/v1` })
})
afterAll(async () => {
  await workshop?.remove()
  await provider?.stop()
})

/** Sections of their own, so that each is a fragment: 100 of them are four calls. German, which the embedded model does not read. */
const sections = Array.from(
  { length: 100 },
  (_, n) => `## Abschnitt ${n}\n\nDer Wärter ${n} putzt die Linse und schreibt auf.\n`,
)

test('killed while a book is embedded, a worker goes on after what is saved', async () => {
  const { bookId, jobId } = await workshop.withApi(async ask => {
    const book = await ask('POST', '/v1/books', { title: 'Abstürze', language: 'de' })
    await ask('POST', `/v1/books/${book.id}/chapters`, { title: 'Eins', content: sections.join('\n') })
    const job = await ask('POST', `/v1/books/${book.id}/embeddings`, { model })
    return { bookId: book.id as string, jobId: job.id as string }
  })
  for (const point of ['vectors-saved:1', 'vectors-saved:2', 'vectors-answered:1']) {
    expect(await workshop.runWorker(jobId, point), point).toBe('SIGKILL')
  }
  expect(await workshop.runWorker(jobId)).toBeNull()

  await workshop.withApi(async ask => {
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
