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

test.each<[string, object, RegExp]>([
  ['leaves a fence open', { text: ':::{warning}\nIt stays open.' }, /never closed/],
  ['names no block', { place: 'b77', text: ':::{warning}\nText.\n:::' }, /no block b77/],
  [
    'loses words of the block it replaces',
    { how: 'instead', text: ':::{warning}\nNever delete a job.\n:::' },
    /"before" is missing/,
  ],
  ['does not use the feature', { text: ':::{tip}\nText.\n:::' }, /does not use the feature "Warning"/],
])('an answer that %s is refused, and asked for once more with the reason', async (_, wrong, reason) => {
  const { chapterId } = await makeChapter()
  answers = [addition(wrong), warning]
  const proposed = await remediated(chapterId, { model, findings: [] })
  expect(proposed).toMatchObject({
    retries: 1,
    outcomes: [{ outcome: 'made', attempts: 2 }],
    hunks: [{ origin: 'model' }],
  })
  expect(provider.journal.at(-1)!.prompt).toMatch(reason)

  answers = [addition(wrong)]
  const refused = await remediated(chapterId, { model, findings: [] })
  expect(refused).toMatchObject({ state: 'completed', hunks: [], outcomes: [{ outcome: 'refused', attempts: 2 }] })
  expect(refused.outcomes[0].reason).toMatch(reason)
})

test('what is no JSON, or breaks off, is recorded and does not stop the other features', async () => {
  const { chapterId } = await makeChapter(text, ['warning', 'tip'])
  const tip = addition({ place: 'b2', text: ':::{tip}\nKeep jobs short.\n:::' })
  const isTip = (request: SimulatedRequest) => request.prompt.includes('feature of MyST: Tip')
  answers = [request => (isTip(request) ? tip() : 'Certainly! Here is your warning.')]
  const proposed = await remediated(chapterId, { model, findings: [] })
  expect(proposed.outcomes).toMatchObject([
    { name: 'warning', outcome: 'refused', attempts: 2 },
    { name: 'tip', outcome: 'made', attempts: 1 },
  ])
  expect(proposed.retries).toBeGreaterThan(1)

  const long = addition({ text: `:::{warning}\n${'Never delete jobs. '.repeat(900)}\n:::` })
  answers = [request => (isTip(request) ? tip() : long())]
  const cut = await remediated(chapterId, { model, findings: [], features: ['Warnings'] })
  expect(cut.outcomes).toMatchObject([{ name: 'warning', outcome: 'refused' }])
})

test('whoever cannot do it without inventing says so', async () => {
  const { chapterId } = await makeChapter()
  answers = [addition({ impossible: 'The chapter warns of nothing.', place: null, how: null })]
  expect(await remediated(chapterId, { model, findings: [] })).toMatchObject({
    outcomes: [{ outcome: 'impossible', reason: 'The chapter warns of nothing.', attempts: 1 }],
  })
})

test('a provider that fails ends the job, and resuming asks only for what is missing', async () => {
  const { chapterId } = await makeChapter(text, ['warning', 'tip'])
  answers = [warning, addition({ place: 'b2', text: ':::{tip}\nKeep jobs short.\n:::' })]
  provider.fail({ times: 1, status: 400, match: 'feature of MyST: Tip' })
  const failed = await remediated(chapterId, { model, findings: [] })
  expect(failed).toMatchObject({ state: 'failed', outcomes: [{ name: 'warning', outcome: 'made' }] })
  expect(failed.error.message).toMatch(/refused the request/)
  const { lastEvent } = await read(`/v1/jobs/${failed.jobId}`)
  await post(`/v1/jobs/${failed.jobId}/resume`, {})
  const path = `/v1/jobs/${failed.jobId}/events?after=${lastEvent}`
  await (await server.app.request(path, { headers: author.headers })).text()
  expect(await read(`/v1/remediations/${failed.id}`)).toMatchObject({ state: 'completed', hunks: [{}, {}] })
  const asked = provider.journal.filter(entry => entry.completed).map(entry => entry.prompt)
  expect(new Set(asked).size).toBe(asked.length)
})

test('the compositor needs no key, and says what it cannot make', async () => {
  const { chapterId } = await makeChapter()
  const proposed = await remediated(chapterId, { features: ['warning', 'figure', 'mermaid'] })
  expect(proposed).toMatchObject({ state: 'completed', model: 'octavo/compositor-1', cost: 0 })
  const outcome = (name: string) => proposed.outcomes.find((each: { name: string }) => each.name === name)
  expect(outcome('warning')).toMatchObject({ outcome: 'made' })
  expect(outcome('figure').reason).toMatch(/picture .*of yours/)
  const decided = await post(`/v1/remediations/${proposed.id}/decide`, { accept: 'all' })
  expect(decided.body.hunks.every((hunk: { decision: string }) => hunk.decision === 'accepted')).toBe(true)
  const { content } = await read(`/v1/chapters/${chapterId}`)
  expect(content).toContain(':::{warning}\nNever delete a job before its worker has reported')
  expect(content).toContain('\n## Leases')
})

test('hunks are moved over later edits, and say so when they no longer fit', async () => {
  const { chapterId } = await makeChapter(text, ['warning', 'tip'])
  answers = [
    addition({ place: 'b4', how: 'instead', text: `:::{warning}\n${text.split('\n')[6]}\n:::` }),
    addition({ text: ':::{tip}\nKeep jobs short.\n:::' }),
  ]
  const proposed = await remediated(chapterId, { model, findings: [] })
  expect(proposed.outcomes).toMatchObject([{ outcome: 'made' }, { outcome: 'made' }])
  const edited = text
    .replace('# Queues\n', '# Queues\n\nAn opening.\n')
    .replace('A *lease* is', 'A lease, in short, is')
  await server.request(author, 'PUT', `/v1/chapters/${chapterId}`, { content: edited }, { 'if-match': '"v1"' })
  const decided = await post(`/v1/remediations/${proposed.id}/decide`, { accept: 'all' })
  expect(decided.body).toMatchObject({ resultVersion: 3, hunks: [{ decision: 'unfit' }, { decision: 'accepted' }] })
  expect((await read(`/v1/chapters/${chapterId}`)).content).toBe(
    `${edited.trimEnd()}\n\n:::{tip}\nKeep jobs short.\n:::\n`,
  )
  expect((await post(`/v1/remediations/${proposed.id}/decide`, { accept: [2] })).body).toMatchObject({
    status: 409,
    code: 'hunk_decided',
  })
})

test('mechanical fixes are free, and proposed at once', async () => {
  const { chapterId } = await makeChapter(`${text}\n:::{note}\nNobody closes this.\n`)
  const preview = await read(`/v1/chapters/${chapterId}/fixes?rule=heading-jump`)
  expect(preview).toMatchObject({ version: 1, hunks: [{ reason: 'heading-jump', before: '##', after: '' }] })
  const fixed = await post(`/v1/chapters/${chapterId}/fixes`, {})
  expect(fixed.body).toMatchObject({ kind: 'fix', state: 'completed', jobId: null, model: null, cost: 0 })
  expect(fixed.body.hunks.map((hunk: { reason: string }) => hunk.reason)).toEqual(['heading-jump', 'unclosed-fence'])
  await post(`/v1/remediations/${fixed.body.id}/decide`, { accept: 'all' })
  const { content } = await read(`/v1/chapters/${chapterId}`)
  expect(content).toContain('\n## Leases')
  expect(content).toMatch(/Nobody closes this\.\n:::/)
  expect((await read(`/v1/chapters/${chapterId}/remediations`)).items).toHaveLength(1)
})

test('a selection is rewritten as one hunk; around it nothing changes', async () => {
  const { chapterId } = await makeChapter()
  const sentence = 'A queue holds work until a worker is free to take it.'
  const start = text.indexOf(sentence)
  const selection = { start, end: start + sentence.length, version: 1, model }
  answers = [() => JSON.stringify({ impossible: null, text: 'A queue keeps work for the next free worker.' })]
  const proposed = await remediated(chapterId, { action: 'rephrase', ...selection }, 'revisions')
  expect(proposed).toMatchObject({
    kind: 'revise',
    action: 'rephrase',
    hunks: [{ before: sentence, after: 'A queue keeps work for the next free worker.', reason: 'rephrase' }],
  })
  expect(provider.journal[0]!.prompt).toContain('#### Leases')
  answers = [() => JSON.stringify({ impossible: null, text: '```\nswallows everything after it' })]
  const wrong = await remediated(chapterId, { action: 'improve', ...selection }, 'revisions')
  expect(wrong).toMatchObject({ hunks: [], outcomes: [{ kind: 'revision', outcome: 'refused', attempts: 2 }] })
  answers = [() => JSON.stringify({ impossible: null, text: 'It goes on.' })]
  const more = await remediated(chapterId, { action: 'continue', ...selection }, 'revisions')
  expect(more.hunks).toMatchObject([{ before: '', after: '\n\nIt goes on.' }])
  const late = await post(`/v1/chapters/${chapterId}/revisions`, { action: 'improve', ...selection, version: 7 })
  expect(late.body).toMatchObject({ status: 412, currentVersion: 1 })
})

test('the compositor shortens, and says that the rest needs a language model', async () => {
  const { chapterId } = await makeChapter()
  const paragraph = text.split('\n').find(line => line.startsWith('A *lease*'))!
  const selection = { start: text.indexOf(paragraph), end: text.indexOf(paragraph) + paragraph.length, version: 1 }
  const shorter = await remediated(chapterId, { action: 'shorten', ...selection }, 'revisions')
  expect(paragraph).toContain(shorter.hunks[0].after)
  const improved = await remediated(chapterId, { action: 'improve', ...selection }, 'revisions')
  expect(improved).toMatchObject({ state: 'completed', hunks: [], outcomes: [{ outcome: 'impossible' }] })
  expect(improved.outcomes[0].reason).toMatch(/needs a language model/)
})

test('an estimate says what it would cost, and begins nothing', async () => {
  const { chapterId } = await makeChapter()
  const estimate = (body: object, person = author) =>
    post(`/v1/chapters/${chapterId}/remediations/estimate`, body, person)
  expect(await estimate({ kind: 'remediate', features: ['warning', 'note'] })).toMatchObject({
    status: 200,
    body: { model: 'octavo/compositor-1', calls: 2, cost: 0 },
  })
  expect((await estimate({ kind: 'revise' })).body).toMatchObject({ calls: 1 })
  expect((await estimate({ kind: 'remediate', features: ['nonsense'] })).body.code).toBe('feature_unknown')
  expect((await estimate({ kind: 'revise' }, await server.signUp('Stranger'))).status).toBe(404)
  expect((await read(`/v1/chapters/${chapterId}/remediations`)).items).toEqual([])
})
