import { type SimulatedProvider, startSimulatedProvider } from '@octavo/models/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { syncCatalogue } from '../generation/catalogue.ts'
import { startWorker, type Worker } from '../generation/worker.ts'
import { startTestServer, type TestPerson, type TestServer } from '../testing.ts'

let provider: SimulatedProvider
let server: TestServer
let worker: Worker
let author: TestPerson
const model = 'openai-compatible/simulated'

beforeAll(async () => {
  provider = await startSimulatedProvider()
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

/** Writes a book of one chapter; gives the events of its job, and the chapter. */
async function written(settings: object) {
  const { body: book } = await server.request(author, 'POST', '/v1/books', {
    title: `Queues ${Math.random()}`,
    targetChapters: 1,
    targetWords: 300,
    model,
    ...settings,
  })
  const { body: job } = await server.request(author, 'POST', `/v1/books/${book.id}/jobs`, { kind: 'write' })
  const response = await server.app.request(`/v1/jobs/${job.id}/events`, { headers: author.headers })
  const events = [...(await response.text()).matchAll(/^data: (.+)$/gm)].map(match => JSON.parse(match[1]!))
  expect(events.at(-1), JSON.stringify(events.at(-1))).toMatchObject({ kind: 'completed' })
  const { body: outline } = await server.request(author, 'GET', `/v1/books/${book.id}/outline`)
  const chapterId = outline.items.find((item: { kind: string }) => item.kind === 'chapter').chapter.id
  const read = async (path: string) => (await server.request(author, 'GET', `/v1/chapters/${chapterId}${path}`)).body
  return {
    audits: events.filter(event => event.kind === 'audit').map(event => event.data),
    prompts: provider.journal.map(entry => entry.prompt),
    events,
    chapter: await read(''),
    versions: (await read('/versions')).items,
    remediations: (await read('/remediations')).items,
    audit: await read('/audit?refresh=false'),
  }
}

test('the prompt demands what a book requires, and its audit names what is missing', async () => {
  provider.journal.length = 0
  const { audits, audit, prompts, remediations, versions } = await written({ requiredFeatures: ['Exercises'] })
  expect(prompts.some(prompt => /must use each of these features of MyST.*\n\nExercise:/.test(prompt))).toBe(true)
  expect(audits).toMatchObject([{ missing: ['exercise'], attempts: 0, added: [], threshold: 80 }])
  expect(audit).toMatchObject({ stale: false, version: 1, features: { total: 1, missing: 1 } })
  expect(audit.findings.map((finding: { rule: string }) => finding.rule)).toContain('missing-feature')
  expect([remediations.length, versions.length]).toEqual([0, 1])
})

test('switched on, what is under the threshold is remediated up to the bound, and the job says how it went', async () => {
  const { audits, chapter, remediations, versions } = await written({
    requiredFeatures: ['tip', 'warning'],
    remediateAutomatically: true,
    auditThreshold: 100,
    remediationAttempts: 3,
  })
  expect(chapter.content).toContain(':::{tip}')
  expect(audits).toHaveLength(1)
  expect(audits[0]).toMatchObject({ missing: [], added: ['tip', 'warning'], threshold: 100 })
  expect(audits[0].attempts).toBe(remediations.length)
  expect(audits[0].attempts).toBeLessThanOrEqual(3)
  expect(remediations.at(-1)).toMatchObject({ automatic: true, state: 'completed', resultVersion: 2, baseVersion: 1 })
  expect(versions[0]).toMatchObject({ number: 2, changeType: 'remediated', model })
})

test('a model that fails at remediating leaves the chapter as it was written', async () => {
  provider.fail({ times: 1, status: 400, match: 'feature of MyST' })
  const { chapter, events, remediations } = await written({
    requiredFeatures: ['tip'],
    remediateAutomatically: true,
    auditThreshold: 100,
  })
  expect(chapter).toMatchObject({ version: 1, status: 'generated' })
  expect(events.find(event => event.kind === 'notice').data.message).toMatch(/was not remediated/)
  expect(remediations).toMatchObject([{ state: 'failed', automatic: true }])
})
