import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { placeTestDatabase, type TestDatabasePlace } from '@octavo/database/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApp, openOctavo, readConfig } from '../../src/index.ts'

const program = fileURLToPath(new URL('./worker-process.ts', import.meta.url))

let place: TestDatabasePlace
let data: string
let environment: Record<string, string>

beforeAll(async () => {
  place = await placeTestDatabase()
  data = await mkdtemp(join(tmpdir(), 'octavo-import-crash-'))
  environment = {
    OCTAVO_DATA: data,
    ...place.environment,
    OCTAVO_SECRET: randomBytes(32).toString('base64'),
    OCTAVO_MASTER_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    OCTAVO_LOG_LEVEL: 'fatal',
  }
}, 120_000)
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
      const isText = typeof body === 'string'
      const headers = { 'content-type': isText ? 'application/octet-stream' : 'application/json' }
      const init = { method, ...(body !== undefined && { body: isText ? body : JSON.stringify(body), headers }) }
      const response = await app.request(path, init, { caller: author! })
      expect(response.status, path).toBeLessThan(300)
      return response.json()
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

test('killed while a manuscript is read, a worker reads it again; there is never half of it', async () => {
  const begun = await withApi(ask =>
    ask('POST', '/v1/imports?name=bees.md', '# Hive\n\nA queen lives here.\n\n# Swarm\n\nThey leave in May.\n'),
  )
  expect(await runWorker(begun.jobId, 'import-read:1')).toBe('SIGKILL')
  await withApi(async ask => {
    expect(await ask('GET', `/v1/structures/${begun.id}`)).toMatchObject({ state: 'reading', items: [], method: null })
  })
  expect(await runWorker(begun.jobId)).toBeNull()

  await withApi(async ask => {
    const proposed = await ask('GET', `/v1/structures/${begun.id}`)
    expect(proposed).toMatchObject({ state: 'proposed', items: [{ title: 'Hive' }, { title: 'Swarm' }], version: 1 })
    const { chapters } = await ask('POST', `/v1/structures/${begun.id}/confirm`, {})
    expect(chapters).toMatchObject([{ outcome: 'added' }, { outcome: 'added' }])
  })
}, 300_000)
