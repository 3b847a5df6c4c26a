import { type RawBuilder, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readTables } from '../../src/catalogue.ts'
import { errorCode } from '../../src/database-error.ts'
import { openTestDatabase, seedWorld, type TestDatabase, type World } from '../../src/testing.ts'
import type { Tx } from '../../src/transaction.ts'
import { ACTORS, type ActorName, type Entry } from './actors.ts'
import { MATRIX } from './matrix.ts'

/** `insufficient_privilege`: no grant, or a row-level security check that said no. 55000: a view that cannot be written. */
const REFUSED = ['42501', '55000']

let db: TestDatabase
let world: World
/** One column a person's transaction has the grant to update, by table; its policies may still say no. */
let updatable: Map<string, string>

beforeAll(async () => {
  db = await openTestDatabase()
  world = await seedWorld(db)
  const { rows } = await db.withOwner('test', client =>
    client.query(`select table_schema || '.' || table_name as name, min(column_name) as column
                  from information_schema.column_privileges
                  where grantee in ('octavo_user', 'octavo_anonymous') and privilege_type = 'UPDATE' group by 1`),
  )
  updatable = new Map(rows.map(({ name, column }) => [name, column]))
})
afterAll(() => db?.destroy())

test('every table has an entry in the matrix, and every entry a table', async () => {
  const tables = (await db.withOwner('test', readTables)).map(({ schema, name }) => `${schema}.${name}`)
  const entries = new Set(Object.keys(MATRIX).map(tableOf))
  expect([...entries].sort()).toEqual(tables.sort())
})

describe.each(Object.entries(MATRIX))('%s', (name, entry) => {
  const cells = ACTORS.flatMap(actor => cellsOf(tableOf(name), entry, actor))
  test.each([...Map.groupBy(cells, cell => cell.verb)])('%s', async (_verb, group) => {
    const wrong: string[] = []
    for (const cell of group) {
      const problem = await tryCell(name, entry, cell)
      if (problem) wrong.push(`${cell.actor}: ${problem}`)
    }
    expect(wrong).toEqual([])
  })
})

interface Cell {
  actor: ActorName
  verb: string
  allowed: boolean
  /** Answers or touches one row when allowed. */
  statement: () => RawBuilder<unknown>
}

function cellsOf(name: string, entry: Entry, actor: ActorName): Cell[] {
  const table = sql.table(name)
  const where = () => matching(entry.row(world))
  const inserted = () => entry.insert?.values(world, actor === 'anonymous' ? null : world[actor].userId)
  return [
    {
      actor,
      verb: 'select',
      allowed: entry.select.includes(actor),
      statement: () => sql`select ${columns(Object.keys(entry.row(world)))} from ${table} where ${where()}`,
    },
    ...(entry.secret ?? []).map(secret => ({
      actor,
      verb: 'read a secret',
      allowed: false,
      statement: () => sql`select ${sql.ref(secret)} from ${table} where ${where()}`,
    })),
    {
      actor,
      verb: 'insert',
      allowed: entry.insert?.by.includes(actor) ?? false,
      statement: () => {
        const values = inserted()
        return values
          ? sql`insert into ${table} (${columns(Object.keys(values))}) values (${sql.join(Object.values(values))})`
          : sql`insert into ${table} default values`
      },
    },
    {
      actor,
      verb: 'update',
      allowed: entry.update?.by.includes(actor) ?? false,
      statement: () => {
        if (entry.update) return sql`update ${table} set ${sql.join(pairs(entry.update.values))} where ${where()}`
        // Without an entry not even setting a column to itself may be allowed.
        const column = sql.ref(updatable.get(name) ?? Object.keys(entry.row(world))[0]!)
        return sql`update ${table} set ${column} = ${column} where ${where()}`
      },
    },
    {
      actor,
      verb: 'delete',
      allowed: entry.delete.includes(actor),
      statement: () => sql`delete from ${table} where ${where()}`,
    },
  ]
}

/** Tries one cell in a transaction that is always undone; says what was not as it should be. */
async function tryCell(name: string, entry: Entry, cell: Cell): Promise<string | undefined> {
  let problem: string | undefined
  const undo = new Error('undo')
  const attempt = async (tx: Tx) => {
    const before = await contents(tx, tableOf(name), entry)
    await sql`set local role ${sql.raw(cell.actor === 'anonymous' ? 'octavo_anonymous' : 'octavo_user')}; savepoint attempt`.execute(
      tx,
    )
    const result = await cell
      .statement()
      .execute(tx)
      .catch((error: Error) => error)
    if (result instanceof Error) await sql`rollback to attempt`.execute(tx)
    const after = await contents(tx, tableOf(name), entry)
    problem =
      result instanceof Error
        ? whenRefused(cell, result)
        : whenAnswered(cell, Number(result.numAffectedRows ?? result.rows.length))
    const changed = JSON.stringify(before) !== JSON.stringify(after)
    if (changed && (!cell.allowed || cell.verb === 'select')) problem ??= 'refused, but the table has changed'
    if (!changed && cell.allowed && cell.verb !== 'select') problem ??= 'allowed, but nothing has changed'
    throw undo
  }
  const done = cell.actor === 'anonymous' ? db.asAnonymous(attempt) : db.asUser(world[cell.actor], attempt)
  await done.catch(error => {
    if (error !== undo) throw error
  })
  return problem
}

function whenRefused(cell: Cell, error: Error): string | undefined {
  if (cell.allowed) return `should be allowed, but: ${error.message}`
  return REFUSED.includes(errorCode(error) ?? '') ? undefined : `refused for another reason: ${error.message}`
}

function whenAnswered(cell: Cell, rows: number): string | undefined {
  if (cell.allowed) return rows === 1 ? undefined : `should be allowed, but touches ${rows} rows`
  // A secret must be an error: no rows could also mean that the row is not there.
  return rows === 0 && cell.verb !== 'read a secret' ? undefined : `should be refused, but touches ${rows} rows`
}

/** The row and the number of rows, as the service sees them. Views are not granted to it and cannot be changed anyway. */
async function contents(tx: Tx, name: string, entry: Entry): Promise<unknown> {
  if (name === 'identity.people') return undefined
  await sql`set local role octavo_service`.execute(tx)
  const { rows } = await sql`
    select (select count(*) from ${sql.table(name)}) as rows,
           (select to_jsonb(t) from ${sql.table(name)} t where ${matching(entry.row(world))}) as row`.execute(tx)
  return rows
}

function tableOf(name: string): string {
  return name.split(' ')[0]!
}

function columns(names: string[]): RawBuilder<unknown> {
  return sql.join(names.map(name => sql.ref(name)))
}

function matching(row: Record<string, unknown>): RawBuilder<unknown> {
  return sql.join(pairs(row), sql` and `)
}

function pairs(values: Record<string, unknown>): RawBuilder<unknown>[] {
  return Object.entries(values).map(([name, value]) => sql`${sql.ref(name)} = ${value}`)
}
