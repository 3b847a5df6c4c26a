import type { Tx } from '@octavo/database'
import { type RawBuilder, sql } from 'kysely'
import { booksOf, type Filter, fragmentsOfKind, type Scope } from './scope.ts'
import type { Terms } from './terms.ts'

/** One document that was found, by its best fragment. */
export interface Found {
  documentId: string
  fragmentId: string
  score: number
}

/** How many documents either ranking gives to the other. */
export const depth = 100

/**
 * Okapi BM25 (S. Robertson, H. Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009) with its usual
 * parameters. A word in the title or in a heading above counts for more, before frequencies saturate (the BM25F of the
 * same paper).
 */
const k1 = 1.2
const b = 0.75
const inTitle = 2
const inHeading = 1.5
/** How many of the fragments that have the rarest words are read in full. */
const candidates = 300

/** Ranks documents by the words of a query, best first. Empty when the query has none that say anything. */
export async function rankByWords(tx: Tx, { terms, required }: Terms, scope: Scope, filter: Filter): Promise<Found[]> {
  if (terms.length === 0 || scope.fragments === 0) return []
  const flags = terms.map((term, index) => ({ name: sql.ref(`m${index}`), query: sql`${term.query}::tsquery` }))
  const any = terms.map(term => term.query).join(' | ')
  const idf = (df: ReturnType<typeof sql>) => sql`ln(1 + (${scope.fragments} - ${df} + 0.5) / (${df} + 0.5))`
  const numbered = terms.flatMap(({ isPrefix, lexemes }, index) => lexemes.map(lexeme => ({ index, isPrefix, lexeme })))
  const hasPrefix = terms.some(({ isPrefix }) => isPrefix)
  // Before anything else is done with them: a fragment has a hundred words, of which a few are asked for.
  const isWord = (lexeme: RawBuilder<unknown>) =>
    hasPrefix
      ? sql`(${lexeme} = l.lexeme or l."isPrefix" and starts_with(${lexeme}, l.lexeme))`
      : sql`${lexeme} = l.lexeme`
  const wanted = hasPrefix
    ? sql`exists (select from lexemes l where ${isWord(sql`u.lexeme`)})`
    : sql`u.lexeme = any (${numbered.map(({ lexeme }) => lexeme)}::text[])`
  // Literals, or PostgreSQL would take fractions for the integers they are multiplied with.
  const average = sql.lit(Math.max(1, scope.words / scope.fragments))
  const { rows } = await sql<Found>`
    with books as materialized (${booksOf(filter)}),
    matches as materialized (
      select f.id, ${sql.join(flags.map(({ name, query }) => sql`(f.terms @@ ${query})::integer as ${name}`))}
      from library.fragments f
      where f.terms @@ ${any}::tsquery and f.book_id in (select id from books)
        and ${fragmentsOfKind(filter)} and ${required}
    ),
    frequencies as materialized (
      select array[${sql.join(flags.map(({ name }) => idf(sql`least(sum(${name}), ${scope.fragments})`)))}]::float8[] as idf
      from matches
    ),
    best as materialized (
      select m.id from matches m, frequencies
      order by ${sql.join(
        flags.map(({ name }, index) => sql`${name} * idf[${sql.lit(index + 1)}]`),
        sql` + `,
      )} desc, m.id
      limit ${candidates}
    ),
    lexemes as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(numbered)}::jsonb) as l (index integer, "isPrefix" boolean, lexeme text)
    ),
    counts as (
      select t.id, t.document_id, t.words, l.index, max(t.frequency) as frequency
      from (
        select f.id, f.document_id, f.words, u.lexeme, (
          select sum(case w when 'A' then ${sql.lit(inTitle)} when 'B' then ${sql.lit(inHeading)} else 1 end)::float8
          from unnest(u.weights) as w) as frequency
        from best join library.fragments f on f.id = best.id
        cross join lateral unnest(f.terms) as u (lexeme, positions, weights)
        where ${wanted}
      ) t
      join lexemes l on ${isWord(sql`t.lexeme`)}
      group by 1, 2, 3, 4
    ),
    scored as (
      select id, document_id, sum(idf[index + 1] * frequency * ${sql.lit(k1 + 1)}
        / (frequency + ${sql.lit(k1)} * (${sql.lit(1 - b)} + ${sql.lit(b)} * words / ${average}))) as score
      from counts, frequencies group by 1, 2
    ),
    documents as (
      select distinct on (document_id) document_id, id, score from scored order by document_id, score desc, id
    )
    select document_id as "documentId", id as "fragmentId", score from documents
    order by score desc, document_id limit ${depth}`.execute(tx)
  return rows
}
