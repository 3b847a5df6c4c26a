/** What can go wrong at the door to the database, before or around a query; callers branch on `code`. */
export type DatabaseErrorCode =
  | 'data_directory_busy'
  | 'data_directory_unwritable'
  | 'disk_full'
  | 'unreachable'
  | 'not_migrated'
  | 'owner_required'
  | 'extension_missing'
  | 'invalid_actor'
  | 'invalid_channel'
  | 'invalid_migrations'
  | 'nested_transaction'
  | 'transaction_closed'
  | 'transaction_aborted'

/** An error of the door itself; its message says what to do next. Errors of single queries stay `pg.DatabaseError`. */
export class DatabaseError extends Error {
  readonly code: DatabaseErrorCode

  constructor(code: DatabaseErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'DatabaseError'
    this.code = code
  }
}

/** The SQLSTATE of a query error or the errno of a system error, if it has one. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
