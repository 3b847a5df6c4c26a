import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestDatabase, seedWorld, type TestDatabase, type World } from './testing.ts'
import type { Tx } from './transaction.ts'

let db: TestDatabase
let world: World
beforeAll(async () => {
  db = await openTestDatabase()
  world = await seedWorld(db)
})
afterAll(() => db?.destroy())

const whoami = (tx: Tx) =>
  sql<{ login: string; role: string; person: string | null; reason: string | null }>`
    select session_user as login, current_user as role, app.user_id() as person, current_setting('app.reason', true) as reason`
    .execute(tx)
    .then(({ rows }) => rows[0]!)

describe('a transaction', () => {
  test('runs as the role and person it was opened for', async () => {
    const { userId } = world.owner
    expect(await db.asUser(world.owner, whoami)).toMatchObject({
      login: 'octavo_login',
      role: 'octavo_user',
      person: userId,
    })
    expect(await db.asAnonymous(tx => sql<{ role: string }>`select current_user as role`.execute(tx))).toMatchObject({
      rows: [{ role: 'octavo_anonymous' }],
    })
    const service = await db.asService("it's a test; drop table x", whoami)
    expect(service).toMatchObject({ role: 'octavo_service', person: null, reason: "it's a test; drop table x" })
  })

  test('leaves neither role nor person behind on its connection', async () => {
    const others = 20 // more than there are connections
    await Promise.all(Array.from({ length: others }, () => db.asUser(world.owner, whoami)))
    await expect(db.asUser(world.owner, async () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    const answers = await Promise.all(
      Array.from({ length: others }, () =>
        db.loginPool.query(`select current_user as role, current_setting('app.user_id', true) as person`),
      ),
    )
    for (const { rows } of answers) {
      expect(rows[0].role).toBe('octavo_login')
      expect(rows[0].person || null).toBeNull()
    }
  })

  test('cannot reset its role to one that owns anything', async () => {
    const role = await db.asUser(world.owner, async tx => {
      await sql`reset role`.execute(tx)
      return (await whoami(tx)).role
    })
    expect(role).toBe('octavo_login')
  })

  test('refuses a person who is no UUID, before any SQL', async () => {
    for (const userId of ['', 'x', `${randomUUID()}'; drop table library.books; --`, `${randomUUID()}\n`]) {
      await expect(db.asUser({ userId }, whoami)).rejects.toMatchObject({ code: 'invalid_actor' })
    }
  })

  test('commits what its work did, and nothing when the work throws', async () => {
    const rename = (title: string) => (tx: Tx) =>
      tx.updateTable('library.books').set({ title }).where('id', '=', world.shop.bookId).executeTakeFirstOrThrow()
    expect((await db.asUser(world.owner, rename('Kept'))).numUpdatedRows).toBe(1n)
    const failing = db.asUser(world.owner, async tx => {
      await rename('Lost')(tx)
      throw new Error('stop')
    })
    await expect(failing).rejects.toThrow('stop')
    const titles = await db.asUser(world.viewer, tx =>
      tx.selectFrom('library.books').select('title').where('id', '=', world.shop.bookId).execute(),
    )
    expect(titles).toEqual([{ title: 'Kept' }])
  })

  test('passes on the error of a failed statement, and works again afterwards', async () => {
    const failing = db.asUser(world.owner, tx => sql`select ${1}::int / 0`.execute(tx))
    await expect(failing).rejects.toMatchObject({ code: '22012' })
    expect(await db.asUser(world.owner, whoami)).toMatchObject({ role: 'octavo_user' })
  })

  test('says so when a swallowed error made PostgreSQL roll back', async () => {
    const swallowing = db.asUser(world.owner, async tx => {
      await sql`select 1 / 0`.execute(tx).catch(() => {})
      return 'done'
    })
    await expect(swallowing).rejects.toMatchObject({ code: 'transaction_aborted' })
  })

  test('cannot be used after its end, when the connection is someone else’s', async () => {
    const leaked = await db.asUser(world.owner, async tx => ({ tx }))
    await db.asUser(world.outsider, async () => {
      await expect(whoami(leaked.tx)).rejects.toMatchObject({ code: 'transaction_closed' })
    })
  })

  test('reads values as the generated types say', async () => {
    const { rows } = await db.asAnonymous(tx =>
      sql`select 9007199254740991::bigint as int8, 1234.56::numeric as numeric, '2026-01-31'::date as date, '{"a": [1]}'::jsonb as json,
                 '2026-01-31T12:00:00Z'::timestamptz as timestamptz, '{a,b}'::text[] as list, interval '1 day' as interval`.execute(
        tx,
      ),
    )
    expect(rows).toEqual([
      {
        int8: 9007199254740991,
        numeric: 1234.56,
        date: '2026-01-31',
        json: { a: [1] },
        timestamptz: new Date('2026-01-31T12:00:00Z'),
        list: ['a', 'b'],
        interval: '1 day',
      },
    ])
    const tooBig = db.asAnonymous(tx => sql`select 9007199254740993::bigint`.execute(tx))
    await expect(tooBig).rejects.toThrow(RangeError)
    expect(await db.asAnonymous(tx => sql`select 1 as one`.execute(tx))).toMatchObject({ rows: [{ one: 1 }] })
  })
})

describe('a second connection inside a transaction', { timeout: 5_000 }, () => {
  const openings: [string, () => Promise<unknown>][] = [
    ['asUser', () => db.asUser(world.owner, whoami)],
    ['asAnonymous', () => db.asAnonymous(whoami)],
    ['asService', () => db.asService('test', whoami)],
    ['withOwner', () => db.withOwner('test', async () => {})],
    ['loginPool.query', async () => db.loginPool.query('select 1')],
    ['loginPool.connect', () => db.loginPool.connect()],
    ['migrate', () => db.migrate('up')],
  ]
  test.each(openings)('%s is refused, naming the outer one', async (_name, open) => {
    const nested = db.asService('the outer one', () => open())
    await expect(nested).rejects.toMatchObject({
      code: 'nested_transaction',
      message: expect.stringContaining('the outer one'),
    })
  })

  test('is refused to callbacks too', async () => {
    const answer = await db.asUser(
      world.owner,
      () => new Promise(resolve => db.loginPool.connect(error => resolve((error as { code?: string }).code))),
    )
    expect(answer).toBe('nested_transaction')
  })

  test('is fine for what was started inside and runs after the end', async () => {
    let later: Promise<unknown> | undefined
    const { promise, resolve } = Promise.withResolvers<void>()
    await db.asUser(world.owner, async () => {
      later = promise.then(() => db.asUser(world.owner, whoami))
    })
    resolve()
    expect(await later).toMatchObject({ role: 'octavo_user' })
  })
})

describe('the lent pool', () => {
  test('survives failing queries and clients returned with an error', async () => {
    for (let round = 0; round < 3; round++) {
      await expect(db.loginPool.query('select $1::int / 0', [1])).rejects.toMatchObject({ code: '22012' })
      const client = await db.loginPool.connect()
      await expect(client.query('select $1::int / 0', [1])).rejects.toMatchObject({ code: '22012' })
      client.release(new Error('broken'))
      expect((await db.loginPool.query('select $1::int as n', [round])).rows).toEqual([{ n: round }])
    }
  })

  test('undoes a transaction that a borrower left open', async () => {
    const client = await db.loginPool.connect()
    await client.query('begin')
    await client.query('set local role octavo_service')
    client.release()
    const { rows } = await db.loginPool.query('select current_user as role')
    expect(rows).toEqual([{ role: 'octavo_login' }])
  })

  test('cannot change the schema', async () => {
    for (const statement of [
      'create table public.x ()',
      'create schema x',
      'alter table library.books disable row level security',
    ]) {
      await expect(db.loginPool.query(statement)).rejects.toMatchObject({ code: '42501' })
    }
  })

  test('sees no row of the domains without becoming someone', async () => {
    await expect(db.loginPool.query('select * from library.books')).rejects.toMatchObject({ code: '42501' })
  })
})

test('a connection lost inside a transaction fails that transaction only', async ({ skip }) => {
  skip(db.kind === 'embedded', 'has no connection to lose')
  const cut = db.asService('test', tx => sql`reset role; select pg_terminate_backend(pg_backend_pid())`.execute(tx))
  await expect(cut).rejects.toThrow(/terminat/)
  expect(await db.asUser(world.owner, whoami)).toMatchObject({ role: 'octavo_user' })
})

test('hears notifications until it stops listening', async () => {
  const heard: string[] = []
  const stop = await db.onNotify('test_jobs', payload => heard.push(payload))
  const say = (payload: string) =>
    db.asUser(world.owner, tx => sql`select pg_notify('test_jobs', ${payload})`.execute(tx))
  await say('one')
  await expect.poll(() => heard).toEqual(['one'])
  await expect(
    db.asUser(world.owner, async tx => {
      await sql`select pg_notify('test_jobs', 'undone')`.execute(tx)
      throw new Error('undo')
    }),
  ).rejects.toThrow('undo')
  await say('two')
  await expect.poll(() => heard).toEqual(['one', 'two'])
  await stop()
  await say('three')
  expect(heard).toEqual(['one', 'two'])
  await expect(db.onNotify('Nö; drop', () => {})).rejects.toMatchObject({ code: 'invalid_channel' })
})

test('maintains itself', async () => {
  await db.maintain()
})
