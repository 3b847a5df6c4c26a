import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { placeTestDatabase, type TestDatabasePlace } from '@octavo/database/testing'
import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApp, openOctavo, readConfig } from '../../src/index.ts'

const program = fileURLToPath(new URL('./worker-process.ts', import.meta.url))

let place: TestDatabasePlace
let data: string
let environment: Record<string, string>

beforeAll(async () => {
  place = await placeTestDatabase()
  data = await mkdtemp(join(tmpdir(), 'octavo-export-crash-'))
  environment = {
    OCTAVO_DATA: data,
    ...place.environment,
    OCTAVO_SECRET: randomBytes(32).toString('base64'),
    OCTAVO_MASTER_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    OCTAVO_LOG_LEVEL: 'fatal',
  }
})
afterAll(async () => {
  await place?.destroy()
  await rm(data, { recursive: true, force: true })
})

// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects; a wrong shape fails the test itself.
type Ask = (method: string, path: string, body?: unknown) => Promise<any>
let author: { userId: string; readOnly: boolean } | undefined

/** Asks the API in this process, with the data to itself; between the runs of the worker. */
async function withApi<T>(work: (ask: Ask) => Promise<T>): Promise<T> {
  const octavo = await openOctavo(readConfig(environment))
  try {
    const insert = `insert into auth.users (name, email) values ('Ada', 'ada@example.test') returning id`
    author ??= {
      userId: (await octavo.database.loginPool.query<{ id: string }>(insert)).rows[0]!.id,
      readOnly: false,
    }
    const app = createApp(octavo)
    return await work(async (method, path, body) => {
      const headers = { 'content-type': 'application/json' }
      const init = { method, ...(body !== undefined && { body: JSON.stringify(body), headers }) }
      const response = await app.request(path, init, { caller: author! })
      expect(response.status, path).toBeLessThan(300)
      const isJson = response.headers.get('content-type')?.startsWith('application/json')
      return isJson ? response.json() : new Uint8Array(await response.arrayBuffer())
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

test('killed while a book is exported, a worker goes on; one file comes of it, and it counts once', async () => {
  const { bookId, exportId, jobId } = await withApi(async ask => {
    const book = await ask('POST', '/v1/books', { title: 'Crashes' })
    await ask('POST', `/v1/books/${book.id}/chapters`, { title: 'One', content: '# One\n\nWords.\n' })
    const made = await ask('POST', `/v1/books/${book.id}/exports`, { format: 'myst' })
    return { bookId: book.id, exportId: made.id, jobId: made.jobId }
  })
  expect(await runWorker(jobId, 'export-rendered:1')).toBe('SIGKILL')
  expect(await runWorker(jobId, 'export-kept:1')).toBe('SIGKILL')
  expect(await runWorker(jobId)).toBeNull()

  await withApi(async ask => {
    const made = await ask('GET', `/v1/exports/${exportId}`)
    expect(made).toMatchObject({ state: 'completed', error: null })
    const { items } = await ask('GET', `/v1/books/${bookId}/files?kind=export`)
    expect(items).toMatchObject([{ id: made.file.id }])
    const zip = await ask('GET', `/v1/exports/${exportId}/content`)
    expect(strFromU8(unzipSync(zip)['chapters/01-one.md']!)).toBe('# One\n\nWords.\n')
    const organizations = await ask('GET', '/v1/organizations')
    const usage = await ask('GET', `/v1/organizations/${organizations.items[0].id}/usage`)
    const month = (one: { resource: string; period: string }) => one.resource === 'exports' && one.period === 'month'
    expect(usage.resources.find(month)).toMatchObject({ used: 1, reserved: 0 })
  })
  // What a killed process was receiving waits for housekeeping, which leaves what is younger than a day.
  expect((await readdir(join(environment.OCTAVO_DATA!, 'arriving'))).length).toBeLessThanOrEqual(1)
}, 300_000)
