import { mkdir } from 'node:fs/promises'
import type { Server } from 'node:http'
import { type Database, openDatabase } from '@octavo/database'
import type { Logger } from 'pino'
import { assembleOctavo } from './assemble.ts'
import { syncEnforcement } from './billing/enforcement.ts'
import type { Config } from './config.ts'
import { syncCatalogue } from './generation/catalogue.ts'
import { makeSignInLink, writeLocalToken } from './identity/local-owner.ts'
import { loadSecrets } from './identity/local-secrets.ts'
import { createLog } from './log.ts'
import type { Octavo } from './octavo.ts'
import { startMaintenance } from './system/maintenance.ts'

/** Octavo cannot start; the message says what to do. */
export class StartError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'StartError'
  }
}

export type OpenOctavo = Octavo & {
  /** Waits for mails on their way and closes the database. */
  close(): Promise<void>
}

/**
 * Opens an installation: its database, secrets and sign-in. An embedded database is brought up to date by itself; one on a
 * server is shared, so migrating it is the operator's step.
 * Throws StartError when that step is missing, DatabaseError when the database does not open.
 */
export async function openOctavo(config: Config, log: Logger = createLog(config.logLevel)): Promise<OpenOctavo> {
  const { url, ownerUrl, connections } = config.database
  const database = await openDatabase({
    ...(url ? { url, maxConnections: connections } : { dataDirectory: config.dataDirectory }),
    ...(ownerUrl && { ownerUrl }),
    log: message => log.debug(message),
  })
  try {
    await bringUpToDate(database)
    await mkdir(config.dataDirectory, { recursive: true, mode: 0o700 })
    for (const warning of database.warnings) log.warn(warning)
    const octavo = assembleOctavo(config, database, await loadSecrets(config), log)
    if (database.kind === 'server') log.info(`files are in ${octavo.storage.place}; every process must see the same`)
    await syncCatalogue(octavo)
    await syncEnforcement(octavo)
    return Object.assign(octavo, {
      async close() {
        await octavo.signIn.settled()
        await database.close()
      },
    })
  } catch (error) {
    await database.close()
    throw error
  }
}

async function bringUpToDate(database: Database): Promise<void> {
  const { pending } = await database.migrationStatus()
  if (pending.length === 0) return
  if (database.kind === 'server') {
    throw new StartError(
      `The database lacks ${pending.length} migrations (${pending[0]} first). Run: octavo migrate up`,
    )
  }
  await database.migrate('up')
}

/** A server that answers. */
export interface RunningServer {
  /** Where it is reached, without a slash at the end. */
  url: string
  /** Only on an embedded installation: opened in a browser, signs the local owner in, once. */
  signInLink: string | undefined
  /** Stops accepting, finishes what is being answered, stops the worker. Does not close the installation. */
  close(): Promise<void>
}

/** How long requests under way may take once the server is asked to stop. Milliseconds. */
const graceMs = 10_000

export interface ServerOptions {
  /** Whether jobs are worked on in the same process. */
  worker: boolean
  /** The folder of the built studio; without it there is only the API. */
  studio?: string | undefined
}

/** Serves the API and the studio. Throws StartError when the port is taken. */
export async function startServer(octavo: Octavo, { worker, studio }: ServerOptions): Promise<RunningServer> {
  const [{ createApp }, { listen }] = await Promise.all([import('./app.ts'), import('./listen.ts')])
  const { host, port } = octavo.config
  const app = createApp(octavo, { studio })
  const { server, port: own } = await listen(app, host, port).catch(error => {
    throw explain(error, host, port)
  })
  if (!octavo.config.publicUrl) octavo.publicUrl = `http://localhost:${own}`
  const embedded = octavo.database.kind === 'embedded'
  if (embedded) await writeLocalToken(octavo)
  await octavo.database.announce({ url: octavo.publicUrl })
  const signInLink = embedded ? await makeSignInLink(octavo) : undefined
  // The workflow engine is the heaviest thing to load, and the first page does not need it.
  const started = worker ? import('./generation/worker.ts').then(module => module.startWorker(octavo)) : undefined
  started?.catch(error => octavo.log.fatal({ err: error }, 'the worker did not start: jobs will wait'))
  const maintenance = startMaintenance(octavo)

  return {
    url: octavo.publicUrl,
    signInLink,
    async close() {
      await maintenance.close()
      await stopServing(server)
      const running = await started?.catch(() => undefined) // logged above
      await running?.close()
    },
  }
}

function explain(cause: NodeJS.ErrnoException, host: string, port: number): Error {
  if (cause.code === 'EADDRINUSE') {
    return new StartError(`Port ${port} is taken by another program. Stop it, or set OCTAVO_PORT to another one.`, {
      cause,
    })
  }
  if (cause.code === 'EACCES') {
    return new StartError(`Port ${port} needs more rights. Set OCTAVO_PORT to one of 1024 and above.`, { cause })
  }
  if (cause.code === 'EADDRNOTAVAIL' || cause.code === 'ENOTFOUND') {
    return new StartError(`${host} is no address of this machine. Set OCTAVO_HOST to one, or to 0.0.0.0 for all.`, {
      cause,
    })
  }
  return cause
}

/** Watchers keep their connection open for hours; after the grace they are cut, and resume elsewhere from their last event. */
function stopServing(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    const cut = setTimeout(() => server.closeAllConnections(), graceMs)
    server.close(error => {
      clearTimeout(cut)
      if (error) reject(error)
      else resolve()
    })
    server.closeIdleConnections()
  })
}
