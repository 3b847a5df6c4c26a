import { openTestDatabase, type TestDatabase } from '@octavo/database/testing'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { driftOf, foundOrganizations } from './organizations.fixture.ts'

let database: TestDatabase
let organization: string
beforeAll(async () => {
  database = await openTestDatabase()
  organization = (await foundOrganizations(database, 1))[0]!
})
afterAll(() => database?.destroy())

const asService = <Row>(query: ReturnType<typeof sql<Row>>) =>
  database.asService('test', async tx => (await query.execute(tx)).rows)

/** Uses some tokens at a moment. */
async function use(key: string, moment: Date, { quantity = 10, cost = 0.001, model = 'anthropic/x' } = {}) {
  await asService(sql`
    select billing.reserve(${organization}::uuid, ${key}, 'tokens', 100, 0.01, model => ${model}, operation => 'book', moment => ${moment})`)
  await asService(
    sql`select billing.commit(${key}, ${quantity}, ${cost}, input_tokens => ${quantity - 1}, output_tokens => 1, moment => ${moment})`,
  )
}

async function partitionOf(key: string): Promise<string[]> {
  const { rows } = await database.withOwner('test', client =>
    client.query('select distinct tableoid::regclass::text as name from billing.ledger where key = $1', [key]),
  )
  return rows.map(row => row.name)
}

test('this month and the next three have partitions from the start', async () => {
  const { rows } = await database.withOwner('test', client =>
    client.query(
      `select count(*)::integer as partitions from pg_inherits where inhparent = 'billing.ledger'::regclass`,
    ),
  )
  expect(rows[0].partitions).toBeGreaterThanOrEqual(5)
  await use('now', new Date())
  expect((await partitionOf('now'))[0]).toMatch(/^billing\.ledger_\d{4}_\d{2}$/)
})

test('an entry of a month without a partition is kept, and brought home when it gets one', async () => {
  const moment = new Date(Date.UTC(2031, 4, 15))
  await use('early', moment)
  expect(await partitionOf('early')).toEqual(['billing.ledger_rest'])
  const [made] = await asService(sql<{ made: number }>`select billing.make_partitions(0, ${moment}) as made`)
  expect(made).toEqual({ made: 1 })
  expect(await partitionOf('early')).toEqual(['billing.ledger_2031_05'])
  expect(await asService(sql`select billing.make_partitions(0, ${moment}) as made`)).toEqual([{ made: 0 }])
  expect(await driftOf(database)).toEqual([])
})

test('nobody but the meter writes, and nobody changes, not even the service', async () => {
  for (const statement of [
    sql`update billing.ledger set cost = 0`,
    sql`delete from billing.ledger`,
    sql`insert into billing.ledger (kind) values ('commit')`,
    sql`update billing.quotas set used = 0`,
    sql`delete from billing.quotas`,
    sql`update billing.reservations set state = 'refunded', settled_at = now()`,
    sql`insert into billing.subscription_changes (to_plan) values ('pro')`,
  ]) {
    await expect(asService(statement)).rejects.toMatchObject({ code: '42501' })
  }
})

test('people and strangers cannot run the meter', async () => {
  const person = { userId: '00000000-0000-4000-8000-000000000000' }
  for (const call of [
    sql`select billing.reserve(${organization}::uuid, 'mine', 'tokens', 1)`,
    sql`select billing.commit('now', 0)`,
    sql`select billing.refund('now')`,
    sql`select billing.expire_next()`,
    sql`select billing.expire(${organization}::uuid, 'tokens', now())`,
    sql`select billing.take_turn(${organization}::uuid, 'tokens')`,
    sql`select * from billing.usage(${organization}::uuid)`,
    sql`select * from billing.drift()`,
  ]) {
    await expect(database.asUser(person, tx => call.execute(tx))).rejects.toMatchObject({ code: '42501' })
    await expect(database.asAnonymous(tx => call.execute(tx))).rejects.toMatchObject({ code: '42501' })
  }
})

test('a closed month is summed once, equal to the ledger, and stays', async () => {
  const [january, february] = [new Date(Date.UTC(2026, 0, 31, 23, 59)), new Date(Date.UTC(2026, 1, 1))]
  await use('january 1', january, { quantity: 10, cost: 0.001 })
  await use('january 2', january, { quantity: 20, cost: 0.002 })
  await use('january free', january, { quantity: 5, cost: 0, model: 'octavo/compositor-1' })
  await use('february', february)
  await asService(sql`
    select billing.reserve(${organization}::uuid, 'january failed', 'tokens', 9, 0.5, model => 'anthropic/x', operation => 'book', moment => ${january})`)
  await asService(sql`select billing.refund('january failed', 0.25, moment => ${january})`)
  const close = (moment: Date) =>
    asService(sql<{ closed: number }>`select billing.summarize(${moment}) as closed`).then(rows => rows[0]!.closed)
  expect(await close(new Date(Date.UTC(2026, 1, 1, 0, 30)))).toBe(0)
  expect(await close(new Date(Date.UTC(2026, 1, 1, 2)))).toBe(1)
  expect(await close(new Date(Date.UTC(2026, 1, 1, 3)))).toBe(0)
  const sums = await database.asService('test', tx =>
    tx
      .selectFrom('billing.summaries')
      .select(['month', 'operation', 'resource', 'model', 'acts', 'quantity', 'input_tokens', 'output_tokens', 'cost'])
      .where('resource', '=', 'tokens')
      .orderBy('model')
      .execute(),
  )
  const common = { month: '2026-01-01', operation: 'book', resource: 'tokens' }
  expect(sums).toEqual([
    { ...common, model: 'anthropic/x', acts: 2, quantity: 30, input_tokens: 28, output_tokens: 2, cost: 0.253 },
    { ...common, model: 'octavo/compositor-1', acts: 1, quantity: 5, input_tokens: 4, output_tokens: 1, cost: 0 },
  ])
})

test('a counter that differed would be found', async () => {
  const undo = new Error('undo')
  const tampering = database.withOwner('tamper', async client => {
    await client.query('begin')
    await client.query(`update billing.quotas set used = used + 1 where organization_id = $1 and period = 'month'`, [
      organization,
    ])
    const { rows } = await client.query('select counter from billing.drift()')
    await client.query('rollback')
    expect(rows.map(row => row.counter)).toContain('used tokens month')
    throw undo
  })
  await expect(tampering).rejects.toBe(undo)
})

test('a reservation whose job never came to be is returned by housekeeping', async () => {
  const hourAgo = new Date(Date.now() - 3_600_000)
  await asService(sql`
    select billing.reserve(${organization}::uuid, 'never queued', 'generations', 1,
      generation => gen_random_uuid(), lasts => null, moment => ${hourAgo})`)
  const next = sql`select billing.expire_next() as returned`
  expect([await asService(next), await asService(next)]).toEqual([[{ returned: 1 }], [{ returned: null }]])
  expect(await driftOf(database)).toEqual([])
})
