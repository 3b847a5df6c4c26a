import { appendFileSync } from 'node:fs'
import { realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { createApp, createLog, openOctavo, readConfig } from '@octavo/server'
import type { CommandEnvironment } from '../environment.ts'
import { createClient } from './client.ts'
import type { Connection } from './connect.ts'

/** Opens the data directory in this process and speaks to the application without a network, as the local owner. */
export async function openInProcess(environment: CommandEnvironment): Promise<Connection> {
  // Requests of our own are no news, and what the screen must show comes back as answers: the log is for what broke.
  const config = readConfig({
    ...environment.variables,
    OCTAVO_LOG_LEVEL: environment.variables.OCTAVO_LOG_LEVEL || 'error',
  })
  const errorLog = {
    write: (line: string) => appendFileSync(join(environment.dataDirectory, 'errors.log'), line, { mode: 0o600 }),
  }
  const log = createLog(config.logLevel, environment.variables.OCTAVO_LOG_LEVEL ? undefined : errorLog)
  const octavo = await openOctavo({ ...config, dataDirectory: environment.dataDirectory }, log)
  const app = createApp(octavo)
  const caller = await octavo.localOwner()
  let worker: { close(): Promise<void> } | undefined
  return {
    api: createClient(octavo.publicUrl, request => app.fetch(request, { caller })),
    place: 'in-process',
    installation: `data ${await realpath(environment.dataDirectory)}`,
    async startWorker() {
      if (worker) return
      const { startWorker } = await import('@octavo/server/worker')
      worker = await startWorker(octavo)
    },
    async close() {
      await worker?.close()
      await octavo.close()
    },
  }
}
