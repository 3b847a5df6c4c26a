import type pg from 'pg'
import { DatabaseError } from './database-error.ts'
import { IN_MEMORY, openEmbedded } from './embedded.ts'
import type { Engine, Log } from './engine.ts'
import type { Applied, MigrateOptions } from './migrate.ts'
import { type MigrationStatus, migrationStatus } from './migrations.ts'
import { openServer } from './server.ts'
import { runTransaction, type Tx } from './transaction.ts'

export interface DatabaseOptions {
  /** The login of the runtime on a PostgreSQL server, normally octavo_login. Without it the database is embedded. */
  url?: string
  /** The login that owns the tables, for migrations; default `url`. */
  ownerUrl?: string
  /** Where the embedded database lives, created with mode 0700; 'memory://' keeps nothing. Needed without `url`. */
  dataDirectory?: string
  /** Size of the pool on a server, default 10. The embedded database has one connection. */
  maxConnections?: number
  /** Receives debug lines; default none. */
  log?: Log
}

/** The person on whose behalf a transaction runs. */
export interface Actor {
  /** A UUID. */
  userId: string
}

/** The only door to Postgres. */
export interface Database {
  readonly kind: 'embedded' | 'server'
  /** What an operator should know about how this database was opened, one sentence or two each. */
  readonly warnings: readonly string[]

  /** A transaction that sees and changes what this person may. Throws `invalid_actor` before any SQL. */
  asUser<T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T>
  /** A transaction for someone who has not signed in. */
  asAnonymous<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /**
   * A transaction with the rights of the service, across all tenants. `reason` says why no person's rights will do; it is
   * readable in SQL as `app.reason` and goes to the debug log.
   */
  asService<T>(reason: string, work: (tx: Tx) => Promise<T>): Promise<T>

  /**
   * Connections as octavo_login, for two libraries that bring their own SQL and nobody else: the workflow engine (schema
   * dbos; launch it with `runMigrations: false`, and `useListenNotify: false` when `kind` is 'embedded') and the sign-in
   * library (schema auth). Inside a transaction of this database it throws `nested_transaction`.
   */
  readonly loginPool: pg.Pool
  /** One connection that bypasses everything: migrations, type generation, maintenance. Throws `nested_transaction`. */
  withOwner<T>(reason: string, work: (client: pg.ClientBase) => Promise<T>): Promise<T>

  migrate(direction: 'up' | 'down', options?: MigrateOptions): Promise<Applied[]>
  migrationStatus(): Promise<MigrationStatus>
  /** VACUUM (ANALYZE) on the embedded database, which has no autovacuum; a server looks after itself. */
  maintain(): Promise<void>

  /**
   * Calls `handler` for each NOTIFY on `channel` (a–z, 0–9, _) until the returned function is called. A hint to look, not
   * a delivery: what is sent while a server connection is re-established is lost, so look once in a while regardless.
   */
  onNotify(channel: string, handler: (payload: string) => void): Promise<() => Promise<void>>
  /** Lets `readLock` tell other processes where the one that holds the data directory serves Octavo. */
  announce(holder: { url: string }): Promise<void>
  close(): Promise<void>
}

/**
 * Opens the database and takes the lock on its directory; does not migrate (a new embedded one may begin migrated, from what
 * was prepared at installation).
 * Throws `data_directory_busy`, `data_directory_unwritable`, `disk_full`, `unreachable`.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const log = options.log ?? (() => {})
  if (options.url) {
    const { url, ownerUrl = url, maxConnections = 10 } = options
    return databaseOver(await openServer({ url, ownerUrl, maxConnections }, log), log)
  }
  if (!options.dataDirectory) throw new TypeError(`openDatabase needs a url or a dataDirectory (or '${IN_MEMORY}')`)
  // Loaded here and not above: what it prepares is made with this module.
  const { findPrepared } = await import('./prepared.ts')
  return databaseOver(await openEmbedded(options.dataDirectory, log, await findPrepared()), log)
}

/** RFC 9562, any version. */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** The door over an engine that is already open. */
export function databaseOver(engine: Engine, log: Log): Database {
  return {
    kind: engine.kind,
    warnings: engine.warnings,
    asUser: async ({ userId }, work) => {
      if (!UUID.test(userId)) throw new DatabaseError('invalid_actor', 'The user id of an actor must be a UUID.')
      return runTransaction(engine.pool, 'asUser', 'octavo_user', { 'app.user_id': userId }, work)
    },
    asAnonymous: async work => runTransaction(engine.pool, 'asAnonymous', 'octavo_anonymous', {}, work),
    asService: async (reason, work) => {
      log(`database: as service: ${reason}`)
      return runTransaction(engine.pool, `asService: ${reason}`, 'octavo_service', { 'app.reason': reason }, work)
    },
    loginPool: engine.pool,
    withOwner: async (reason, work) => {
      log(`database: as owner: ${reason}`)
      return engine.withOwner(reason, work)
    },
    // Loaded when it is needed: once in a database's life, and it brings the workflow engine along.
    migrate: async (direction, migrateOptions = {}) =>
      (await import('./migrate.ts')).migrate(engine, direction, migrateOptions, log),
    migrationStatus: async () => migrationStatus(engine),
    async maintain() {
      if (engine.kind === 'server') return
      await engine.withOwner('maintain', client => client.query('vacuum (analyze)'))
    },
    onNotify: (channel, handler) => engine.listen(channel, handler),
    announce: ({ url }) => engine.announce(url),
    close: () => engine.close(),
  }
}
