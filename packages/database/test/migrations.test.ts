import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { MIGRATIONS, migrationNames } from '../src/migrations.ts'
import { openTestDatabase, type TestDatabase } from '../src/testing.ts'

let db: TestDatabase
let names: string[]
beforeAll(async () => {
  db = await openTestDatabase()
  names = await migrationNames()
})
afterAll(() => db?.destroy())

test('every migration goes up and down', async () => {
  for (const name of names) {
    const [before, up, down] = (await readFile(join(MIGRATIONS, `${name}.sql`), 'utf8')).split(
      /^-- (?:Up|Down) Migration$/m,
    )
    expect([name, before, !!up?.trim(), !!down?.trim()]).toEqual([name, '', true, true])
  }
})

test('down to nothing and up again is where it started', async () => {
  const before = await catalogue()
  expect(before.length).toBeGreaterThan(500)
  const reversed = names.toReversed().map(name => ({ name }))

  expect(await db.migrate('down', { to: 0 })).toEqual(reversed)
  expect(await catalogue()).toEqual([])
  expect((await db.migrationStatus()).pending).toEqual(names)

  expect(await db.migrate('up')).toEqual(names.map(name => ({ name })))
  expect(await catalogue()).toEqual(before)
})

test('each migration alone undoes what it did', { timeout: 120_000 }, async () => {
  for (const name of names.toReversed()) {
    const number = Number(name.slice(0, 3))
    const before = await catalogue()
    expect(await db.migrate('down')).toEqual([{ name }])
    expect(await db.migrate('up', { to: number })).toEqual([{ name }])
    expect(await catalogue(), name).toEqual(before)
    await db.migrate('down')
  }
  await db.migrate('up')
  expect(await db.migrate('up')).toEqual([])
})

test('processes that migrate at the same moment do it once', async () => {
  await db.migrate('down', { to: 0 })
  const ran = await Promise.all([db.migrate('up'), db.migrate('up'), db.migrate('up')])
  expect(ran.flat()).toEqual(names.map(name => ({ name })))
})

/** Everything in Octavo's schemas as text: definitions, not object numbers. */
async function catalogue(): Promise<string[]> {
  const own = `n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'public')`
  const { rows } = await db.withOwner('test', client =>
    client.query(`
      select 'schema ' || n.nspname || ' ' || coalesce(n.nspacl::text, '') || obj_description(n.oid, 'pg_namespace') as line
      from pg_namespace n where ${own} and n.nspname <> 'dbos'
      union all
      select concat_ws(' ', c.relkind::text, c.oid::regclass, c.relrowsecurity, c.relforcerowsecurity, c.relacl, obj_description(c.oid, 'pg_class'))
      from pg_class c join pg_namespace n on n.oid = c.relnamespace where ${own}
      union all
      select concat_ws(' ', 'column', a.attrelid::regclass, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
                       a.attacl, pg_get_expr(d.adbin, d.adrelid))
      from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
      left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
      where a.attnum > 0 and not a.attisdropped and ${own}
      union all
      select concat_ws(' ', 'constraint', k.conrelid::regclass, k.conname, pg_get_constraintdef(k.oid))
      from pg_constraint k join pg_namespace n on n.oid = k.connamespace where ${own}
      union all
      select pg_get_indexdef(i.indexrelid)
      from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace where ${own}
      union all
      select pg_get_functiondef(p.oid) || coalesce(p.proacl::text, '') from pg_proc p join pg_namespace n on n.oid = p.pronamespace where ${own}
      union all
      select pg_get_triggerdef(t.oid) from pg_trigger t join pg_class c on c.oid = t.tgrelid
      join pg_namespace n on n.oid = c.relnamespace where not t.tgisinternal and ${own}
      union all
      select concat_ws(' ', 'policy', p.polrelid::regclass, p.polname, p.polcmd::text, p.polroles::regrole[],
                       pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
      from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace where ${own}
      union all
      select concat_ws(' ', 'type', t.oid::regtype, t.typtype::text, t.typdefault, (select array_agg(enumlabel order by enumsortorder) from pg_enum where enumtypid = t.oid))
      from pg_type t join pg_namespace n on n.oid = t.typnamespace where ${own}
      union all
      select pg_get_viewdef(c.oid) from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'v' and ${own}
      order by 1`),
  )
  return rows.map(({ line }) => line)
}
