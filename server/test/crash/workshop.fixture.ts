import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { placeTestDatabase } from '@octavo/database/testing'
import { createApp, type Octavo, openOctavo, readConfig } from '../../src/index.ts'

const program = fileURLToPath(new URL('./worker-process.ts', import.meta.url))

// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects; a wrong shape fails the test itself.
type AnyBody = any

/** Asks the API. A text is sent as bytes, anything else as JSON; what is no JSON comes back as bytes. */
export type Ask = (method: string, path: string, body?: unknown) => Promise<AnyBody>

/** An installation of one author whose workers can be killed, and which is looked at in between. */
export interface Workshop {
  /** Its data directory. */
  folder: string
  /** Changes a setting for whatever opens the installation from now on. */
  set(name: string, value: string): void
  /** Opens the installation in this process, which has the data to itself meanwhile. */
  withOctavo<T>(work: (octavo: Octavo) => Promise<T>): Promise<T>
  /** Asks its API as the author; a refusal throws. */
  withApi<T>(work: (ask: Ask) => Promise<T>): Promise<T>
  /**
   * Runs a worker until the job has stopped, or dead at the n-th passage of a failure point (`point:n`); gives the signal
   * that killed it.
   */
  runWorker(jobId: string, ...at: string[]): Promise<NodeJS.Signals | null>
  remove(): Promise<void>
}

export async function makeWorkshop(settings: Record<string, string> = {}): Promise<Workshop> {
  const place = await placeTestDatabase()
  const environment: Record<string, string> = {
    ...place.environment,
    OCTAVO_SECRET: randomBytes(32).toString('base64'),
    OCTAVO_MASTER_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    OCTAVO_LOG_LEVEL: 'fatal',
    ...settings,
  }
  let authorId: string | undefined

  const workshop: Workshop = {
    folder: place.environment.OCTAVO_DATA!,
    set: (name, value) => {
      environment[name] = value
    },
    async withOctavo(work) {
      const octavo = await openOctavo(readConfig(environment))
      try {
        return await work(octavo)
      } finally {
        await octavo.close()
      }
    },
    withApi: work =>
      workshop.withOctavo(async octavo => {
        const insert = `insert into auth.users (name, email) values ('Ada', 'ada@example.test') returning id`
        authorId ??= (await octavo.database.loginPool.query<{ id: string }>(insert)).rows[0]!.id
        const app = createApp(octavo)
        return work(async (method, path, body) => {
          const isText = typeof body === 'string'
          const headers = {
            'content-type': isText ? 'application/octet-stream' : 'application/json',
            'if-match': '*',
          }
          const init = { method, ...(body !== undefined && { body: isText ? body : JSON.stringify(body), headers }) }
          const response = await app.request(path, init, { caller: { userId: authorId!, readOnly: false } })
          if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
          const isJson = response.headers.get('content-type')?.startsWith('application/json')
          return isJson ? response.json() : new Uint8Array(await response.arrayBuffer())
        })
      }),
    runWorker: (jobId, ...at) =>
      new Promise((resolve, reject) => {
        const { PATH, NODE_COMPILE_CACHE } = process.env
        // Optimizing the embedded database takes longer than such a worker lives.
        const child = spawn(process.execPath, ['--liftoff-only', program, jobId, ...at], {
          env: { PATH, NODE_COMPILE_CACHE, ...environment },
          stdio: ['ignore', 'inherit', 'inherit'],
        })
        child.once('error', reject)
        child.once('exit', (code, signal) =>
          code === 0 || signal ? resolve(signal) : reject(new Error(`the worker ended with ${code}`)),
        )
      }),
    remove: () => place.destroy(),
  }
  return workshop
}
