import { readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import { DatabaseError } from './database-error.ts'
import type { Engine } from './engine.ts'

/** The folder of `<nnn>_<domain>.sql` files. */
export const MIGRATIONS = fileURLToPath(new URL('../migrations', import.meta.url))
/** Where the workflow engine keeps its tables; pass the same name to it. */
export const WORKFLOW_SCHEMA = 'dbos'
/** Where it is kept which of them a database has. */
export const MIGRATIONS_TABLE = { schema: 'public', name: 'octavo_migrations' }

export interface MigrationStatus {
  /** In the order they were applied. */
  applied: { name: string; at: Date }[]
  pending: string[]
}

/** Which migrations the database has and which it still needs. */
export async function migrationStatus(engine: Engine): Promise<MigrationStatus> {
  const applied = await engine.withOwner('migration status', appliedMigrations)
  const names = new Set(applied.map(({ name }) => name))
  return { applied, pending: (await migrationNames()).filter(name => !names.has(name)) }
}

/** The names of the migration files, in order. Throws `invalid_migrations` on a malformed or repeated number. */
export async function migrationNames(): Promise<string[]> {
  const names = (await readdir(MIGRATIONS)).sort().map(file => file.replace(/\.sql$/, ''))
  const numbers = names.map(name => /^(\d{3})_[a-z_]+$/.exec(name)?.[1])
  const bad = names.filter((_, index) => !numbers[index] || numbers.indexOf(numbers[index]) !== index)
  if (bad.length > 0) {
    throw new DatabaseError(
      'invalid_migrations',
      `Name migrations <nnn>_<domain>.sql, each number once: ${bad.join(', ')}`,
    )
  }
  return names
}

/** Those a database has, in the order they were applied. */
export async function appliedMigrations(client: pg.ClientBase): Promise<{ name: string; at: Date }[]> {
  const { rows: found } = await client.query('select to_regclass($1) is not null as found', [
    `${MIGRATIONS_TABLE.schema}.${MIGRATIONS_TABLE.name}`,
  ])
  if (!found[0].found) return []
  const { rows } = await client.query(
    `select name, run_on as at from ${MIGRATIONS_TABLE.schema}.${MIGRATIONS_TABLE.name} order by id`,
  )
  return rows
}
