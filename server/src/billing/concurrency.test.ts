import { type Database, openDatabase } from '@octavo/database'
import { placeTestDatabase, type TestDatabasePlace } from '@octavo/database/testing'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { returnExpired } from './keep-books.ts'
import { commit, type Reservation, refund, reserve } from './meter.ts'
import { driftOf, enforceQuotas, foundOrganizations, makePlan, subscribe } from './organizations.fixture.ts'

let place: TestDatabasePlace
let database: Database
beforeAll(async () => {
  place = await placeTestDatabase()
  const { OCTAVO_DATA, DATABASE_URL, DATABASE_OWNER_URL } = place.environment
  database = await openDatabase(
    DATABASE_URL
      ? { url: DATABASE_URL, ownerUrl: DATABASE_OWNER_URL!, maxConnections: 32 }
      : { dataDirectory: OCTAVO_DATA! },
  )
  await database.migrate('up')
  await enforceQuotas(database, true)
})
afterAll(async () => {
  await database?.close()
  await place?.destroy()
})

async function customer(limits: Record<string, number | null>): Promise<string> {
  const [organizationId] = (await foundOrganizations(database, 1)) as [string]
  await subscribe(database, organizationId, await makePlan(database, limits))
  return organizationId
}

/** How many of these at once are held, and of the others why not. */
async function race(reservations: Reservation[]) {
  const settled = await Promise.allSettled(
    reservations.map(reservation => database.asService('test', tx => reserve(tx, reservation))),
  )
  const refused = settled.flatMap(result => (result.status === 'rejected' ? [result.reason.code] : []))
  return { held: settled.length - refused.length, refused: [...new Set(refused)] }
}

const act = (organizationId: string, key: string, more: Partial<Reservation> = {}): Reservation => ({
  key: `${organizationId} ${key}`,
  organizationId,
  resource: 'generations',
  quantity: 1,
  operation: 'book',
  ...more,
})
const numbers = (count: number) => Array.from({ length: count }, (_, index) => String(index))

test('of 1,000 at once with 100 left exactly 100 are held', async () => {
  const organization = await customer({ 'generations month': 100, 'generations day': 300 })
  const reservations = numbers(1_000).map(key => act(organization, key))
  expect(await race(reservations)).toEqual({ held: 100, refused: ['quota_exceeded'] })
  expect(await driftOf(database)).toEqual([])
}, 120_000)

test('a budget is not overdrawn either, whatever each costs', async () => {
  const organization = await customer({})
  await database.asService('test', tx =>
    tx.insertInto('billing.budgets').values({ organization_id: organization, amount: 5 }).execute(),
  )
  const outcome = await race(numbers(300).map(key => act(organization, key, { cost: 0.1 })))
  expect(outcome).toEqual({ held: 50, refused: ['budget_exhausted'] })
}, 120_000)

test('the same key at once counts once', async () => {
  const organization = await customer({ 'generations month': 100 })
  const outcome = await race(numbers(200).map(number => act(organization, String(Number(number) % 20))))
  expect(outcome).toEqual({ held: 200, refused: [] })
  const { reserved } = await database.asService('test', tx =>
    tx
      .selectFrom('billing.quotas')
      .select('reserved')
      .where('organization_id', '=', organization)
      .where('period', '=', 'month')
      .executeTakeFirstOrThrow(),
  )
  expect(reserved).toBe(20)
}, 120_000)

test('holding, using, giving back and expiring at once ends in no deadlock and no drift', async () => {
  const organization = await customer({ 'generations month': 60, 'words month': 40 })
  const life = async (number: string) => {
    const resource = Number(number) % 3 === 0 ? 'words' : 'generations'
    const reservation = act(organization, `life ${number}`, {
      resource,
      cost: 0.01,
      lasts: Number(number) % 5 === 0 ? 0 : 30,
    })
    const held = await race([reservation])
    if (held.held === 0 || Number(number) % 5 === 0) return
    await database.asService('test', async tx => {
      if (Number(number) % 2 === 0) await commit(tx, reservation.key, { quantity: 1, cost: 0.005 })
      else await refund(tx, reservation.key)
    })
  }
  await Promise.all(numbers(300).map(life))
  expect(await driftOf(database)).toEqual([])
}, 120_000)

test('the turn of a day ends in no deadlock either', async () => {
  const organization = await customer({ 'words month': 200, 'generations month': 200 })
  const yesterday = new Date(Date.now() - 86_400_000)
  const hold = (key: string, number: string, moment: Date) =>
    database.asService('test', tx =>
      sql`select billing.reserve(${organization}::uuid, ${`${organization} ${key}`},
        ${Number(number) % 2 ? 'words' : 'generations'}, 1, 0.01, moment => ${moment})`.execute(tx),
    )
  // Whoever comes gives back what was forgotten yesterday first. Each key is held five times at once.
  await Promise.all(numbers(40).map(number => hold(`then ${number}`, number, yesterday)))
  const acts = numbers(200).map(number =>
    hold(`now ${Number(number) % 40}`, number, Number(number) % 3 ? new Date() : yesterday),
  )
  await Promise.all([...acts, ...numbers(4).map(() => returnExpired({ database }))])
  expect(await driftOf(database)).toEqual([])
}, 120_000)

test.for([
  ['books', 3],
  ['members', 1],
] as const)('of many %s made at once no more than the plan includes come to be', async ([resource, most]) => {
  const organization = await customer({ [`${resource} total`]: most })
  const people = await signUp(resource === 'members' ? 20 : 1)
  const make = (number: number) =>
    database.asService('test', async tx => {
      if (resource === 'books') {
        const values = { organization_id: organization, title: 'Many', slug: `many-${number}` }
        await tx.insertInto('library.books').values(values).execute()
      } else {
        await tx
          .insertInto('identity.members')
          .values({ organization_id: organization, user_id: people[number]! })
          .execute()
      }
    })
  const made = await Promise.allSettled(Array.from({ length: 20 }, (_, number) => make(number)))
  expect(made.filter(result => result.status === 'fulfilled')).toHaveLength(most)
  for (const result of made) if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'OC008' })
})

async function signUp(count: number): Promise<string[]> {
  const { rows } = await database.loginPool.query(
    `insert into auth.users (id, name, email, email_verified)
     select gen_random_uuid(), 'Member', gen_random_uuid() || '@octavo.test', true from generate_series(1, $1) returning id`,
    [count],
  )
  return rows.map(row => row.id)
}
