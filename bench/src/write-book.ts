import { type JournalEntry, startSimulatedProvider } from '@octavo/models/testing'
import { syncCatalogue } from '@octavo/server'
import { startTestServer } from '@octavo/server/testing'
import { startWorker } from '@octavo/server/worker'
import type { Row } from './database.ts'

const chapters = 12
const wordsPerChapter = 450
const atOnce = 4
const pace = { firstTokenMs: 500, tokensPerSecond: 80 }
const model = 'openai-compatible/simulated'

/**
 * A book of 12 chapters against a provider that takes 0.5 s to the first token and then gives 80 tokens/s, at most four
 * chapters at once. The peer is the critical path: what the same calls would take, by the provider's own journal, if
 * nothing came between them. Also: what Octavo adds to the first token of a call.
 */
export async function measureWriting(): Promise<Row[]> {
  const provider = await startSimulatedProvider(pace)
  const server = await startTestServer({
    OPENAI_COMPATIBLE_URL: `${provider.url}/v1`,
    OCTAVO_CHAPTERS_AT_ONCE: String(atOnce),
    OCTAVO_LOG_LEVEL: 'warn',
  })
  try {
    await syncCatalogue(server.octavo)
    const worker = await startWorker(server.octavo)
    const author = await server.signUp('Bench')
    const targets = { targetChapters: chapters, targetWords: chapters * wordsPerChapter }
    const book = await server.request(author, 'POST', '/v1/books', { title: 'Bench', ...targets })
    const note = { origin: 'note.md', text: '# Notes\n\nA *bench* is a place to measure things.\n' }
    await server.request(author, 'POST', `/v1/books/${book.body.id}/sources`, note)
    const began = performance.now()
    const job = await server.request(author, 'POST', `/v1/books/${book.body.id}/jobs`, { kind: 'write', model })
    const events = await server.app.request(`/v1/jobs/${job.body.id}/events`, { headers: author.headers })
    const ended = (await events.text()).includes('event: completed')
    const took = performance.now() - began
    if (!ended) throw new Error('the book was not completed')
    const calls = await server.request(author, 'GET', `/v1/jobs/${job.body.id}/calls?limit=200`)
    await worker.close()
    const ideal = criticalPath(provider.journal)
    return [
      {
        name: `write ${chapters} chapters, ${atOnce} at once, ${server.octavo.database.kind}`,
        value: took / ideal,
        unit: '×',
        atMost: 1.1,
        peer: `${(took / 1000).toFixed(1)} s against a critical path of ${(ideal / 1000).toFixed(1)} s`,
      },
      {
        name: 'added to the first token (median)',
        value: addedToFirstToken(calls.body.items, provider.journal),
        unit: 'ms',
      },
    ]
  } finally {
    await server.close()
    await provider.stop()
  }
}

/** Planning and comparing one after the other, the chapters' sections one after the other, the chapters in four lanes. */
function criticalPath(journal: readonly JournalEntry[]): number {
  const took = (entry: JournalEntry) => entry.completed! - entry.received
  const sections = journal.filter(entry => !entry.structured)
  const alone = journal.filter(entry => entry.structured).reduce((sum, entry) => sum + took(entry), 0)
  const byChapter = Map.groupBy(sections, entry => /^Chapter (\d+):/m.exec(entry.prompt)?.[1] ?? '?')
  const lanes = Array.from({ length: atOnce }, () => 0)
  for (const entries of byChapter.values()) {
    const lane = lanes.indexOf(Math.min(...lanes))
    lanes[lane] = lanes[lane]! + entries.reduce((sum, entry) => sum + took(entry), 0)
  }
  return alone + Math.max(...lanes)
}

/** The first token as Octavo recorded it, less what the provider itself took, milliseconds. */
function addedToFirstToken(calls: readonly { firstToken: number }[], journal: readonly JournalEntry[]): number {
  const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
  return median(calls.map(call => call.firstToken)) - median(journal.map(entry => entry.firstToken! - entry.received))
}
