import type { Tx } from '@octavo/database'
import { type RawBuilder, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, type TestPerson, type TestServer } from '../testing.ts'
import { groupings, sharesQuery } from './breakdown.ts'
import { commit, reserve } from './meter.ts'
import { driftOf, enforceQuotas } from './organizations.fixture.ts'
import { linesQuery } from './usage-csv.ts'

let server: TestServer
let operator: TestPerson
let owner: TestPerson
let viewer: TestPerson
let outsider: TestPerson
let team: string
const get = (person: TestPerson | undefined, path: string) => server.request(person, 'GET', path)
const ofTeam = (path: string) => `/v1/organizations/${team}${path}`

beforeAll(async () => {
  server = await startTestServer()
  operator = await server.signUp('Operator')
  owner = await server.signUp('Owner')
  viewer = await server.signUp('Viewer')
  outsider = await server.signUp('Outsider')
  team = (await server.request(owner, 'POST', '/v1/organizations', { name: 'Team' })).body.id
  await server.database.asService('test', async tx => {
    await tx.insertInto('identity.user_roles').values({ user_id: operator.userId, role: 'superadmin' }).execute()
    await tx.insertInto('identity.members').values({ organization_id: team, user_id: viewer.userId }).execute()
  })
  await enforceQuotas(server.database, true)
})
afterAll(() => server?.close())

let acts = 0
/** Tokens used by a person of the team. */
async function use(person: TestPerson, tokens: number, cost: number, model = 'anthropic/x'): Promise<void> {
  const key = `used-${++acts}`
  await server.database.asService('test', async tx => {
    await reserve(tx, {
      key,
      organizationId: team,
      resource: 'tokens',
      quantity: tokens * 2,
      cost: cost * 2,
      operation: 'tool',
      userId: person.userId,
      model,
    })
    await commit(tx, key, { quantity: tokens, cost, inputTokens: tokens - 1, outputTokens: 1 })
  })
}

describe('plans', () => {
  test('are read without signing in', async () => {
    const { status, body } = await get(undefined, '/v1/plans')
    expect(status).toBe(200)
    expect(body.items.map((plan: { id: string }) => plan.id)).toEqual([
      'free',
      'starter',
      'pro',
      'business',
      'enterprise',
    ])
    expect(body.items[1]).toMatchObject({ priceMonthly: 19, priceYearly: 190, status: 'active' })
    expect(body.items[0].limits).toEqual(
      expect.arrayContaining([
        { resource: 'pieces', period: 'month', maximum: 5 },
        { resource: 'pieces', period: 'day', maximum: 2 },
        { resource: 'books', period: 'total', maximum: 3 },
      ]),
    )
    expect(body.items[4].limits.every((limit: { maximum: null }) => limit.maximum === null)).toBe(true)
  })

  test('are changed by operators alone, and hold at once', async () => {
    const limits = [{ resource: 'films', period: 'month', maximum: 7 }]
    const version = { 'If-Match': '"v1"' }
    const refused = await server.request(owner, 'PATCH', '/v1/operator/plans/free', { limits }, version)
    expect(refused).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    expect(await server.request(operator, 'PATCH', '/v1/operator/plans/free', { limits })).toMatchObject({
      status: 428,
    })
    const changed = await server.request(operator, 'PATCH', '/v1/operator/plans/free', { limits }, version)
    expect(changed.status, JSON.stringify(changed.body)).toBe(200)
    expect(changed.headers.get('etag')).toBe('"v2"')
    expect(changed.body.limits).toContainEqual(limits[0])
    expect(changed.body.limits).toContainEqual({ resource: 'pieces', period: 'month', maximum: 5 })
    const stale = await server.request(operator, 'PATCH', '/v1/operator/plans/free', { limits }, version)
    expect(stale).toMatchObject({ status: 412, body: { currentVersion: 2 } })
    const { body } = await get(owner, ofTeam('/usage/check?resource=films&quantity=7'))
    expect(body).toMatchObject({ available: true, limits: [{ limit: 7, remaining: 7 }] })
    const more = await get(owner, ofTeam('/usage/check?resource=films&quantity=8'))
    expect(more.body.available).toBe(false)
  })

  test('that are not sold are seen by operators and by who has them', async () => {
    const made = await server.request(operator, 'POST', '/v1/operator/plans', {
      id: 'old-gold',
      position: 50,
      name: 'Old Gold',
      status: 'deprecated',
      limits: [{ resource: 'books', period: 'total', maximum: 9 }],
    })
    expect(made.status, JSON.stringify(made.body)).toBe(201)
    const seenBy = async (person: TestPerson | undefined) =>
      (await get(person, '/v1/plans')).body.items.some((plan: { id: string }) => plan.id === 'old-gold')
    expect([await seenBy(operator), await seenBy(outsider), await seenBy(undefined)]).toEqual([true, false, false])
    const path = `/v1/organizations/${outsider.organizationId}/subscription`
    await server.request(operator, 'PUT', path, { plan: 'old-gold' })
    expect(await seenBy(outsider)).toBe(true)
  })

  test('have limits of the right kind', async () => {
    const limits = [{ resource: 'books', period: 'month', maximum: 1 }]
    const answer = await server.request(operator, 'PATCH', '/v1/operator/plans/free', { limits }, { 'If-Match': '*' })
    expect(answer).toMatchObject({ status: 422, body: { problems: [{ path: 'json.limits.0.period' }] } })
  })
})

describe('subscriptions', () => {
  test('without one the plan is free and turns with the month', async () => {
    const { body } = await get(viewer, ofTeam('/subscription'))
    const now = new Date()
    expect(body).toMatchObject({
      plan: 'free',
      status: null,
      monthStartedAt: new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth())).toISOString(),
      changes: [],
    })
  })

  test('an operator sets the plan; what was used stays, and who did it is kept', async () => {
    await use(owner, 1_000, 0.5)
    const refused = await server.request(owner, 'PUT', ofTeam('/subscription'), { plan: 'business' })
    expect(refused.status).toBe(403)
    for (const plan of ['business', 'starter']) {
      const set = await server.request(operator, 'PUT', ofTeam('/subscription'), { plan, reason: 'a trial' })
      expect(set.status, JSON.stringify(set.body)).toBe(200)
    }
    const { body } = await get(owner, ofTeam('/subscription'))
    expect(body).toMatchObject({ plan: 'starter', status: 'active' })
    expect(body.changes.map((change: { kind: string }) => change.kind)).toEqual(['downgraded', 'started'])
    expect(body.changes[0]).toMatchObject({ fromPlan: 'business', changedBy: operator.userId, reason: 'a trial' })
    const usage = await get(owner, ofTeam('/usage'))
    expect(usage.body.resources).toContainEqual(
      expect.objectContaining({ resource: 'tokens', period: 'month', used: 1_000, limit: 2_000_000 }),
    )
    const audit = await get(owner, ofTeam('/audit'))
    expect(audit.body.items[0]).toMatchObject({ action: 'subscription.changed', actorId: operator.userId })
    expect(await server.request(operator, 'PUT', ofTeam('/subscription'), { plan: 'golden' })).toMatchObject({
      status: 404,
    })
  })
})

describe('what is there', () => {
  test('no more books than the plan includes, also from the trash', async () => {
    const person = await server.signUp('Prolific')
    const make = (title: string) => server.request(person, 'POST', '/v1/books', { title })
    const first = await make('One')
    await make('Two')
    expect((await make('Three')).status).toBe(201)
    const refused = await make('Four')
    expect(refused).toMatchObject({ status: 402, body: { code: 'quota_exceeded' } })
    expect(refused.body.detail).toContain('includes 3 books')
    await server.request(person, 'DELETE', `/v1/books/${first.body.id}`)
    expect((await make('Four')).status).toBe(201)
    expect(await server.request(person, 'POST', `/v1/books/${first.body.id}/restore`)).toMatchObject({ status: 402 })
    const { body } = await get(person, `/v1/organizations/${person.organizationId}/usage`)
    expect(body.resources).toContainEqual(
      expect.objectContaining({ resource: 'books', period: 'total', used: 3, limit: 3, remaining: 0 }),
    )
  })

  test('no more sources than the plan has room for', async () => {
    await server.request(
      operator,
      'PATCH',
      '/v1/operator/plans/free',
      { limits: [{ resource: 'storage', period: 'total', maximum: 1_000 }] },
      { 'If-Match': '*' },
    )
    const person = await server.signUp('Collector')
    const book = await server.request(person, 'POST', '/v1/books', { title: 'Large' })
    const add = (origin: string, length: number) =>
      server.request(person, 'POST', `/v1/books/${book.body.id}/sources`, { origin, text: 'a '.repeat(length / 2) })
    expect((await add('a.md', 800)).status).toBe(201)
    expect(await add('b.md', 400)).toMatchObject({ status: 402, body: { code: 'quota_exceeded' } })
    expect((await add('c.md', 100)).status).toBe(201)
  })
})

describe('budgets', () => {
  test('are set by admins and seen by members', async () => {
    expect(await server.request(viewer, 'PUT', ofTeam('/budget'), { amount: 5 })).toMatchObject({ status: 403 })
    expect(await server.request(outsider, 'PUT', ofTeam('/budget'), { amount: 5 })).toMatchObject({ status: 404 })
    const set = await server.request(owner, 'PUT', ofTeam('/budget'), { amount: 5 })
    expect(set.body, JSON.stringify(set.body)).toMatchObject({ amount: 5, spent: 0.5, reserved: 0, remaining: 4.5 })
    expect((await get(viewer, ofTeam('/budget'))).body).toMatchObject({ amount: 5, spent: 0.5 })
    await expect(use(owner, 10, 2.5)).rejects.toMatchObject({ code: 'budget_exhausted' })
    const none = await server.request(owner, 'PUT', ofTeam('/budget'), { amount: null })
    expect(none.body).toMatchObject({ amount: null, remaining: null })
  })
})

describe('use', () => {
  test('is divided, to each as far as it concerns them', async () => {
    await use(viewer, 300, 0.1, 'openai/y')
    const by = async (person: TestPerson, grouping: string) => get(person, ofTeam(`/usage/breakdown?by=${grouping}`))
    const models = await by(viewer, 'model')
    expect(models.body.items).toEqual([
      expect.objectContaining({
        key: 'anthropic/x',
        acts: 1,
        cost: 0.5,
        reservedCost: 1,
        quantities: { tokens: 1_000 },
      }),
      expect.objectContaining({ key: 'openai/y', acts: 1, cost: 0.1, inputTokens: 299, outputTokens: 1 }),
    ])
    expect((await by(viewer, 'operation')).body.items).toMatchObject([{ key: 'tool', acts: 2, cost: 0.6 }])
    expect((await by(viewer, 'day')).body.items).toMatchObject([{ acts: 2 }])
    expect((await by(viewer, 'day-model')).body.items).toMatchObject([
      { key: expect.stringMatching(/^\d{4}-\d\d-\d\d anthropic\/x$/), cost: 0.5 },
      { key: expect.stringMatching(/^\d{4}-\d\d-\d\d openai\/y$/), cost: 0.1 },
    ])
    const users = await by(owner, 'user')
    expect(users.body.items).toMatchObject([
      { key: owner.userId, label: 'Owner', cost: 0.5 },
      { key: viewer.userId, label: 'Viewer', cost: 0.1 },
    ])
    expect((await by(operator, 'user')).body.items).toHaveLength(2)
    expect(await by(viewer, 'user')).toMatchObject({ status: 403 })
    for (const path of ['/usage', '/usage/breakdown', '/usage/check?resource=words', '/usage/summaries', '/usage.csv'])
      expect(await get(outsider, ofTeam(path)), path).toMatchObject({ status: 404 })
    expect(await get(undefined, ofTeam('/usage'))).toMatchObject({ status: 401 })
  })

  test('goes to a spreadsheet, all for admins, and no cell becomes a formula', async () => {
    await server.database.asService('test', tx =>
      tx.updateTable('identity.profiles').set({ name: '=cmd|calc' }).where('user_id', '=', viewer.userId).execute(),
    )
    const csv = await get(owner, ofTeam('/usage.csv'))
    expect(csv.headers.get('content-type')).toContain('text/csv')
    const lines = csv.body.trim().split('\r\n')
    expect(lines).toHaveLength(3)
    expect(lines[0]).toMatch(/^time,act,operation,resource,quantity,/)
    expect(lines[1]).toContain(',used,tool,tokens,1000,0.0005,0.5,0,yes,999,1,')
    expect(lines[2]).toContain(",'=cmd|calc,")
    expect((await get(viewer, ofTeam('/usage.csv'))).body.trim().split('\r\n')).toHaveLength(2)
    const longAgo = await get(owner, ofTeam('/usage.csv?from=2020-01-01T00:00:00Z&to=2020-02-01T00:00:00Z'))
    expect(longAgo.body.trim().split('\r\n')).toHaveLength(1)
  })

  test('is summed by month, the open one too', async () => {
    const { body } = await get(viewer, ofTeam('/usage/summaries'))
    expect(body.items).toHaveLength(1)
    expect(body.items[0]).toMatchObject({
      month: new Date().toISOString().slice(0, 7),
      closed: false,
      cost: 0.6,
      inputTokens: 1_298,
      outputTokens: 2,
      quantities: { tokens: 1_300 },
    })
  })

  test('a check that fails is an error, never a yes', async () => {
    await server.database.withOwner('break the check', async client => {
      await client.query('alter function billing.standing rename to standing_broken')
    })
    try {
      const answer = await get(owner, ofTeam('/usage/check?resource=tokens'))
      expect(answer.status).toBe(500)
      await expect(use(owner, 1, 0)).rejects.toThrow()
      expect(await server.request(owner, 'POST', '/v1/books', { title: 'Unmetered' })).toMatchObject({ status: 500 })
    } finally {
      await server.database.withOwner('mend the check', async client => {
        await client.query('alter function billing.standing_broken rename to standing')
      })
    }
    expect((await get(owner, ofTeam('/usage/check?resource=tokens'))).body.available).toBe(true)
  })
})

test('reading takes an index: counters, breakdown and export', async () => {
  const range = { organizationId: team, first: '2026-01-01T00:00:00Z', next: '2036-01-01T00:00:00Z' }
  const queries: Record<string, RawBuilder<unknown>> = {
    ...Object.fromEntries(groupings.map(by => [by, sharesQuery({ ...range, by, limit: 10 })])),
    'first page': linesQuery({ ...range, after: undefined }),
    'next page': linesQuery({ ...range, after: { time: range.first, id: team } }),
    counter: sql`select used from billing.quotas where organization_id = ${team}::uuid and resource = 'tokens'
      and period = 'month' and started_at = now()`,
    limit: sql`select maximum from billing.plan_limits where plan_id = 'free' and resource = 'tokens' and period = 'month'`,
    subscription: sql`select plan_id from billing.subscriptions where organization_id = ${team}::uuid
      and status in ('active', 'trialing', 'past_due')`,
    summaries: sql`select cost from billing.summaries where organization_id = ${team}::uuid and month >= '2026-01-01'`,
  }
  const explain = async (tx: Tx, name: string, query: RawBuilder<unknown>) => {
    // A table of a few rows is rightly read whole; this asks whether an index can be used at all.
    await sql`set local enable_seqscan = off`.execute(tx)
    const { rows } = await sql<Record<string, string>>`explain ${query}`.execute(tx)
    const plan = rows.map(row => row['QUERY PLAN']).join('\n')
    expect(plan, name).toMatch(/Index (Only )?Scan|Bitmap Index Scan/)
    expect(plan, name).not.toMatch(/Seq Scan on (ledger|quotas|plan_limits|subscriptions|reservations|summaries)/)
  }
  await server.database.asUser(owner, async tx => {
    for (const [name, query] of Object.entries(queries)) await explain(tx, name, query)
  })
  await server.database.asService('test', tx =>
    explain(
      tx,
      'expired reservations',
      sql`select key from billing.reservations where state = 'open' and organization_id = ${team}::uuid
        and resource = 'tokens' and expires_at <= now()`,
    ),
  )
})

test('no counter differs from the ledger', async () => {
  expect(await driftOf(server.database)).toEqual([])
})
