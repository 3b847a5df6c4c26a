import { openTestDatabase, seedWorld, type TestDatabase, type World } from '@octavo/database/testing'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { nearest, walkIndex } from './rank-by-meaning.ts'
import { asVector } from './vectors.ts'

const model = 'test/crowded'
const dimension = 32
const crowd = 2_000
const others = 25
/** What everybody asks for, and where the crowd stands; the others stand well away from it. */
const query = Array.from({ length: dimension }, (_, index) => (index === 0 ? 1 : 0))

let database: TestDatabase
let world: World

beforeAll(async () => {
  database = await openTestDatabase()
  world = await seedWorld(database)
  await database.asService('fill an index', async tx => {
    await sql`select library.index_embeddings(${model}, ${dimension})`.execute(tx)
    await fill(world.shop.bookId, crowd, 0.001)
    await fill(world.elsewhere.bookId, others, 1)

    async function fill(bookId: string, count: number, away: number): Promise<void> {
      const { id } = await tx
        .selectFrom('library.documents')
        .select('id')
        .where('book_id', '=', bookId)
        .where('kind', '=', 'book')
        .executeTakeFirstOrThrow()
      const rows = Array.from({ length: count }, (_, position) => ({
        position,
        vector: asVector(query.map((value, index) => value + away * Math.sin(position * 37 + index * 11))),
      }))
      await sql`
        with made as (
          insert into library.fragments (document_id, book_id, kind, position, text, start_line, start_offset, end_line,
            end_offset, terms, words)
          select ${id}::uuid, ${bookId}::uuid, 'book', position, 'x', 1, 0, 1, 1, '', 1
          from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (position integer, vector text)
          returning id, position)
        insert into library.embeddings (fragment_id, book_id, model, dimension, hash, embedding)
        select m.id, ${bookId}::uuid, ${model}, ${dimension}, 'x', r.vector::vector
        from made m join jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (position integer, vector text)
          on r.position = m.position`.execute(tx)
    }
  })
  await database.withOwner('measure tables', client => client.query('analyze library.embeddings, library.fragments'))
})
afterAll(() => database?.destroy())

const area = { model, vector: query, count: 10, filter: {}, within: Number.POSITIVE_INFINITY }
/** Leaves PostgreSQL no way but the vector index, which it would not choose for so few rows. */
const onlyByIndex = sql`select set_config('enable_seqscan', 'off', true), set_config('enable_sort', 'off', true)`

test('an index that looks at its nearest only shows a small tenant nothing: the trap is there', async () => {
  const rows = await database.asUser(world.outsider, async tx => {
    await onlyByIndex.execute(tx)
    await sql`select set_config('hnsw.ef_search', '40', true)`.execute(tx)
    const { rows } = await sql`
      select fragment_id from library.embeddings where model = ${sql.lit(model)} and dimension = ${sql.lit(dimension)}
      order by embedding::vector(32) <=> ${asVector(query)}::vector(32) limit 10`.execute(tx)
    return rows
  })
  expect(rows.length).toBeLessThan(10)
})

test('behind a crowd of somebody else’s, a small tenant gets his full page', async () => {
  const near = await database.asUser(world.outsider, async tx => {
    await onlyByIndex.execute(tx)
    return walkIndex(tx, area)
  })
  expect(near).toHaveLength(10)
  expect(new Set(near.map(({ fragmentId }) => fragmentId)).size).toBe(10)
  const similarities = near.map(({ similarity }) => similarity)
  expect(similarities).toEqual(similarities.toSorted((a, b) => b - a))
  expect(similarities[0]).toBeLessThan(0.9)
})

test('the crowd’s own people get theirs', async () => {
  const near = await database.asUser(world.viewer, tx => nearest(tx, area))
  expect(near).toHaveLength(10)
  expect(near[9]!.similarity).toBeGreaterThan(0.99)
})

test('whoever asks for more than there is gets all there is, and never anybody else’s', async () => {
  for (const within of [others, Number.POSITIVE_INFINITY]) {
    const near = await database.asUser(world.outsider, tx => nearest(tx, { ...area, count: 100, within }))
    expect(near).toHaveLength(others)
    expect(near.every(({ similarity }) => similarity < 0.9)).toBe(true)
  }
  const nobody = await database.asUser(world.operator, tx => nearest(tx, { ...area, within: 100 }))
  expect(nobody).toEqual([])
})

test('vectors of more than 2,000 dimensions are indexed in half precision', async () => {
  await database.asService('index a large model', async tx => {
    await sql`select library.index_embeddings('test/large', 3072)`.execute(tx)
    await sql`select library.index_embeddings('test/large', 3072)`.execute(tx)
  })
  const large = { ...area, model: 'test/large', vector: Array.from({ length: 3_072 }, () => 0.1) }
  expect(await database.asUser(world.viewer, tx => walkIndex(tx, large))).toEqual([])
})
