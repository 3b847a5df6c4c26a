import type { Schema } from '@octavo/database'
import { openTestDatabase, type Person, seedWorld, type TestDatabase, type World } from '@octavo/database/testing'
import { Kysely, PostgresDialect } from 'kysely'

/** One line of the bench table; `atLeast` or `atMost` is what the value has to reach, `peer` what it is measured against. */
export interface Row {
  name: string
  value: number
  unit: string
  atLeast?: number
  atMost?: number
  peer?: string
}

const PAIRS = 1_000
const BOOKS = 2_000
const PAGE = 20

/**
 * How fast a transaction with role, claim and policies is, against the same query by Kysely alone: same pool, same login,
 * on a copy of the table without row-level security. One after the other, taking turns, and by the median: a busy machine
 * slows both alike.
 */
export async function measureDatabase(): Promise<Row[]> {
  const database = await openTestDatabase()
  try {
    const world = await seedWorld(database)
    await addBooks(database, world)
    const { organizationId, bookId } = world.shop
    return [
      ...(await compare(database, world.owner, `read ${PAGE} of ${BOOKS} books`, (tx, books) =>
        tx
          .selectFrom(books)
          .select(['id', 'title', 'updated_at'])
          .where('organization_id', '=', organizationId)
          .where('deleted_at', 'is', null)
          .orderBy('updated_at', 'desc')
          .orderBy('id')
          .limit(PAGE)
          .execute(),
      )),
      ...(await compare(database, world.owner, 'change a book', (tx, books) =>
        tx.updateTable(books).set({ subtitle: 'Renamed' }).where('id', '=', bookId).execute(),
      )),
    ]
  } finally {
    await database.destroy()
  }
}

const GUARDED = 'library.books'
/** Kysely is told that the copy is the original, whose columns it has. */
const COPY = 'bench.books' as typeof GUARDED

type Query = (tx: Kysely<Schema>, books: typeof GUARDED) => Promise<unknown>

async function compare(database: TestDatabase, person: Person, name: string, query: Query): Promise<Row[]> {
  const kysely = new Kysely<Schema>({ dialect: new PostgresDialect({ pool: database.loginPool }) })
  const guarded: number[] = []
  const bare: number[] = []
  for (let pair = 0; pair < PAIRS; pair++) {
    guarded.push(await millisecondsFor(() => database.asUser(person, tx => query(tx, GUARDED))))
    bare.push(await millisecondsFor(() => kysely.transaction().execute(tx => query(tx, COPY))))
  }
  const [guardedMs, bareMs] = [median(guarded), median(bare)]
  const peer = `${Math.round(1000 / bareMs)} transactions/s by Kysely alone`
  return [
    { name: `${name}, ${database.kind}`, value: 1000 / guardedMs, unit: 'transactions/s' },
    {
      name: `${name}, ${database.kind}, share of the bare speed`,
      value: bareMs / guardedMs,
      unit: '×',
      atLeast: 0.6,
      peer,
    },
  ]
}

async function millisecondsFor(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
}

async function addBooks(database: TestDatabase, { owner, shop }: World): Promise<void> {
  const books = Array.from({ length: BOOKS }, (_, number) => ({
    organization_id: shop.organizationId,
    created_by: owner.userId,
    title: `Book ${number}`,
    slug: `book-${number}`,
  }))
  await database.asService('fill the bench', tx => tx.insertInto('library.books').values(books).execute())
  await database.withOwner('bench', client =>
    client.query(`
      create schema bench;
      create table bench.books (like library.books including all);
      insert into bench.books select * from library.books;
      create trigger touch before update on bench.books for each row execute function app.touch();
      grant usage on schema bench to octavo_login;
      grant select, update on bench.books to octavo_login;
      analyze`),
  )
}
