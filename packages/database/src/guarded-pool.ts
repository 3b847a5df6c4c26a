import { AsyncLocalStorage } from 'node:async_hooks'
import pg from 'pg'
import { DatabaseError } from './database-error.ts'

/** The work that holds a connection right now, as seen by everything it awaits. */
export interface Holder {
  name: string
  open: boolean
}

type ConnectCallback = (
  error: Error | undefined,
  client: pg.PoolClient | undefined,
  done: (release?: unknown) => void,
) => void

/**
 * A `pg.Pool` that refuses to hand out a second connection inside work that already holds one.
 *
 * The embedded database has exactly one connection, so such a call would wait for itself forever; on a server it would
 * do the same once the pool is used up. It also never hands on a connection with someone else's transaction still open:
 * on the embedded database every client is the same session, so that transaction's role would go with it.
 */
export class GuardedPool extends pg.Pool {
  readonly #holder = new AsyncLocalStorage<Holder>()
  readonly #sharesOneSession: boolean
  #refuse: () => void = () => {}

  /** `sharesOneSession`: all clients are the same session, as on the embedded database. */
  constructor(config: pg.PoolConfig, { sharesOneSession }: { sharesOneSession: boolean }) {
    super(config)
    // A connection lost while it is lent out fails its query; the event besides, if nobody hears it, ends the process.
    this.on('connect', client => client.on('error', () => {}))
    this.#sharesOneSession = sharesOneSession
  }

  /** From now on nobody but `withOwnClient` gets a connection while `isReady` says no. */
  refuseUnless(isReady: () => boolean, error: () => Error): void {
    this.#refuse = () => {
      if (!isReady()) throw error()
    }
  }

  /** Like `pg.Pool.connect`. Throws `nested_transaction` inside a transaction of this database. */
  override connect(): Promise<pg.PoolClient>
  override connect(callback: ConnectCallback): void
  override connect(callback?: ConnectCallback): Promise<pg.PoolClient> | undefined {
    const client = this.#guardedConnect()
    if (!callback) return client
    client.then(
      ready => callback(undefined, ready, release => ready.release(release as Error | boolean | undefined)),
      error => callback(error, undefined, () => {}),
    )
  }

  /** Throws `nested_transaction` when the caller runs inside work that holds a connection. */
  refuseNested(wanted: string): void {
    const outer = this.#holder.getStore()
    if (!outer?.open) return
    throw new DatabaseError(
      'nested_transaction',
      `${wanted} was called inside the open transaction "${outer.name}" and would wait for it forever. ` +
        'Use that transaction’s own handle, or make the call after it has ended.',
    )
  }

  /** Runs `work` so that anything it calls sees that `name` holds a connection. */
  async hold<T>(name: string, work: (holder: Holder) => Promise<T>): Promise<T> {
    this.refuseNested(name)
    const holder = { name, open: true }
    try {
      return await this.#holder.run(holder, () => work(holder))
    } finally {
      holder.open = false
    }
  }

  /** Runs `work` with one connection of its own, under `hold`. */
  withClient<T>(name: string, work: (client: pg.PoolClient, holder: Holder) => Promise<T>): Promise<T> {
    return this.withOwnClient(name, (client, holder) => {
      this.#refuse()
      return work(client, holder)
    })
  }

  /** `withClient` for the engine itself, which also works on a database that is not ready. */
  withOwnClient<T>(name: string, work: (client: pg.PoolClient, holder: Holder) => Promise<T>): Promise<T> {
    return this.hold(name, async holder => {
      const client = await this.#freshClient()
      try {
        return await work(client, holder)
      } finally {
        client.release()
      }
    })
  }

  async #guardedConnect(): Promise<pg.PoolClient> {
    this.refuseNested('The connection pool')
    this.#refuse()
    return this.#freshClient()
  }

  async #freshClient(): Promise<pg.PoolClient> {
    const client = await super.connect()
    if (this.#sharesOneSession) {
      // `pg` destroys a client after a failed query. Its successor would start on the same session while that query’s
      // last messages are still on their way, and take them for its own.
      const release = client.release
      client.release = () => release()
    }
    if (isInTransaction(client)) await client.query('rollback')
    return client
  }
}

/** Whether the last answer on this connection said that a transaction, sound or failed, is open. */
export function isInTransaction(client: pg.ClientBase): boolean {
  const status = client.getTransactionStatus()
  return status === 'T' || status === 'E'
}
