import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { OWN_SCHEMAS, readTables } from '../src/catalogue.ts'
import { schemaSource } from '../src/generate-types.ts'
import { openTestDatabase, type TestDatabase } from '../src/testing.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await openTestDatabase()
})
afterAll(() => db?.destroy())

/** The first column of each row; every query below answers the names of what breaks its rule. */
async function offenders(query: string): Promise<string[]> {
  const { rows } = await db.withOwner('test', client => client.query({ text: query, rowMode: 'array' }))
  return rows.map(([name]) => name)
}

const TABLES = `pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and not c.relispartition and ${OWN_SCHEMAS}`

test('there are tables to look at', async () => {
  expect((await offenders(`select c.oid::regclass::text from ${TABLES}`)).length).toBeGreaterThan(20)
})

test('every table has row-level security, enabled and forced', async () => {
  expect(
    await offenders(`select c.oid::regclass::text from ${TABLES} and not (c.relrowsecurity and c.relforcerowsecurity)`),
  ).toEqual([])
})

test('every table has a policy', async () => {
  expect(
    await offenders(
      `select c.oid::regclass::text from ${TABLES} and not exists (select from pg_policy where polrelid = c.oid)`,
    ),
  ).toEqual([])
})

test('every policy names its roles', async () => {
  expect(
    await offenders(`select polrelid::regclass || ' ' || polname from pg_policy where 0 = any (polroles)`),
  ).toEqual([])
})

test('every schema, table, view and function has a comment', async () => {
  expect(
    await offenders(`
      select n.nspname from pg_namespace n where ${OWN_SCHEMAS} and obj_description(n.oid, 'pg_namespace') is null
      union all
      select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p', 'v', 'm') and ${OWN_SCHEMAS} and obj_description(c.oid, 'pg_class') is null
      union all
      select p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where ${OWN_SCHEMAS} and obj_description(p.oid, 'pg_proc') is null`),
  ).toEqual([])
})

test('every foreign key has an index that begins with its columns', async () => {
  // In any order: deleting the row it points to looks for all of them at once.
  expect(
    await offenders(`
      select k.conrelid::regclass || ' ' || k.conname from pg_constraint k
      join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
      where k.contype = 'f' and ${OWN_SCHEMAS} and not exists (
        select from pg_index i
        where i.indrelid = k.conrelid and i.indpred is null
          and (select array_agg(a order by a) from unnest(k.conkey) a)
            = (select array_agg(a order by a) from unnest((i.indkey::int2[])[0:cardinality(k.conkey) - 1]) a))`),
  ).toEqual([])
})

test('every function has a fixed search_path', async () => {
  // A standard SQL body (prosqlbody) is bound to its tables when it is made, so no later search_path can change it.
  expect(
    await offenders(`
      select p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where ${OWN_SCHEMAS} and p.prosqlbody is null and not exists (select from unnest(p.proconfig) s where s like 'search_path=%')`),
  ).toEqual([])
})

test('policies look up the current person once a statement, not once a row', async () => {
  // Without arguments from the row an app.* call is constant, but PostgreSQL only knows it inside (select …).
  const { rows } = await db.withOwner('test', client =>
    client.query<{ name: string; expression: string }>(`
      select polrelid::regclass || ' ' || polname as name,
             concat_ws(' ', pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)) as expression
      from pg_policy`),
  )
  expect(rows.filter(({ expression }) => bareCalls(expression).length > 0)).toEqual([])
})

/** app.* calls outside (select …) whose arguments, if any, are all literals. */
function bareCalls(expression: string): string[] {
  return [...expression.matchAll(/(SELECT )?(app\.\w+\(((?:[^()]|\([^()]*\))*)\))/g)]
    .filter(
      ([, selected, , inside]) =>
        !selected && (inside ?? '').replaceAll(/'[^']*'::[\w.]+/g, '').replaceAll(/[,\s]/g, '') === '',
    )
    .map(([, , call]) => call!)
}

test('nothing is open to everyone', async () => {
  expect(
    await offenders(`
      select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace, aclexplode(c.relacl) g
      where g.grantee = 0 and ${OWN_SCHEMAS}
      union all
      select c.oid::regclass || '.' || a.attname from pg_attribute a join pg_class c on c.oid = a.attrelid
      join pg_namespace n on n.oid = c.relnamespace, aclexplode(a.attacl) g where g.grantee = 0 and ${OWN_SCHEMAS}
      union all
      select n.nspname from pg_namespace n, aclexplode(n.nspacl) g where g.grantee = 0 and ${OWN_SCHEMAS}`),
  ).toEqual([])
})

test('octavo_login and the roles it becomes own nothing and bypass nothing', async () => {
  expect(
    await offenders(`
      select r.rolname || ' owns ' || c.oid::regclass from pg_class c join pg_roles r on r.oid = c.relowner where r.rolname like 'octavo%'
      union all
      select r.rolname || ' owns ' || p.oid::regprocedure from pg_proc p join pg_roles r on r.oid = p.proowner where r.rolname like 'octavo%'
      union all
      select r.rolname || ' owns schema ' || n.nspname from pg_namespace n join pg_roles r on r.oid = n.nspowner where r.rolname like 'octavo%'
      union all
      select rolname from pg_roles where rolname like 'octavo%' and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolinherit)
      union all
      select n.nspname from pg_namespace n where has_schema_privilege('octavo_login', n.oid, 'create') and n.nspname !~ '^pg_temp'`),
  ).toEqual([])
})

test('every table with updated_at keeps it true', async () => {
  expect(
    await offenders(`
      select c.oid::regclass::text from ${TABLES}
        and exists (select from pg_attribute where attrelid = c.oid and attname = 'updated_at' and not attisdropped)
        and not exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgfoid = 'app.touch'::regproc
                        and t.tgenabled = 'O' and t.tgtype::int & 19 = 19)`), // before, row, update
  ).toEqual([])
})

test('people cannot move a row to another owner or change what it cost', async () => {
  expect(
    await offenders(`
      select table_schema || '.' || table_name || '.' || column_name from information_schema.column_privileges
      where grantee in ('octavo_user', 'octavo_anonymous') and privilege_type = 'UPDATE'
        and column_name in ('id', 'user_id', 'organization_id', 'book_id', 'created_by', 'created_at', 'cost', 'token_hash')`),
  ).toEqual([])
})

test('the generated types are those of this catalogue', async () => {
  const source = schemaSource(await db.withOwner('test', readTables))
  const file = await readFile(new URL('../src/generated/schema.ts', import.meta.url), 'utf8')
  expect(file, 'run `npm run types:database`').toBe(source)
})
