import type pg from 'pg'
import type { GuardedPool } from './guarded-pool.ts'

/** The role the runtime signs in as; migration 001 makes it and it owns nothing. */
export const LOGIN_ROLE = 'octavo_login'

/** What differs between the embedded database and a server. */
export interface Engine {
  readonly kind: 'embedded' | 'server'
  /** Connections as octavo_login. */
  readonly pool: GuardedPool
  /** What an operator should know about how this database was opened. */
  readonly warnings: readonly string[]
  /** One connection that may do anything, for as long as `work` runs. */
  withOwner<T>(reason: string, work: (client: pg.ClientBase) => Promise<T>): Promise<T>
  /** Calls `handler` for each NOTIFY on `channel` until the returned function is called. */
  listen(channel: string, handler: (payload: string) => void): Promise<() => Promise<void>>
  announce(url: string): Promise<void>
  close(): Promise<void>
}

/** Writes one line of debug output. */
export type Log = (message: string) => void
