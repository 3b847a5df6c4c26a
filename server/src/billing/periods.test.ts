import { openTestDatabase, type TestDatabase } from '@octavo/database/testing'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { driftOf, enforceQuotas, foundOrganizations, makePlan, subscribe } from './organizations.fixture.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
  await enforceQuotas(database, true)
})
afterAll(() => database?.destroy())

const at = (text: string) => new Date(text.includes('T') ? text : `${text}T00:00:00Z`)

test.for([
  // anchor, moment, the month around it
  ['2026-01-31', '2026-01-31', '2026-01-31', '2026-02-28'],
  ['2026-01-31', '2026-02-27', '2026-01-31', '2026-02-28'],
  ['2026-01-31', '2026-02-28', '2026-02-28', '2026-03-31'],
  ['2026-01-31', '2026-03-30', '2026-02-28', '2026-03-31'],
  ['2026-01-31', '2026-04-30', '2026-04-30', '2026-05-31'],
  ['2023-08-31', '2024-02-29', '2024-02-29', '2024-03-31'],
  ['2024-02-29', '2025-02-28', '2025-02-28', '2025-03-29'],
  ['2025-12-15', '2026-01-14', '2025-12-15', '2026-01-15'],
  ['2025-12-15', '2026-01-15', '2026-01-15', '2026-02-15'],
] as const)('counted from %s, %s lies in the month from %s', async ([anchor, moment, from, to]) => {
  const { rows } = await database.withOwner('test', client =>
    client.query('select * from billing.month_around($1, $2)', [at(anchor), at(moment)]),
  )
  expect(rows).toEqual([{ started_at: at(from), ends_at: at(to) }])
})

let acts = 0
/** Tries to use one piece at a moment; says whether it may. */
async function use(organization: string, moment: Date): Promise<boolean> {
  const key = `period-${++acts}`
  return database.asService('test', async tx => {
    const { rows } = await sql<{ state: string }>`
      select state from billing.reserve(${organization}::uuid, ${key}, 'pieces', 1, moment => ${moment})`.execute(tx)
    if (rows[0]?.state !== 'open') return false
    await sql`select billing.commit(${key}, 1, moment => ${moment})`.execute(tx)
    return true
  })
}
const uses = async (organization: string, moments: string[]) => {
  const outcomes: boolean[] = []
  for (const moment of moments) outcomes.push(await use(organization, at(moment)))
  return outcomes
}

const [yes, no] = [true, false]

test('without a subscription the plan is free and the month that of UTC', async () => {
  const [organization] = (await foundOrganizations(database, 1)) as [string]
  // Free has 2 pieces a day and 5 a month.
  const days = ['2026-03-30T23:59:59Z', '2026-03-30', '2026-03-30', '2026-03-31', '2026-03-31']
  expect(await uses(organization, days)).toEqual([yes, yes, no, yes, yes])
  const turn = ['2026-03-29', '2026-03-29', '2026-03-31T23:59:59Z', '2026-04-01', '2026-04-01', '2026-04-01']
  expect(await uses(organization, turn)).toEqual([yes, no, no, yes, yes, no])
})

test('a subscription turns on its own day, by itself', async () => {
  const [organization] = (await foundOrganizations(database, 1)) as [string]
  await subscribe(database, organization, await makePlan(database, { 'pieces month': 1 }), at('2026-01-31'))
  const moments = ['2026-02-01', '2026-02-27', '2026-02-28', '2026-03-30', '2026-03-31']
  expect(await uses(organization, moments)).toEqual([yes, no, yes, no, yes])
})

test('after its end, unpaid or canceled the plan is free again', async () => {
  const [organization] = (await foundOrganizations(database, 1)) as [string]
  const id = await subscribe(database, organization, await makePlan(database, {}), at('2026-01-01'))
  const planAt = async (moment: string) => {
    const { rows } = await database.asService('test', tx =>
      sql<{ plan: string }>`select plan from billing.standing(${organization}::uuid, ${at(moment)})`.execute(tx),
    )
    return rows[0]!.plan
  }
  const set = (change: object) =>
    database.asService('test', tx => tx.updateTable('billing.subscriptions').set(change).where('id', '=', id).execute())
  expect(await planAt('2025-12-31')).toBe('free')
  expect(await planAt('2026-06-01')).toMatch(/^plan-/)
  await set({ period_end: at('2026-06-01') })
  expect(await planAt('2026-05-31')).toMatch(/^plan-/)
  expect(await planAt('2026-06-01')).toBe('free')
  await set({ period_end: null, status: 'past_due' })
  expect(await planAt('2026-06-01')).toMatch(/^plan-/)
  for (const status of ['unpaid', 'incomplete', 'canceled']) {
    await set({ status })
    expect(await planAt('2026-06-01'), status).toBe('free')
  }
})

test('a plan change in the middle of a month keeps what was used and holds at once, both ways', async () => {
  const [organization] = (await foundOrganizations(database, 1)) as [string]
  const [small, large] = [
    await makePlan(database, { 'pieces month': 2 }),
    await makePlan(database, { 'pieces month': 4 }),
  ]
  const id = await subscribe(database, organization, small, at('2026-05-10'))
  const change = (plan: string) =>
    database.asService('test', tx =>
      tx.updateTable('billing.subscriptions').set({ plan_id: plan }).where('id', '=', id).execute(),
    )
  const moment = '2026-05-20'
  expect(await uses(organization, [moment, moment, moment])).toEqual([yes, yes, no])
  await change(large)
  expect(await uses(organization, [moment, moment, moment])).toEqual([yes, yes, no])
  await change(small)
  expect(await uses(organization, [moment, '2026-06-10', '2026-06-10', '2026-06-10'])).toEqual([no, yes, yes, no])
  const changes = await database.asService('test', tx =>
    tx
      .selectFrom('billing.subscription_changes')
      .select(['kind', 'from_plan', 'to_plan'])
      .where('organization_id', '=', organization)
      .orderBy('created_at')
      .execute(),
  )
  expect(changes).toEqual([
    { kind: 'started', from_plan: null, to_plan: small },
    { kind: 'upgraded', from_plan: small, to_plan: large },
    { kind: 'downgraded', from_plan: large, to_plan: small },
  ])
})

test('a limit that the operator changes holds at once', async () => {
  const [organization] = (await foundOrganizations(database, 1)) as [string]
  const plan = await makePlan(database, { 'pieces month': 0 })
  await subscribe(database, organization, plan)
  expect(await use(organization, at('2026-05-20'))).toBe(no)
  await database.asService('test', tx =>
    tx.updateTable('billing.plan_limits').set({ maximum: 1 }).where('plan_id', '=', plan).execute(),
  )
  expect(await uses(organization, ['2026-05-20', '2026-05-20'])).toEqual([yes, no])
})

test('what was held before the period turned is used in the period it was held in', async () => {
  const [organization] = (await foundOrganizations(database, 1)) as [string]
  await database.asService('test', async tx => {
    await sql`select billing.reserve(${organization}::uuid, 'over the turn', 'pieces', 2, moment => ${at('2026-03-31T23:59:00Z')})`.execute(
      tx,
    )
    await sql`select billing.commit('over the turn', 1, moment => ${at('2026-04-01T00:01:00Z')})`.execute(tx)
  })
  const counters = await database.asService('test', tx =>
    tx
      .selectFrom('billing.quotas')
      .select(['period', 'started_at', 'used', 'reserved'])
      .where('organization_id', '=', organization)
      .orderBy('period')
      .execute(),
  )
  expect(counters).toEqual([
    { period: 'day', started_at: at('2026-03-31'), used: 1, reserved: 0 },
    { period: 'month', started_at: at('2026-03-01'), used: 1, reserved: 0 },
  ])
  expect(await driftOf(database)).toEqual([])
})
