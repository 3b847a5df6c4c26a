import { existsSync } from 'node:fs'
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { createPgConfig } from '@electric-sql/pglite/node-postgres'
import { vector } from '@electric-sql/pglite-pgvector'
import pg from 'pg'
import { Channels } from './channels.ts'
import { DatabaseError, errorCode } from './database-error.ts'
import { type Engine, LOGIN_ROLE, type Log } from './engine.ts'
import { GuardedPool, isInTransaction } from './guarded-pool.ts'
import { DataDirectoryLock } from './lock.ts'
import { notMigrated } from './transaction.ts'

/** The data directory that keeps nothing. */
export const IN_MEMORY = 'memory://'

/** The only user PGlite has to begin with: its superuser. */
const OWNER = 'postgres'

export interface EmbeddedEngine extends Engine {
  /** The whole database as a tar archive, which `openEmbedded` can start from. */
  snapshot(): Promise<Blob>
}

/**
 * Opens PostgreSQL inside this process: PGlite in `dataDirectory`/database, or in memory.
 *
 * Survives kill -9, but PGlite does not fsync: a power cut can lose or damage the newest writes. One connection, so
 * transactions run one after the other. Throws `data_directory_busy`, `data_directory_unwritable`, `disk_full`.
 */
export async function openEmbedded(dataDirectory: string, log: Log, snapshot?: Blob): Promise<EmbeddedEngine> {
  if (dataDirectory === IN_MEMORY) return startEngine(await startPGlite(IN_MEMORY, snapshot), undefined, log)
  try {
    await mkdir(dataDirectory, { recursive: true, mode: 0o700 })
    await chmod(dataDirectory, 0o700) // PGlite writes its files as 0666
    const lock = await DataDirectoryLock.take(dataDirectory)
    try {
      return await startEngine(await startOnDisk(join(dataDirectory, 'database'), snapshot), lock, log)
    } catch (error) {
      await lock.release()
      throw error
    }
  } catch (error) {
    throw explainFileError(error, dataDirectory)
  }
}

/**
 * The first start makes the database's files. Half made, after a kill or on a full disk, they are of no use and would
 * stay so; a note beside them says that they are not finished.
 */
async function startOnDisk(directory: string, prepared: Blob | undefined): Promise<PGlite> {
  const note = `${directory}.unfinished`
  if (existsSync(note)) await rm(directory, { recursive: true, force: true })
  else if (existsSync(directory)) return startPGlite(directory)
  await writeFile(note, '')
  const pglite = await startPGlite(directory, prepared)
  await rm(note)
  return pglite
}

/**
 * How a cluster is made: of one segment of its log, PGlite writes and copies all, used or not; the smallest is 1 MB where
 * 16 MB is usual.
 */
export const initdbParameters = ['--wal-segsize=1']

/**
 * PGlite touches all of its buffers at each start; what they do not hold, the operating system does. Segments of the log
 * that are not needed any more go, rather than wait to be written again.
 */
const serverParameters = ['-c', 'shared_buffers=32MB', '-c', 'wal_recycle=off']

function startPGlite(directory: string, loadDataDir?: Blob): Promise<PGlite> {
  return PGlite.create({
    dataDir: directory,
    extensions: { vector },
    initDbStartParams: initdbParameters,
    startParams: [...PGlite.defaultStartParams, ...serverParameters],
    ...(loadDataDir && { loadDataDir }),
  })
}

/**
 * The handle stays in this function. A query made past the pool runs in whatever transaction is open there, with that
 * transaction's role: another person's rows, or the service's.
 */
async function startEngine(pglite: PGlite, lock: DataDirectoryLock | undefined, log: Log): Promise<EmbeddedEngine> {
  let migrated = false
  const channels = new Channels()

  /** PGlite's clients all are one session, which may still carry what an earlier client left open. */
  const becomeLoginRole = async (client: pg.ClientBase): Promise<void> => {
    if (isInTransaction(client)) await client.query('rollback')
    const { rowCount } = await client.query('select from pg_roles where rolname = $1', [LOGIN_ROLE])
    migrated = rowCount === 1
    // Session authorization rather than a role, so that `reset role` does not lead back to the superuser.
    await client.query(`set session authorization ${migrated ? LOGIN_ROLE : OWNER}`)
  }

  const connection = {
    ...createPgConfig(pglite),
    max: 1,
    idleTimeoutMillis: 0,
    onConnect: becomeLoginRole,
  }
  const pool = new GuardedPool(connection, { sharesOneSession: true })
  pool.on('connect', client => client.on('notification', channels.deliver))
  pool.on('error', error => log(`database: ${error.message}`))
  pool.refuseUnless(() => migrated, notMigrated)
  // Connects once, so that `migrated` is known before the first caller asks.
  await pool.withOwnClient('open', async () => {})

  return {
    kind: 'embedded',
    pool,
    warnings: [],
    withOwner: (reason, work) =>
      pool.withOwnClient(`owner: ${reason}`, async client => {
        try {
          await client.query(`set session authorization ${OWNER}`)
          return await work(client)
        } finally {
          await becomeLoginRole(client)
        }
      }),
    async listen(channel, handler) {
      if (channels.add(channel, handler)) {
        await pool.withOwnClient('listen', client => client.query(`listen ${pg.escapeIdentifier(channel)}`))
      }
      return async () => {
        if (!channels.remove(channel, handler)) return
        await pool.withOwnClient('unlisten', client => client.query(`unlisten ${pg.escapeIdentifier(channel)}`))
      }
    },
    snapshot: () => pool.withOwnClient('snapshot', () => pglite.dumpDataDir('none')),
    announce: async url => lock?.announce(url),
    async close() {
      await pool.end()
      await pglite.close()
      await lock?.release()
    },
  }
}

/** PGlite's file system names errors by their number in WASI (preview 1). */
const WASI_ERRORS: Record<number, string> = { 2: 'EACCES', 19: 'EDQUOT', 51: 'ENOSPC', 63: 'EPERM', 69: 'EROFS' }

function explainFileError(error: unknown, dataDirectory: string): unknown {
  const code = errorCode(error) ?? wasiCode(error)
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new DatabaseError(
      'disk_full',
      `The disk that holds ${dataDirectory} is full. Free some space, or set OCTAVO_DATA to another place.`,
      { cause: error },
    )
  }
  if (code && ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOENT'].includes(code)) {
    return new DatabaseError(
      'data_directory_unwritable',
      `Octavo cannot write to its data directory ${dataDirectory} (${code}). Make it writable for this user, or set OCTAVO_DATA to another place.`,
      { cause: error },
    )
  }
  return error
}

function wasiCode(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'errno' in error ? WASI_ERRORS[Number(error.errno)] : undefined
}
