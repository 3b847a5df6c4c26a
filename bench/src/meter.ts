import { openTestDatabase, type TestDatabase } from '@octavo/database/testing'
import { sql } from 'kysely'
import type { Row } from './database.ts'

/** A small installation and a large one; the promise is that the second is no slower to ask. */
const small = { organizations: 5_000, entries: 50_000 }
/** What a server and what the embedded database can be filled with within a minute. */
const large = {
  server: { organizations: 100_000, entries: 1_000_000 },
  embedded: { organizations: 20_000, entries: 200_000 },
}
const checks = 1_000
const reservations = 1_000
/** As many as a server's pool has; the embedded database has one connection. */
const atOnce = 8

/**
 * The meter: how long a quota check takes, how many reservations with their commits go through a second, and both again
 * with many times as many organizations and entries. On the server of DATABASE_URL when there is one, else embedded.
 */
export async function measureMeter(): Promise<Row[]> {
  if (process.env.DATABASE_URL) process.env.OCTAVO_TEST_DATABASE ??= 'postgres'
  const few = await measureWith(small)
  const { organizations, entries } = large[few.kind]
  const many = await measureWith({ organizations, entries })
  const size = `${organizations.toLocaleString('en-US')} organizations, ${entries.toLocaleString('en-US')} entries`
  return [
    { name: `quota check p95, ${many.kind}, ${size}`, value: many.checkP95, unit: 'ms', atMost: 5 },
    {
      name: `the same against ${small.organizations.toLocaleString('en-US')} organizations`,
      value: many.checkMedian / few.checkMedian,
      unit: '×',
      atMost: 2,
      peer: `medians: ${many.checkMedian.toFixed(2)} ms against ${few.checkMedian.toFixed(2)} ms`,
    },
    { name: `reserved and committed, ${many.kind}, ${atOnce} at once`, value: many.perSecond, unit: 'acts/s' },
    {
      name: 'the same, share of the small installation’s speed',
      value: many.perSecond / few.perSecond,
      unit: '×',
      atLeast: 0.5,
      peer: `${Math.round(few.perSecond)} acts/s with ${small.organizations.toLocaleString('en-US')} organizations`,
    },
  ]
}

async function measureWith({ organizations, entries }: typeof small) {
  const database = await openTestDatabase()
  try {
    const ids = await fill(database, organizations, entries)
    const any = () => ids[Math.floor(Math.random() * ids.length)]!
    await check(database, any()) // plans of the connection are made
    const times: number[] = []
    for (let n = 0; n < checks; n++) times.push(await millisecondsFor(() => check(database, any())))
    times.sort((a, b) => a - b)
    const took = await millisecondsFor(() => lanes(n => act(database, any(), `bench-${n}`)))
    return {
      kind: database.kind,
      checkMedian: times[Math.floor(checks / 2)]!,
      checkP95: times[Math.floor(checks * 0.95)]!,
      perSecond: (reservations / took) * 1000,
    }
  } finally {
    await database.destroy()
  }
}

/** A quota check as the API makes it: a transaction of the service, and the one function. */
async function check(database: TestDatabase, organization: string): Promise<void> {
  await database.asService('bench', tx =>
    sql`select * from billing.available(${organization}::uuid, 'tokens', 1000)`.execute(tx),
  )
}

/** What a call to a model costs the meter: two transactions, one before it and one with its answer. */
async function act(database: TestDatabase, organization: string, key: string): Promise<void> {
  await database.asService('bench', tx =>
    sql`select state from billing.reserve(${organization}::uuid, ${key}, 'tokens', 1000, 0.01)`.execute(tx),
  )
  await database.asService('bench', tx => sql`select billing.commit(${key}, 800, 0.008)`.execute(tx))
}

async function lanes(work: (n: number) => Promise<void>): Promise<void> {
  let next = 0
  const lane = async () => {
    while (next < reservations) await work(next++)
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
}

async function millisecondsFor(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

/** Organizations on paid plans, each with the counters of this month and its share of the ledger's entries. */
async function fill(database: TestDatabase, organizations: number, entries: number): Promise<string[]> {
  return database.withOwner('bench', async client => {
    await client.query('update billing.enforcement set quotas = true')
    await client.query(
      `insert into identity.organizations (name, slug) select 'Bench', 'bench-' || n from generate_series(1, $1) n`,
      [organizations],
    )
    await client.query(`
      insert into billing.subscriptions (organization_id, plan_id, period_start)
      select id, 'pro', date_trunc('month', now(), 'UTC') from identity.organizations`)
    await client.query(`
      insert into billing.quotas (organization_id, resource, period, started_at, used)
      select o.id, r.resource, p.period, date_trunc(p.period, now(), 'UTC'), 1000
      from identity.organizations o, unnest(array['tokens', 'cost']) r(resource), unnest(array['day', 'month']) p(period)`)
    await client.query(
      `insert into billing.ledger (created_at, kind, reservation_id, key, organization_id, operation, resource, model, plan,
         counted, month, day, reserved, reserved_cost, quantity, cost)
       select now() - (n % 86400) * interval '1 second', 'commit', gen_random_uuid(), 'filled-' || n, o.id,
         'book', 'tokens', 'anthropic/x', 'pro', true, date_trunc('month', now(), 'UTC'), date_trunc('day', now(), 'UTC'), 0, 0, 10, 0.0001
       from identity.organizations o, generate_series(1, $1) n`,
      [Math.floor(entries / organizations)],
    )
    await client.query('analyze')
    const { rows } = await client.query('select id from identity.organizations')
    return rows.map(row => row.id)
  })
}
