import {
  type SimulatedProvider,
  type SimulatedRequest,
  simulatedAnswer,
  startSimulatedProvider,
} from '@octavo/models/testing'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { syncCatalogue } from '../generation/catalogue.ts'
import { startWorker, type Worker } from '../generation/worker.ts'
import { startTestServer, type TestPerson, type TestServer } from '../testing.ts'

let provider: SimulatedProvider
let server: TestServer
let worker: Worker
let author: TestPerson
/** What the provider answers to the questions of a remediation, in turn; the last one stays. */
let answers: ((request: SimulatedRequest) => string)[] = []
const model = 'openai-compatible/simulated'

beforeAll(async () => {
  provider = await startSimulatedProvider({
    answer: request => {
      const properties = request.schema?.properties ?? {}
      if (!('impossible' in properties)) return simulatedAnswer(request)
      return (answers.length > 1 ? answers.shift()! : answers[0]!)(request)
    },
  })
  server = await startTestServer({ OPENAI_COMPATIBLE_URL: `${provider.url}/v1` })
  await syncCatalogue(server.octavo)
  worker = await startWorker(server.octavo)
  author = await server.signUp('Ada')
})
afterEach(() => {
  answers = []
  provider.journal.length = 0
})
afterAll(async () => {
  await worker?.close()
  await server?.close()
  await provider?.stop()
})

const text = `# Queues

A queue holds work until a worker is free to take it.

#### Leases

A *lease* is a promise that nobody else takes the job before a set time. When a worker dies, its lease runs out.

Never delete a job before its worker has reported, or a crash loses it for good.
`

async function makeChapter(content = text, features = ['warning']): Promise<{ bookId: string; chapterId: string }> {
  const book = await server.request(author, 'POST', '/v1/books', {
    title: `Queues ${Math.random()}`,
    requiredFeatures: features,
  })
  expect(book.status, JSON.stringify(book.body)).toBe(201)
  const chapter = await server.request(author, 'POST', `/v1/books/${book.body.id}/chapters`, {
    title: 'Queues',
    content,
  })
  return { bookId: book.body.id, chapterId: chapter.body.id }
}

async function post(path: string, body: object, person = author) {
  return server.request(person, 'POST', path, body)
}

async function read(path: string, person = author) {
  return (await server.request(person, 'GET', path)).body
}

/** Begins a remediation and waits for what comes of it. */
async function remediated(chapterId: string, body: object, path = 'remediations') {
  const asked = await post(`/v1/chapters/${chapterId}/${path}`, body)
  expect(asked.status, JSON.stringify(asked.body)).toBe(201)
  const response = await server.app.request(`/v1/jobs/${asked.body.jobId}/events`, { headers: author.headers })
  await response.text()
  return read(`/v1/remediations/${asked.body.id}`)
}

const addition = (answer: object) => () =>
  JSON.stringify({ impossible: null, place: 'b5', how: 'after', text: '', ...answer })
const warning = addition({ text: ':::{warning}\nA lost job is lost for good.\n:::' })

test('a model adds what is missing, and nothing changes before the author decides', async () => {
  const { chapterId } = await makeChapter()
  answers = [warning]
  const proposed = await remediated(chapterId, { model, instructions: 'Be brief.' })
  expect(proposed, JSON.stringify(proposed.error)).toMatchObject({
    state: 'completed',
    model,
    baseVersion: 1,
    retries: 0,
    original: text,
    outcomes: [{ kind: 'feature', name: 'warning', outcome: 'made' }],
    hunks: [
      { number: 1, origin: 'fix', reason: 'heading-jump', line: 5, decision: null },
      { number: 2, origin: 'model', reason: 'warning', before: '', decision: null },
    ],
  })
  expect(proposed.wordsAfter).toBe(proposed.wordsBefore + 7)
  expect(proposed.inputTokens).toBeGreaterThan(100)
  const [asked] = provider.journal
  expect(asked!.prompt).toContain('[b5]\nNever delete a job')
  expect(asked!.prompt).toContain('The author asks: Be brief.')
  expect(await read(`/v1/chapters/${chapterId}`)).toMatchObject({ version: 1, content: text })

  const decided = await post(`/v1/remediations/${proposed.id}/decide`, { accept: [2], reject: [1] })
  expect(decided.status, JSON.stringify(decided.body)).toBe(200)
  expect(decided.body).toMatchObject({ resultVersion: 2, hunks: [{ decision: 'rejected' }, { decision: 'accepted' }] })
  const { content } = await read(`/v1/chapters/${chapterId}`)
  expect(content).toBe(text.replace('for good.\n', 'for good.\n\n:::{warning}\nA lost job is lost for good.\n:::\n'))
  const { items } = await read(`/v1/chapters/${chapterId}/versions`)
  expect(items[0]).toMatchObject({ number: 2, changeType: 'remediated', model, note: 'Remediated: warning' })
  expect(await read(`/v1/chapters/${chapterId}/audit`)).toMatchObject({
    version: 2,
    stale: false,
    features: { total: 1, found: 1, missing: 0 },
  })
})
