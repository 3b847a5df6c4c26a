import { syncCatalogue } from '@octavo/server'
import { startTestServer, type TestServer } from '@octavo/server/testing'
import { startWorker } from '@octavo/server/worker'
import type { Row } from './database.ts'
import { bm25, bootstrap, ndcg10, readAdi } from './retrieval.ts'

/**
 * How well search finds what answers a question, against BM25 alone on the same stems, on a public collection, through
 * the API as anybody uses it.
 */
export async function measureSearch(): Promise<Row[]> {
  const server = await startTestServer({ OCTAVO_LOG_LEVEL: 'warn' })
  try {
    await syncCatalogue(server.octavo)
    return await compare(server)
  } finally {
    await server.close()
  }
}

async function compare(server: TestServer): Promise<Row[]> {
  const { documents, queries } = await readAdi()
  const reader = await server.signUp('Reader')
  const { id: bookId } = (await server.request(reader, 'POST', '/v1/books', { title: 'ADI' })).body
  for (const { id, title, text } of documents) {
    const answer = await server.request(reader, 'POST', `/v1/books/${bookId}/sources`, { origin: id, title, text })
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body))
  }
  const worker = await startWorker(server.octavo)
  const began = performance.now()
  while ((await server.request(reader, 'GET', `/v1/books/${bookId}/embeddings`)).body.behind > 0) await pause(200)
  const perSecond = documents.length / ((performance.now() - began) / 1000)
  await worker.close()

  const sources = await server.request(reader, 'GET', `/v1/books/${bookId}/sources`)
  const numbers = new Map<string, string>(sources.body.items.map((source: Source) => [source.id, source.origin]))
  const texts = documents.map(({ id, title, text }) => ({ id, text: `${title} ${text}` }))
  const alone = await bm25(texts, text => stems(server, text))
  const scores = { alone: [] as number[], hybrid: [] as number[], words: [] as number[] }
  for (const { text, relevant } of queries) {
    const path = `/v1/search?kind=source&bookId=${bookId}&limit=50&q=${encodeURIComponent(text)}`
    const { items, meaning } = (await server.request(reader, 'GET', path)).body
    if (meaning.models.length !== 1) throw new Error(`a query was searched without its meaning: ${meaning.notes}`)
    const ids = (found: Found[]) => found.map(item => numbers.get(item.sourceId)!)
    const byWords = items.filter((item: Found) => item.scores.words !== null)
    scores.hybrid.push(ndcg10(ids(items), relevant))
    scores.words.push(ndcg10(ids(byWords.toSorted((a: Found, b: Found) => b.scores.words - a.scores.words)), relevant))
    scores.alone.push(ndcg10(await alone(text), relevant))
  }
  const [hybrid, peer, words] = [mean(scores.hybrid), mean(scores.alone), mean(scores.words)]
  const chance = bootstrap(scores.hybrid.map((score, index) => score - scores.alone[index]!))
  return [
    {
      name: 'nDCG@10 of hybrid search on ADI, over BM25 alone',
      value: hybrid / peer,
      unit: '×',
      atLeast: 1,
      peer: `${hybrid.toFixed(3)} against ${peer.toFixed(3)} (ours by words alone ${words.toFixed(3)}); not better in ${(chance * 100).toFixed(1)} % of bootstrap samples of ${queries.length} queries`,
    },
    { name: 'texts made ready to be found by meaning, embedded model', value: perSecond, unit: '/s' },
  ]
}

interface Source {
  id: string
  origin: string
}
interface Found {
  sourceId: string
  scores: { words: number }
}

async function stems(server: TestServer, text: string): Promise<Map<string, number>> {
  const { rows } = await server.database.loginPool.query<{ lexeme: string; count: number }>(
    `select lexeme, cardinality(positions) as count from unnest(to_tsvector('english', $1))`,
    [text],
  )
  return new Map(rows.map(row => [row.lexeme, row.count]))
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))
