import pg from 'pg'
import { Channels } from './channels.ts'
import { DatabaseError, errorCode } from './database-error.ts'
import { type Engine, LOGIN_ROLE, type Log } from './engine.ts'
import { GuardedPool } from './guarded-pool.ts'
import { notMigrated } from './transaction.ts'

export interface ServerOptions {
  /** Signs in as octavo_login; as an owner or superuser only for convenience while developing. */
  url: string
  /** Signs in as whoever owns the tables; needed for migrations when `url` does not. */
  ownerUrl: string
  maxConnections: number
}

/** How long to wait for a free or new connection before giving up, in milliseconds. */
const CONNECT_TIMEOUT_MS = 30_000
const RECONNECT_MS = 1_000

/** Opens a pool on a PostgreSQL server (17 or newer). Throws `unreachable`. */
export async function openServer({ url, ownerUrl, maxConnections }: ServerOptions, log: Log): Promise<Engine> {
  const { becomeLoginRole, warnings } = await inspectLogin(url)
  const config: pg.PoolConfig = {
    connectionString: url,
    application_name: 'octavo',
    max: maxConnections,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    onConnect: client =>
      becomeLoginRole ? client.query(becomeLoginRole).then(() => {}, explainMissingRole) : undefined,
  }
  const pool = new GuardedPool(config, { sharesOneSession: false })
  pool.on('error', error => log(`database: an idle connection was lost: ${error.message}`))
  const listener = new Listener(url, log)
  return {
    kind: 'server',
    pool,
    warnings,
    withOwner: (reason, work) => pool.hold(`owner: ${reason}`, () => withOneClient(ownerUrl, work)),
    listen: (channel, handler) => listener.listen(channel, handler),
    announce: async () => {}, // a server has an address of its own
    async close() {
      await listener.close()
      await pool.end()
    },
  }
}

/**
 * Decides how connections give up what the runtime must not have. Session authorization rather than a role where that is
 * allowed, so that `reset role` does not lead back.
 */
async function inspectLogin(url: string): Promise<{ becomeLoginRole?: string; warnings: string[] }> {
  const { name, isSuperuser, isOwner } = await withOneClient(url, async client => {
    const { rows } = await client.query<{ name: string; isSuperuser: boolean; isOwner: boolean }>(
      `select rolname as name, rolsuper or rolbypassrls as "isSuperuser",
              pg_has_role(d.datdba, 'usage') or exists (
                select from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where pg_has_role(c.relowner, 'usage') and n.nspname in ('app', 'auth', 'identity', 'library')) as "isOwner"
       from pg_roles, pg_database d where rolname = current_user and d.datname = current_database()`,
    )
    return rows[0]!
  })
  if (!isSuperuser && !isOwner) return { warnings: [] }
  const why = isSuperuser ? 'is a superuser' : 'owns the database'
  return {
    becomeLoginRole: isSuperuser ? `set session authorization ${LOGIN_ROLE}` : `set role ${LOGIN_ROLE}`,
    warnings: [
      `The database login "${name}" ${why}; Octavo steps down to ${LOGIN_ROLE} on every connection. ` +
        `In production give it a login of its own: \`alter role ${LOGIN_ROLE} password '…'\`, that login in DATABASE_URL, ` +
        'and the owner in DATABASE_OWNER_URL.',
    ],
  }
}

function explainMissingRole(error: unknown): never {
  if (errorCode(error) === '22023') throw notMigrated({ cause: error })
  throw error
}

async function withOneClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'octavo', keepAlive: true })
  // A connection lost between two statements: the next one fails with it, but an event nobody hears ends the process.
  client.on('error', () => {})
  try {
    await client.connect()
  } catch (error) {
    throw unreachable(url, error)
  }
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

function unreachable(url: string, error: unknown): DatabaseError {
  const { host, pathname } = new URL(url)
  const why = error instanceof AggregateError ? error.errors.map(String).join(', ') : String(error)
  return new DatabaseError(
    'unreachable',
    `The database ${host}${pathname} cannot be reached: ${why}. Check DATABASE_URL and that PostgreSQL is running.`,
    { cause: error },
  )
}

/** One connection outside the pool that only listens. Messages sent while it reconnects are lost. */
class Listener {
  readonly #url: string
  readonly #log: Log
  readonly #channels = new Channels()
  #connection: Promise<pg.Client> | undefined
  #retry: NodeJS.Timeout | undefined

  constructor(url: string, log: Log) {
    this.#url = url
    this.#log = log
  }

  async listen(channel: string, handler: (payload: string) => void): Promise<() => Promise<void>> {
    const isFirst = this.#channels.add(channel, handler)
    this.#connection ??= this.#connect()
    const client = await this.#connection
    if (isFirst) await client.query(`listen ${pg.escapeIdentifier(channel)}`)
    return async () => {
      if (!this.#channels.remove(channel, handler)) return
      await (await this.#connection)?.query(`unlisten ${pg.escapeIdentifier(channel)}`)
    }
  }

  async close(): Promise<void> {
    clearTimeout(this.#retry)
    const connection = this.#connection
    this.#connection = undefined
    const client = await connection?.catch(() => undefined) // never connected: nothing to close
    client?.removeAllListeners('end')
    await client?.end()
  }

  async #connect(): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: this.#url, application_name: 'octavo listener', keepAlive: true })
    client.on('notification', this.#channels.deliver)
    client.on('error', error => this.#log(`database: the listening connection was lost: ${error.message}`))
    await client.connect()
    client.on('end', () => this.#reconnect())
    for (const statement of this.#channels.statements) await client.query(statement)
    return client
  }

  #reconnect(): void {
    this.#retry = setTimeout(() => {
      this.#connection = this.#connect()
      this.#connection.catch(error => {
        this.#log(`database: cannot listen: ${error.message}`)
        this.#reconnect()
      })
    }, RECONNECT_MS).unref()
  }
}
