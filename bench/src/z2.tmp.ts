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

const ROUNDS = 6
const ROUND_MS = 250
const BOOKS = 2_000
const PAGE = 20

/**
 * How fast a transaction with role, claim and policies is, against the same query by Kysely alone: same pool, same login,
 * on a copy of the table without row-level security. One after the other; rounds alternate, so that a busy machine slows
 * both alike.
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
  const kysely = new Kysely<Schema>({ dialect: new PostgresDialect({ pool: database.asOwnerPool }) })
  let guarded = 0
  let bare = 0
  for (let round = 0; round < ROUNDS; round++) {
    guarded += await countFor(ROUND_MS, () => database.asUser(person, tx => query(tx, GUARDED)))
    bare += await countFor(ROUND_MS, () => kysely.transaction().execute(tx => query(tx, COPY)))
  }
  const speed = (count: number) => count / ((ROUNDS * ROUND_MS) / 1000)
  const peer = `${Math.round(speed(bare))} transactions/s by Kysely alone`
  return [
    { name: `${name}, ${database.kind}`, value: speed(guarded), unit: 'transactions/s' },
    { name: `${name}, ${database.kind}, share of the bare speed`, value: guarded / bare, unit: '×', limit: 0.6, peer },
  ]
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
  await database.withOwner('bench', client =>
    client.query(`
      create schema bench;
      create table bench.books (like library.books including all);
      insert into bench.books select * from library.books;
      create trigger touch before update on bench.books for each row execute function app.touch();
      grant usage on schema bench to octavo_login;
      grant select, update on bench.books to octavo_login;
      analyze; 
create or replace function app.organizations_as(minimum app.role) returns uuid[] language plpgsql stable security definer set search_path = '' as $f$
begin return (select coalesce(array_agg(m.organization_id), '{}') from identity.members m where m.user_id = app.user_id() and m.role >= minimum); end $f$;
create or replace function app.books_as(minimum app.role) returns uuid[] language plpgsql stable security definer set search_path = '' as $f$
begin return (select coalesce(array_agg(c.book_id), '{}') from library.collaborators c where c.user_id = app.user_id() and c.role >= minimum); end $f$;
create or replace function app.book_allows(book uuid, minimum app.role, action text) returns boolean language plpgsql stable security definer set search_path = '' as $f$
begin return exists (
    select from library.books b
    where b.id = book and (
      b.organization_id = any (app.organizations_as(minimum))
        and (b.visibility <> 'private' or b.created_by = app.user_id() or b.organization_id = any (app.organizations_as('admin')))
      or exists (
        select from library.collaborators c
        where c.book_id = b.id and c.user_id = app.user_id() and c.role >= minimum
          and (c.permissions is null or action = any (c.permissions::text[]))))); end $f$; drop policy edit on library.books; create policy edit on library.books for update to octavo_user using (app.book_allows(id, 'editor', 'edit')) with check (true);`),
  )
}
