import {
  type CompiledQuery,
  type DatabaseConnection,
  DefaultQueryExecutor,
  DummyDriver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  SingleConnectionProvider,
  Transaction,
} from 'kysely'
import pg from 'pg'
import { columnValues } from './column-values.ts'
import { DatabaseError, errorCode } from './database-error.ts'
import type { Schema } from './generated/schema.ts'
import type { GuardedPool, Holder } from './guarded-pool.ts'

/** An open transaction: Kysely over one connection, usable until the work it was given to ends. */
export type Tx = Transaction<Schema>

/** The database role a transaction runs as; row-level security decides by it. */
export type Role = 'octavo_anonymous' | 'octavo_user' | 'octavo_service'

/** `undefined_object`: what `set role` answers when migration 001 has not made the role yet. */
const UNDEFINED_OBJECT = '42704'
const INVALID_PARAMETER_VALUE = '22023'

/**
 * Runs `work` in one transaction as `role`, with `claims` as transaction-local settings; commits when it returns, rolls
 * back when it throws.
 *
 * `begin`, role and claims travel together, so a guarded transaction costs no more round trips than a bare one.
 * Throws `nested_transaction`, `not_migrated`, and `transaction_aborted` when `work` swallowed a failed statement:
 * PostgreSQL then answers COMMIT with a silent rollback.
 */
export function runTransaction<T>(
  pool: GuardedPool,
  name: string,
  role: Role,
  claims: Record<string, string>,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const settings = Object.entries(claims).map(([key, value]) => `set local ${key} = ${pg.escapeLiteral(value)}`)
  const opening = ['begin', `set local role ${role}`, ...settings].join('; ')
  return pool.withClient(name, async (client, holder) => {
    try {
      await client.query(opening).catch(explainMissingRole)
      const result = await work(transactionOver(client, holder))
      holder.open = false
      const { command } = await client.query('commit')
      if (command === 'ROLLBACK') throw aborted(name)
      return result
    } catch (error) {
      holder.open = false
      await rollBack(client, error)
      throw error
    }
  })
}

const compiler = new PostgresQueryCompiler()
const adapter = new PostgresAdapter()
const driver = new DummyDriver()
const dialect = {
  createAdapter: () => adapter,
  createDriver: () => driver,
  createQueryCompiler: () => compiler,
  createIntrospector: (db: ConstructorParameters<typeof PostgresIntrospector>[0]) => new PostgresIntrospector(db),
}

function transactionOver(client: pg.PoolClient, holder: Holder): Tx {
  const provider = new SingleConnectionProvider(new OneTransaction(client, holder))
  const executor = new DefaultQueryExecutor(compiler, adapter, provider)
  return new Transaction<Schema>({ config: { dialect }, dialect, driver, executor })
}

/** The connection as one transaction sees it. After the end it belongs to someone else, so every query is refused. */
class OneTransaction implements DatabaseConnection {
  readonly #client: pg.PoolClient
  readonly #holder: Holder

  constructor(client: pg.PoolClient, holder: Holder) {
    this.#client = client
    this.#holder = holder
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    if (!this.#holder.open) {
      throw new DatabaseError(
        'transaction_closed',
        `A query was made through the transaction "${this.#holder.name}" after its end. Await every query inside it.`,
      )
    }
    const { command, rowCount, rows } = await this.#client.query({
      text: query.sql,
      values: [...query.parameters],
      types: columnValues,
    })
    const changes = command === 'INSERT' || command === 'UPDATE' || command === 'DELETE' || command === 'MERGE'
    return { rows: rows ?? [], ...(changes && { numAffectedRows: BigInt(rowCount ?? 0) }) }
  }

  streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new TypeError('Transactions do not stream; page with a keyset instead.')
  }
}

async function rollBack(client: pg.PoolClient, cause: unknown): Promise<void> {
  try {
    await client.query('rollback')
  } catch (error) {
    // The connection is gone and its transaction with it; what broke the work is the news.
    if (!(cause instanceof Error)) throw error
  }
}

function explainMissingRole(error: unknown): never {
  const code = errorCode(error)
  if (code === UNDEFINED_OBJECT || code === INVALID_PARAMETER_VALUE) throw notMigrated({ cause: error })
  throw error
}

/** The error for a database without Octavo's roles and tables. */
export function notMigrated(options?: ErrorOptions): DatabaseError {
  return new DatabaseError('not_migrated', 'This database is not set up yet: run `octavo migrate up` first.', options)
}

function aborted(name: string): DatabaseError {
  return new DatabaseError(
    'transaction_aborted',
    `The transaction "${name}" was rolled back because one of its statements had failed and the error was caught. ` +
      'Let the error through, or put the statement behind a savepoint.',
  )
}
