import pg from 'pg'

const { builtins } = pg.types

/**
 * How column values arrive in JavaScript, the same on embedded and server. `generate-types.ts` writes types to match.
 *
 * - `bigint` → number; throws beyond ±(2^53 − 1) instead of rounding.
 * - `numeric` → number, the nearest double: exact up to 15 significant digits (IEEE 754), which covers every price and
 *   percentage kept here. Sums of money are made in SQL, where numeric is exact.
 * - `date` → 'YYYY-MM-DD', because a Date would move it with the machine's time zone. `timestamptz` → Date.
 * - `interval`, `vector`, ranges → their text. `json`, `jsonb` → the parsed value.
 *
 * Only transactions use this; the pool lent to the workflow engine and the sign-in library keeps the defaults of `pg`.
 * An array, because `pg` also passes it on as the list of parameter types, and PGlite's serializer walks that list.
 */
export const columnValues: pg.CustomTypesConfig = Object.assign([], {
  getTypeParser(oid: number, format?: string) {
    if (format !== 'binary') {
      if (oid === builtins.INT8) return safeInteger
      if (oid === builtins.NUMERIC) return Number
      if (oid === builtins.DATE || oid === builtins.INTERVAL) return text
    }
    return pg.types.getTypeParser(oid, format as 'text')
  },
})

function safeInteger(value: string): number {
  const number = Number(value)
  if (!Number.isSafeInteger(number))
    throw new RangeError(`bigint ${value} does not fit a JavaScript number; cast it to text`)
  return number
}

function text(value: string): string {
  return value
}
