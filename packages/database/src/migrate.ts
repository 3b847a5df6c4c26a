import { setTimeout as sleep } from 'node:timers/promises'
import { ensureSystemDatabase, getDbosSchemaPermissionsSql } from '@dbos-inc/dbos-sdk/internal/system_database'
import { GlobalLogger } from '@dbos-inc/dbos-sdk/internal/telemetry/logs'
import { runner } from 'node-pg-migrate'
import type pg from 'pg'
import { DatabaseError, errorCode } from './database-error.ts'
import { type Engine, LOGIN_ROLE, type Log } from './engine.ts'
import { appliedMigrations, MIGRATIONS, MIGRATIONS_TABLE, migrationNames, WORKFLOW_SCHEMA } from './migrations.ts'

/** Any number, the same for every Octavo process of a database. */
const LOCK = 4_321_001

/** A migration that was applied or taken back: its file name without `.sql`. */
export interface Applied {
  name: string
}

export interface MigrateOptions {
  /** How many; default all that are missing for up, one for down. */
  count?: number
  /** The number of the migration to end at: the last one present afterwards. 0 with down removes everything. */
  to?: number
}

/**
 * Brings the database up to the newest migration, or down, in one transaction; several processes wait for each other.
 *
 * Up also makes the workflow engine's own tables and lets octavo_login use them, so that the runtime never needs the
 * right to change the schema: launch the engine with `runMigrations: false`. Down to zero removes them. Roles stay,
 * since other databases of the server may use them. Throws `owner_required`,
 * `extension_missing`, `invalid_migrations`.
 */
export async function migrate(
  engine: Engine,
  direction: 'up' | 'down',
  options: MigrateOptions,
  log: Log,
): Promise<Applied[]> {
  return engine.withOwner(`migrate ${direction}`, async client => {
    await takeTurn(client)
    try {
      return await migrateAlone(client, engine.kind, direction, options, log)
    } catch (error) {
      throw explain(error)
    } finally {
      await client.query('select pg_advisory_unlock($1)', [LOCK])
    }
  })
}

/** Asks again and again: a statement that waits for the lock would hold up the engine's `create index concurrently`. */
async function takeTurn(client: pg.ClientBase): Promise<void> {
  for (;;) {
    const { rows } = await client.query('select pg_try_advisory_lock($1) as taken', [LOCK])
    if (rows[0].taken) return
    await sleep(100)
  }
}

async function migrateAlone(
  client: pg.ClientBase,
  kind: Engine['kind'],
  direction: 'up' | 'down',
  options: MigrateOptions,
  log: Log,
): Promise<Applied[]> {
  const applied = (await appliedMigrations(client)).map(({ name }) => name)
  const count = countToRun(direction, options, await migrationNames(), applied)
  if (direction === 'down' && count >= applied.length) {
    await client.query(`drop schema if exists ${WORKFLOW_SCHEMA} cascade`)
  }
  const ran = count === 0 ? [] : await run(client, direction, count, log)
  if (direction === 'up') await migrateWorkflowEngine(client, kind)
  return ran.map(({ name }) => ({ name }))
}

function countToRun(
  direction: 'up' | 'down',
  { count, to }: MigrateOptions,
  known: string[],
  applied: string[],
): number {
  const pending = known.filter(name => !applied.includes(name))
  const candidates = direction === 'up' ? pending : applied
  if (to !== undefined) {
    return candidates.filter(name => (direction === 'up' ? numberOf(name) <= to : numberOf(name) > to)).length
  }
  return Math.min(count ?? (direction === 'up' ? Number.POSITIVE_INFINITY : 1), candidates.length)
}

function numberOf(name: string): number {
  return Number(name.slice(0, 3))
}

async function run(client: pg.ClientBase, direction: 'up' | 'down', count: number, log: Log): Promise<Applied[]> {
  return runner({
    dbClient: client,
    dir: MIGRATIONS,
    direction,
    count,
    migrationsSchema: MIGRATIONS_TABLE.schema,
    migrationsTable: MIGRATIONS_TABLE.name,
    noLock: true, // ours also covers the workflow engine’s tables
    // A failed statement is thrown as well; the log says where in the file it is.
    log: message => log(`migrate: ${message}`),
  })
}

/** The engine's own migrations, run through our connection: its command would need a server to connect to. */
async function migrateWorkflowEngine(client: pg.ClientBase, kind: Engine['kind']): Promise<void> {
  const borrowed = { query: client.query.bind(client), on() {}, removeListener() {}, release() {} }
  const pool = { connect: async () => borrowed } as unknown as pg.Pool
  // LISTEN needs a connection of its own, which the embedded database does not have.
  await ensureSystemDatabase(
    '',
    new GlobalLogger(undefined, { logLevel: 'error' }),
    pool,
    WORKFLOW_SCHEMA,
    kind === 'server',
  )
  for (const grant of getDbosSchemaPermissionsSql(WORKFLOW_SCHEMA, LOGIN_ROLE)) await client.query(grant)
}

/** What an operator can do about a migration that failed, where there is something. OC007 is raised by ours, in words. */
function explain(error: unknown): unknown {
  const code = errorCode(error)
  if (code === '42501') return ownerRequired(error)
  if (code === 'OC007') return new DatabaseError('extension_missing', (error as Error).message, { cause: error })
  return error
}

function ownerRequired(cause: unknown): DatabaseError {
  return new DatabaseError(
    'owner_required',
    'This database login may not change the schema. Set DATABASE_OWNER_URL to the login that owns the database.',
    { cause },
  )
}
