import { type Expression, type RawBuilder, sql } from 'kysely'

/** True for a text in which each word of the query stands somewhere, whatever the case. */
export function matching(text: Expression<string>, query: string): RawBuilder<boolean> {
  const patterns = query
    .trim()
    .split(/\s+/)
    .map(word => `%${word.replace(/[\\%_]/g, '\\$&')}%`)
  return sql<boolean>`${text} ilike all (${patterns}::text[])`
}
