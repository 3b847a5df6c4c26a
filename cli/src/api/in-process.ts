import { appendFileSync } from 'node:fs'
import { realpath, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createApp, createLog, openOctavo, readConfig } from '@octavo/server'
import { createClient } from '@octavo/server/client'
import type { CommandEnvironment } from '../environment.ts'
import { Failure } from '../failure.ts'
import type { Connection } from './connect.ts'

/** How long work may take to let go when a command ends, in milliseconds. What does not is found again, as after a crash. */
const closeTimeout = 5_000
/** PostgreSQL extends its files by up to 512 kB at a time; with less than this the next write may fail. Bytes. */
const leastSpace = 1_000_000

/** Opens the data directory in this process and speaks to the application without a network, as the local owner. */
export async function openInProcess(environment: CommandEnvironment): Promise<Connection> {
  const { variables, dataDirectory } = environment
  // Requests of our own are no news, and what the screen must show comes back as answers: the log is for what broke.
  const config = readConfig({ ...variables, OCTAVO_LOG_LEVEL: variables.OCTAVO_LOG_LEVEL || 'error' })
  const log = createLog(config.logLevel, variables.OCTAVO_LOG_LEVEL ? undefined : errorLog(dataDirectory))
  await checkDisk(dataDirectory)
  const octavo = await openOctavo({ ...config, dataDirectory }, log)
  const app = createApp(octavo)
  const caller = await octavo.localOwner()
  let worker: { close(): Promise<void> } | undefined
  const close = async () => {
    await worker?.close()
    await octavo.close()
  }
  return {
    api: createClient(octavo.publicUrl, request => app.fetch(request, { caller })),
    place: 'in-process',
    installation: `data ${await realpath(dataDirectory)}`,
    async startWorker() {
      if (worker) return
      const { startWorker } = await import('@octavo/server/worker')
      worker = await startWorker(octavo)
    },
    checkDisk: () => checkDisk(dataDirectory),
    close: () => Promise.race([close(), sleep(closeTimeout, undefined, { ref: false })]),
  }
}

/** The workflow engine waits for a full disk to get room again; at a terminal that would look like nothing at all. */
async function checkDisk(dataDirectory: string): Promise<void> {
  const space = await statfs(dataDirectory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined // it is made by the first command
    throw error
  })
  if (!space || space.bavail * space.bsize >= leastSpace) return
  throw new Failure(
    `The disk that holds ${dataDirectory} is full.`,
    'Free some space and run the same command again: it goes on where it stopped.',
    { code: 'disk_full' },
  )
}

function errorLog(dataDirectory: string) {
  return {
    write(line: string) {
      try {
        appendFileSync(join(dataDirectory, 'errors.log'), line, { mode: 0o600 })
      } catch {
        process.stderr.write(line) // the directory cannot be written, which is most likely what the line is about
      }
    },
  }
}
