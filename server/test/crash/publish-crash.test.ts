import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { placeTestDatabase, type TestDatabasePlace } from '@octavo/database/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApp, openOctavo, readConfig } from '../../src/index.ts'
import { BareRepository } from '../../src/testing.ts'

const program = fileURLToPath(new URL('./worker-process.ts', import.meta.url))

let place: TestDatabasePlace
let folder: string
let environment: Record<string, string>
let authorId: string | undefined

beforeAll(async () => {
  place = await placeTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'octavo-crash-'))
  environment = {
    ...place.environment,
    OCTAVO_SECRET: randomBytes(32).toString('base64'),
    OCTAVO_MASTER_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    OCTAVO_LOG_LEVEL: 'fatal',
    OCTAVO_PUBLISH_FOLDERS: folder,
  }
})
afterAll(async () => {
  await place?.destroy()
  await rm(folder, { recursive: true, force: true })
})

// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects; a wrong shape fails the test itself.
type Ask = (method: string, path: string, body?: unknown) => Promise<any>

/** Asks the API in this process, with the data to itself; between the runs of the worker. */
async function withApi<T>(work: (ask: Ask) => Promise<T>): Promise<T> {
  const octavo = await openOctavo(readConfig(environment))
  try {
    const insert = `insert into auth.users (name, email) values ('Ada', 'ada@example.test') returning id`
    authorId ??= (await octavo.database.loginPool.query<{ id: string }>(insert)).rows[0]!.id
    const app = createApp(octavo)
    return await work(async (method, path, body) => {
      const headers = { 'content-type': 'application/json', 'if-match': '*' }
      const init = { method, ...(body !== undefined && { body: JSON.stringify(body), headers }) }
      const response = await app.request(path, init, { caller: { userId: authorId!, readOnly: false } })
      const answer = await response.json()
      expect(response.status, JSON.stringify(answer)).toBeLessThan(300)
      return answer
    })
  } finally {
    await octavo.close()
  }
}

/** Runs a worker until the job has stopped or the worker is killed; gives the signal that killed it. */
function runWorker(jobId: string, ...at: string[]): Promise<NodeJS.Signals | null> {
  return new Promise((resolve, reject) => {
    const env = { PATH: process.env.PATH, ...environment }
    const child = spawn(process.execPath, [program, jobId, ...at], { env, stdio: ['ignore', 'inherit', 'inherit'] })
    child.once('error', reject)
    child.once('exit', (code, signal) =>
      code === 0 || signal ? resolve(signal) : reject(new Error(`the worker ended with ${code}`)),
    )
  })
}

test('killed after the push, or after the edits are saved, nothing is done twice', async () => {
  const location = join(folder, 'book.git')
  const repository = new BareRepository(location)
  const made = await withApi(async ask => {
    const { id } = await ask('POST', '/v1/books', { title: 'Crashes' })
    const content = '# One\n\nIt stops.\n'
    const chapter = await ask('POST', `/v1/books/${id}/chapters`, { title: 'One', content })
    const { id: to } = await ask('POST', `/v1/books/${id}/publishing/destinations`, { target: 'git', location })
    const base = `/v1/books/${id}/publishing`
    const { deployment, job } = await ask('POST', `${base}/deployments`, { destinationId: to })
    return { base, to, chapterId: chapter.id, deploymentId: deployment.id, jobId: job.id }
  })
  expect(await runWorker(made.jobId, 'book-pushed:1')).toBe('SIGKILL')
  const head = await repository.head('main')
  expect(head).not.toBeNull()
  expect(await runWorker(made.jobId)).toBeNull()
  expect(await repository.head('main')).toBe(head)

  const path = 'chapters/01-one.md'
  const changes = new Map([[path, Buffer.from('# One\n\nIt stops, and goes on.\n')]])
  await repository.commit({ branch: 'main', parent: head, changes, message: 'By a reader' })
  const { syncId, jobId } = await withApi(async ask => {
    const deployment = await ask('GET', `${made.base}/deployments/${made.deploymentId}`)
    expect(deployment).toMatchObject({ state: 'ready', commit: head, added: 3, error: null })
    const { sync, job } = await ask('POST', `${made.base}/syncs`, { destinationId: made.to })
    return { syncId: sync.id, jobId: job.id }
  })
  expect(await runWorker(jobId, 'edits-saved:1')).toBe('SIGKILL')
  expect(await runWorker(jobId)).toBeNull()
  await withApi(async ask => {
    expect(await ask('GET', `${made.base}/syncs/${syncId}`)).toMatchObject({ state: 'completed', modified: 1 })
    const { items } = await ask('GET', `/v1/chapters/${made.chapterId}/versions`)
    expect(items.map(({ changeType }: { changeType: string }) => changeType)).toEqual(['imported', 'edited'])
    // One exchange each way, however often it was begun.
    expect((await ask('GET', `${made.base}/syncs`)).items).toHaveLength(2)
  })
}, 240_000)
