import type { Schema } from '@octavo/database'
import { openTestDatabase, type Person, seedWorld, type TestDatabase, type World } from '@octavo/database/testing'
import { Kysely, PostgresDialect } from 'kysely'
import type { ClientBase, Pool, PoolClient } from 'pg'

/** One line of the bench table; `limit` is what the value has to reach, `peer` what it is measured against. */
export interface Row {
  name: string
  value: number
  unit: string
  limit?: number
  peer?: string
}

const ROUNDS = 6
const ROUND_MS = 250
const BOOKS = 2_000
const PAGE = 20

/**
 * How fast a transaction with role, claim and row-level security is, against the same query as the owner, whom security
 * does not slow down. One after the other; rounds alternate, so that a busy machine slows both alike.
 */
export async function measureDatabase(): Promise<Row[]> {
  const database = await openTestDatabase()
  try {
    const world = await seedWorld(database)
    await addBooks(database, world)
    return [...(await measureReading(database, world)), ...(await measureWriting(database, world))]
  } finally {
    await database.destroy()
  }
}

/** A query, made for whichever transaction it is to run in. */
type Query = (tx: Kysely<Schema>) => Promise<unknown>

async function measureReading(database: TestDatabase, { owner, shop }: World): Promise<Row[]> {
  return compare(database, `read ${PAGE} of ${BOOKS} books`, owner, tx =>
    tx
      .selectFrom('library.books')
      .select(['id', 'title', 'updated_at'])
      .where('organization_id', '=', shop.organizationId)
      .where('deleted_at', 'is', null)
      .orderBy('updated_at', 'desc')
      .orderBy('id')
      .limit(PAGE)
      .execute(),
  )
}

async function measureWriting(database: TestDatabase, { owner, shop }: World): Promise<Row[]> {
  return compare(database, 'change a book', owner, tx =>
    tx.updateTable('library.books').set({ subtitle: 'Renamed' }).where('id', '=', shop.bookId).execute(),
  )
}

async function compare(database: TestDatabase, name: string, person: Person, query: Query): Promise<Row[]> {
  let guarded = 0
  let bare = 0
  for (let round = 0; round < ROUNDS; round++) {
    guarded += await countFor(ROUND_MS, () => database.asUser(person, query))
    bare += await database.withOwner('bench', client => {
      const kysely = kyselyOver(client)
      return countFor(ROUND_MS, () => kysely.transaction().execute(query))
    })
  }
  const speed = (count: number) => count / ((ROUNDS * ROUND_MS) / 1000)
  const peer = `${Math.round(speed(bare))} transactions/s by Kysely alone as the owner: no role, no claim, no policies`
  return [
    { name: `${name}, ${database.kind}`, value: speed(guarded), unit: 'transactions/s' },
    { name: `${name}, ${database.kind}, share of the bare speed`, value: guarded / bare, unit: '×', limit: 0.6, peer },
  ]
}

function kyselyOver(client: ClientBase): Kysely<Schema> {
  const connection = { query: client.query.bind(client), release() {} } as PoolClient
  return new Kysely({
    dialect: new PostgresDialect({ pool: { connect: async () => connection, end: async () => {} } as Pool }),
  })
}

async function countFor(milliseconds: number, once: () => Promise<unknown>): Promise<number> {
  const end = performance.now() + milliseconds
  let count = 0
  for (; performance.now() < end; count++) await once()
  return count
}

async function addBooks(database: TestDatabase, { owner, shop }: World): Promise<void> {
  const books = Array.from({ length: BOOKS }, (_, number) => ({
    organization_id: shop.organizationId,
    created_by: owner.userId,
    title: `Book ${number}`,
    slug: `book-${number}`,
  }))
  await database.asService('fill the bench', tx => tx.insertInto('library.books').values(books).execute())
  await database.withOwner('bench', client => client.query('analyze'))
}
