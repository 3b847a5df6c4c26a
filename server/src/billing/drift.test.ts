import type { Tx } from '@octavo/database'
import { openTestDatabase, type TestDatabase } from '@octavo/database/testing'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { driftOf, enforceQuotas, foundOrganizations, makePlan, subscribe } from './organizations.fixture.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
  await enforceQuotas(database, true)
})
afterAll(() => database?.destroy())

const limits = { 'tokens day': 60, 'tokens month': 150, 'words month': 80 }
const budget = 3

const resource = fc.constantFrom('tokens', 'words')
const key = fc.integer({ min: 0, max: 11 })
const amount = fc.integer({ min: 0, max: 40 })
const cents = fc.integer({ min: 0, max: 60 }).map(value => value / 100)
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('reserve' as const), resource, key, amount, cents }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('commit' as const), resource, key, amount, cents }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('refund' as const), resource, key, cents }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('expire' as const) }) },
  // From minutes to weeks: reservations expire, days and months turn.
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), hours: fc.constantFrom(0.2, 1, 7, 30, 400) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('change plan' as const), larger: fc.boolean() }) },
)
const story = fc.array(fc.record({ who: fc.integer({ min: 0, max: 2 }), step }), { minLength: 5, maxLength: 40 })

test('whatever happens in whatever order, no counter differs from the ledger and nothing is held beyond a limit', async () => {
  const [small, large] = [await makePlan(database, limits), await makePlan(database, { 'tokens month': 500 })]
  let run = 0
  await fc.assert(
    fc.asyncProperty(story, async steps => {
      run++
      const organizations = await foundOrganizations(database, 3)
      const subscriptions: string[] = []
      for (const [index, organization] of organizations.entries()) {
        const anchor = new Date(Date.UTC(2026, 0, 1 + index * 15))
        subscriptions.push(await subscribe(database, organization, small, anchor))
      }
      await database.asService('test', tx =>
        tx.insertInto('billing.budgets').values({ organization_id: organizations[0]!, amount: budget }).execute(),
      )
      let now = Date.UTC(2026, 3, 28)
      for (const { who, step } of steps) {
        if (step.do === 'wait') {
          now += step.hours * 3_600_000
          continue
        }
        const [organization, moment] = [organizations[who]!, new Date(now)]
        const name = 'key' in step ? `${run} ${who} ${step.resource} ${step.key}` : ''
        await database.asService('test', async tx => {
          if (step.do === 'reserve') {
            const before = await timesHeld(tx, name)
            const { rows } = await sql<{ state: string }>`
              select state from billing.reserve(${organization}::uuid, ${name}, ${step.resource}, ${step.amount}::bigint,
                ${step.cents}::numeric, moment => ${moment})`.execute(tx)
            expect(['open', 'committed', 'refused']).toContain(rows[0]!.state)
            if ((await timesHeld(tx, name)) > before) {
              expect(rows[0]!.state).toBe('open')
              expect(await shortOf(tx, organization, step.resource, moment)).toEqual([])
            }
          }
          if (step.do === 'commit')
            await sql`select billing.commit(${name}, ${step.amount}::bigint, ${step.cents}::numeric, moment => ${moment})`.execute(
              tx,
            )
          if (step.do === 'refund')
            await sql`select billing.refund(${name}, ${step.cents}::numeric, moment => ${moment})`.execute(tx)
          if (step.do === 'expire') await sql`select billing.expire_next(${moment})`.execute(tx)
          if (step.do === 'change plan') {
            await tx
              .updateTable('billing.subscriptions')
              .set({ plan_id: step.larger ? large : small })
              .where('id', '=', subscriptions[who]!)
              .execute()
          }
        })
      }
      expect(await driftOf(database)).toEqual([])
    }),
    { numRuns: 25 },
  )
}, 300_000)

async function timesHeld(tx: Tx, key: string): Promise<number> {
  const { rows } = await sql<{ times: number }>`
    select count(*)::integer as times from billing.ledger where key = ${key} and kind = 'reserve'`.execute(tx)
  return rows[0]!.times
}

/** The limits that are overdrawn at a moment at which something has just been held. */
async function shortOf(tx: Tx, organization: string, resource: string, moment: Date): Promise<unknown[]> {
  const { rows } = await sql`
    select period from billing.available(${organization}::uuid, ${resource}, 0, ${moment}) where not fits
    union all
    select 'budget' from billing.budgets b join billing.quotas q using (organization_id)
    where b.organization_id = ${organization}::uuid and q.resource = 'cost'
      and q.started_at = (select month from billing.standing(${organization}::uuid, ${moment})) and q.used + q.reserved > b.amount
  `.execute(tx)
  return rows
}
