import type { Tx } from '@octavo/database'
import { type Query, withoutAccents } from '@octavo/manuscript'
import { type RawBuilder, sql } from 'kysely'

/** A query in the database's words. */
export interface Terms {
  /** One for each word of the query that is no stop word in every language that is searched. */
  terms: Term[]
  /** A condition on `f.terms`: the phrases stand there, what is excluded does not. */
  required: RawBuilder<unknown>
}

/** One word of a query: the stems it has in the languages that are searched, with and without its accents. */
export interface Term {
  lexemes: string[]
  isPrefix: boolean
  /** The same as a tsquery, in text. */
  query: string
}

/** Stems the words of a query, with and without their accents, as the texts in each of the languages were stemmed. */
export async function termsOf(tx: Tx, query: Query, configs: readonly string[]): Promise<Terms> {
  const words = query.words.map(({ text }, index) => ({ index, text, plain: withoutAccents(text) }))
  const { rows } = await sql<{ index: number; lexemes: string[] }>`
    select w.index, array_agg(distinct l.lexeme) as lexemes
    from jsonb_to_recordset(${JSON.stringify(words)}::jsonb) as w (index integer, text text, plain text)
    cross join unnest(${configs}::text[]) as c (name)
    cross join lateral unnest(tsvector_to_array(to_tsvector(c.name::regconfig, w.text) ||
      to_tsvector(c.name::regconfig, w.plain))) as l (lexeme)
    group by 1 order by 1`.execute(tx)
  const terms = rows.map(({ index, lexemes }) => {
    const { isPrefix } = query.words[index]!
    return { lexemes, isPrefix, query: lexemes.map(lexeme => quoted(lexeme, isPrefix)).join(' | ') }
  })
  const side = (run: readonly string[]) =>
    sql`(f.terms @@ (${sql.join(
      configs.map(config => sql`phraseto_tsquery(${config}::regconfig, ${run.join(' ')})`),
      sql` || `,
    )}))`
  const conditions = [...query.phrases.map(side), ...query.excluded.map(run => sql`not ${side(run)}`)]
  return { terms, required: conditions.length > 0 ? sql.join(conditions, sql` and `) : sql`true` }
}

function quoted(lexeme: string, isPrefix: boolean): string {
  return `'${lexeme.replaceAll('\\', '\\\\').replaceAll("'", "''")}'${isPrefix ? ':*' : ''}`
}
