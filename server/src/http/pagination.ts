import { z } from '@hono/zod-openapi'
import { type SelectQueryBuilder, sql } from 'kysely'
import { OctavoError } from '../errors.ts'

/** Query of every list: how many, and where the last page ended. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
})

/** Which page of a list is asked for. */
export type PageRequest = z.infer<typeof pageQuery>

/** A page of a list; `next` is the cursor of the following page, null on the last one. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), next: z.string().nullable() })
}

/** Where a page ended: the values of the ordering columns of its last row. */
export function encodeCursor(values: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url')
}

const cursorValues = z.array(z.union([z.string(), z.number()]))

/** The values put into a cursor. Throws request_invalid on anything this server did not make. */
export function decodeCursor(cursor: string, length: number): (string | number)[] {
  try {
    const values = cursorValues.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
    if (values.length === length) return values
  } catch {
    // Falls through: whatever was wrong with it, it is not one of ours.
  }
  return refuseCursor()
}

/** Throws request_invalid for a cursor that is none of this list's. */
export function refuseCursor(): never {
  throw new OctavoError('request_invalid', undefined, {
    problems: [
      { path: 'query.cursor', message: 'is not a cursor of this list: take it from "next" of the page before' },
    ],
  })
}

/** Cuts a result that was asked for with `limit + 1` rows into a page. */
export function toPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  cursorOf: (row: Row) => readonly (string | number)[],
  toItem: (row: Row) => Item,
): { items: Item[]; next: string | null } {
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return { items: page.map(toItem), next: rows.length > limit && last ? encodeCursor(cursorOf(last)) : null }
}

/**
 * The page of what a query finds, newest first by `at`; rows of the same microsecond in the order of their ids. `at` and `id`
 * name the columns as the query does. Throws request_invalid, or what the database says, for a cursor that is none of the
 * list's.
 */
export async function pageByTime<DB, TB extends keyof DB, Row extends { id: string }, Item>(
  query: SelectQueryBuilder<DB, TB, Row>,
  { limit, cursor }: PageRequest,
  toItem: (row: Row) => Item,
  { at = 'created_at', id = 'id', oldestFirst = false } = {},
): Promise<{ items: Item[]; next: string | null }> {
  const place = sql`(${sql.ref(at)}, ${sql.ref(id)})`
  const direction = oldestFirst ? 'asc' : 'desc'
  let found = query.select(sql<string>`${sql.ref(at)}::text`.as('position'))
  if (cursor) {
    const [time, last] = decodeCursor(cursor, 2)
    const than = sql`(${time}::timestamptz, ${last}::uuid)`
    found = found.where(oldestFirst ? sql<boolean>`${place} > ${than}` : sql<boolean>`${place} < ${than}`)
  }
  const rows = await found
    .orderBy(sql.ref(at), direction)
    .orderBy(sql.ref(id), direction)
    .limit(limit + 1)
    .$castTo<Row & { position: string }>()
    .execute()
  return toPage(rows, limit, row => [row.position, row.id], toItem)
}
