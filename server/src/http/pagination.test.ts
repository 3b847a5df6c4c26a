import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../testing.ts'
import { encodeCursor, type PageRequest, pageByTime } from './pagination.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const id = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`

/** Three at the same microsecond, one a microsecond before, one after. */
const rows = sql<{ id: string; created_at: Date }>`(values
  (${id(1)}::uuid, timestamptz '2026-03-01 12:00:00.000002+00'),
  (${id(2)}::uuid, timestamptz '2026-03-01 12:00:00.000001+00'),
  (${id(3)}::uuid, timestamptz '2026-03-01 12:00:00.000001+00'),
  (${id(4)}::uuid, timestamptz '2026-03-01 12:00:00.000001+00'),
  (${id(5)}::uuid, timestamptz '2026-03-01 12:00:00.000000+00'))`

const page = (request: PageRequest, oldestFirst = false) =>
  server.octavo.database.asService('read pages in a test', tx =>
    pageByTime(
      tx.selectFrom(rows.as<'t'>(sql`t(id, created_at)`)).select(['t.id']),
      request,
      row => Number(row.id.at(-1)),
      { at: 't.created_at', id: 't.id', oldestFirst },
    ),
  )

test.for([
  [false, [1, 4, 3, 2, 5]],
  [true, [5, 2, 3, 4, 1]],
] as const)('pages follow one another also within a microsecond (oldest first: %s)', async ([oldestFirst, order]) => {
  for (const limit of [1, 2, 3, 5, 9]) {
    const found: number[] = []
    let cursor: string | undefined
    do {
      const { items, next } = await page({ limit, cursor }, oldestFirst)
      expect(items.length).toBeLessThanOrEqual(limit)
      found.push(...items)
      cursor = next ?? undefined
    } while (cursor)
    expect(found).toEqual(order)
  }
})

test.for([
  ['request_invalid', 'x'],
  ['request_invalid', encodeCursor(['2026-03-01'])],
  ['value_invalid', encodeCursor(['yesterday noon', id(1)])],
  ['value_invalid', encodeCursor(['2026-13-45 12:00:00+00', id(1)])],
  ['value_invalid', encodeCursor(['2026-03-01 12:00:00+00', '7'])],
] as const)('a cursor that is none is refused: %s', async ([code, cursor]) => {
  const person = await server.signUp('Pat')
  const { status, body } = await server.request(person, 'GET', `/v1/jobs?cursor=${cursor}`)
  expect({ status, code: body.code }).toEqual({ status: 422, code })
})
