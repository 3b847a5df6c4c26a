import { openTestDatabase, type TestDatabase } from '@octavo/database/testing'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { commit, type Reservation, refund, reserve } from './meter.ts'
import { driftOf, enforceQuotas, foundOrganizations, makePlan, subscribe } from './organizations.fixture.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
  await enforceQuotas(database, true)
})
afterAll(() => database?.destroy())

let acts = 0
const act = (organizationId: string, quantity: number, more: Partial<Reservation> = {}): Reservation => ({
  key: `act-${++acts}`,
  organizationId,
  resource: 'pieces',
  quantity,
  operation: 'tool',
  ...more,
})
const hold = (reservation: Reservation) => database.asService('test', tx => reserve(tx, reservation))
const use = (key: string, quantity: number, cost = 0) =>
  database.asService('test', tx => commit(tx, key, { quantity, cost }))
const giveBack = (key: string, cost = 0) => database.asService('test', tx => refund(tx, key, { cost }))

async function counters(organizationId: string, resource = 'pieces') {
  const rows = await database.asService('test', tx =>
    tx
      .selectFrom('billing.quotas')
      .select(['period', 'used', 'reserved'])
      .where('organization_id', '=', organizationId)
      .where('resource', '=', resource)
      .execute(),
  )
  return Object.fromEntries(rows.map(({ period, used, reserved }) => [period, [used, reserved]]))
}

async function customer(limits: Record<string, number | null>): Promise<string> {
  const [organizationId] = (await foundOrganizations(database, 1)) as [string]
  await subscribe(database, organizationId, await makePlan(database, limits))
  return organizationId
}

test('what is held is used, given back, or partly both', async () => {
  const organization = await customer({ 'pieces month': 10 })
  const [whole, less, more, failed] = [10, 2, 3, 4].map((quantity, index) =>
    act(organization, index === 0 ? 1 : quantity),
  ) as [Reservation, Reservation, Reservation, Reservation]
  for (const reservation of [whole, less, more, failed]) await hold(reservation)
  expect(await counters(organization)).toEqual({ day: [0, 10], month: [0, 10] })
  await expect(hold(act(organization, 1))).rejects.toMatchObject({ code: 'quota_exceeded' })
  await use(whole.key, 1)
  await use(less.key, 1)
  await use(more.key, 5)
  await giveBack(failed.key)
  expect(await counters(organization)).toEqual({ day: [7, 0], month: [7, 0] })
  const entries = await database.asService('test', tx =>
    tx
      .selectFrom('billing.ledger')
      .select(['kind', 'reserved', 'quantity', 'overrun'])
      .where('key', '=', more.key)
      .orderBy('created_at')
      .execute(),
  )
  expect(entries).toEqual([
    { kind: 'reserve', reserved: 3, quantity: 0, overrun: 0 },
    { kind: 'commit', reserved: -3, quantity: 5, overrun: 2 },
  ])
})

test('a key counts once, however often it is held or used', async () => {
  const organization = await customer({ 'pieces month': 1 })
  const once = act(organization, 1)
  await Promise.all([hold(once), hold(once), hold(once)])
  await Promise.all([use(once.key, 1), use(once.key, 1)])
  await hold(once)
  await giveBack(once.key)
  expect(await counters(organization)).toEqual({ day: [1, 0], month: [1, 0] })
})

test('a key that was given back is a new try', async () => {
  const organization = await customer({ 'pieces month': 1 })
  const again = act(organization, 1)
  await hold(again)
  await giveBack(again.key)
  await giveBack(again.key)
  await hold(again)
  await use(again.key, 1)
  expect(await counters(organization)).toEqual({ day: [1, 0], month: [1, 0] })
})

test('day and month hold together, and a refusal leaves nothing behind', async () => {
  const organization = await customer({ 'pieces day': 5, 'pieces month': 3 })
  await expect(hold(act(organization, 4, { cost: 1 }))).rejects.toMatchObject({
    code: 'quota_exceeded',
    message: expect.stringContaining('includes 3 pieces a month; 3 pieces are left'),
  })
  expect(await counters(organization)).toEqual({})
  expect(await counters(organization, 'cost')).toEqual({})
  await expect(hold(act(organization, 6))).rejects.toMatchObject({ message: expect.stringContaining('a day') })
})

test('the compositor is recorded and free', async () => {
  const organization = await customer({ 'pieces month': 0 })
  const free = act(organization, 7, { counted: false, model: 'octavo/compositor-1' })
  await hold(free)
  await use(free.key, 7)
  expect(await counters(organization)).toEqual({})
  const { rows } = await database.asService('test', tx =>
    sql`select sum(quantity)::integer as used from billing.ledger where key = ${free.key}`.execute(tx),
  )
  expect(rows).toEqual([{ used: 7 }])
})

test('quotas bind only when the operator wants it; what is used is recorded either way', async () => {
  const organization = await customer({ 'pieces month': 1 })
  await enforceQuotas(database, false)
  try {
    const much = act(organization, 5)
    await hold(much)
    await use(much.key, 5)
  } finally {
    await enforceQuotas(database, true)
  }
  expect(await counters(organization)).toEqual({ day: [5, 0], month: [5, 0] })
  await expect(hold(act(organization, 1))).rejects.toMatchObject({ code: 'quota_exceeded' })
})

test('a budget binds even when quotas do not, and counts what failed calls cost', async () => {
  const organization = await customer({})
  await database.asService('test', tx =>
    tx.insertInto('billing.budgets').values({ organization_id: organization, amount: 1 }).execute(),
  )
  await enforceQuotas(database, false)
  try {
    const [dear, failed] = [act(organization, 1, { cost: 0.6 }), act(organization, 1, { cost: 0.4 })]
    await hold(dear)
    await hold(failed)
    await expect(hold(act(organization, 1, { cost: 0.01 }))).rejects.toMatchObject({ code: 'budget_exhausted' })
    await use(dear.key, 1, 0.25)
    await giveBack(failed.key, 0.1)
    expect(await counters(organization, 'cost')).toEqual({ month: [0.35, 0] })
    await hold(act(organization, 1, { cost: 0.65 }))
    await expect(hold(act(organization, 1, { cost: 0.00000001 }))).rejects.toMatchObject({ code: 'budget_exhausted' })
  } finally {
    await enforceQuotas(database, true)
  }
})

test('what nobody settles is given back at the next try, and what it used after all is still counted', async () => {
  const organization = await customer({ 'pieces month': 2 })
  const lost = act(organization, 2, { lasts: 0 })
  await hold(lost)
  const next = act(organization, 1)
  await hold(next)
  expect(await counters(organization)).toEqual({ day: [0, 1], month: [0, 1] })
  await use(next.key, 1)
  await use(lost.key, 2)
  expect(await counters(organization)).toEqual({ day: [3, 0], month: [3, 0] })
  const { rows } = await database.asService('test', tx =>
    sql`select kind, overrun::integer from billing.ledger where key = ${lost.key} order by created_at`.execute(tx),
  )
  expect(rows).toEqual([
    { kind: 'reserve', overrun: 0 },
    { kind: 'expire', overrun: 0 },
    { kind: 'commit', overrun: 2 },
  ])
})

test('a meter that fails refuses', async () => {
  const organization = await customer({ 'pieces month': null })
  const undo = new Error('undo')
  await database
    .withOwner('break the meter', async client => {
      await client.query('begin')
      try {
        await client.query('drop table billing.quotas cascade')
        await client.query('set local role octavo_service')
        await client.query(`select * from billing.reserve('${organization}', 'broken', 'pieces', 1)`)
      } finally {
        await client.query('rollback')
      }
      throw undo
    })
    .then(
      () => expect.unreachable(),
      error => expect(error).toMatchObject({ code: '42P01' }),
    )
})

test('no counter differs from the ledger', async () => {
  expect(await driftOf(database)).toEqual([])
})
