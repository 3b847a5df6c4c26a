import type { Tx } from '@octavo/database'
import { textConfig } from '@octavo/manuscript'
import { type RawBuilder, sql } from 'kysely'
import { embeddedEmbedder, type PayingJob } from '../../generation/embed.ts'
import { canRead } from './vectors.ts'

/** What is searched. Every kind of thing that can be found; more come as they are written. */
export const documentKinds = ['book', 'chapter', 'source'] as const
export type DocumentKind = (typeof documentKinds)[number]

/** Narrows a search to some of the books one may read. */
export interface Filter {
  kind?: DocumentKind | undefined
  bookId?: string | undefined
  language?: string | undefined
  /** Of the book. */
  status?: string | undefined
}

/** The books a search looks into, as a query for ids. Row-level security leaves out those the person may not read. */
export function booksOf(filter: Filter): RawBuilder<unknown> {
  const conditions = [sql`b.deleted_at is null`]
  if (filter.bookId) conditions.push(sql`b.id = ${filter.bookId}`)
  if (filter.status) conditions.push(sql`b.status = ${filter.status}`)
  // en finds en-GB, en-GB does not find en.
  if (filter.language) {
    const language = filter.language.toLowerCase()
    conditions.push(sql`(lower(b.language) = ${language} or starts_with(lower(b.language), ${`${language}-`}))`)
  }
  return sql`select b.id from library.books b where ${sql.join(conditions, sql` and `)}`
}

/** The conditions on fragments `f` that a filter sets, but for the books. */
export function fragmentsOfKind({ kind }: Filter): RawBuilder<unknown> {
  return kind ? sql`f.kind = ${kind}` : sql`true`
}

/** What a search will meet in the books it looks into. */
export interface Scope {
  /** PostgreSQL text search configurations of their languages. */
  configs: string[]
  /** Models whose vectors they have, each with who pays for reading a query by it. */
  embedders: { model: string; organizationId: string; job: PayingJob | undefined }[]
  /** Languages of books that have no vectors, since their model does not read them. */
  wordsOnly: string[]
  /** Fragments, and words in them. */
  fragments: number
  words: number
}

/** Most models one search asks: books of one organization rarely have two, and each costs a call. */
const mostEmbedders = 3

export async function readScope(tx: Tx, filter: Filter): Promise<Scope> {
  const { rows } = await sql<{
    language: string
    model: string
    organizationId: string
    bookId: string
    jobId: string | null
    fragments: number
    words: number
  }>`
    select b.language, coalesce(e.model, ${embeddedEmbedder}) as model, min(b.organization_id::text) as "organizationId",
      min(b.id::text) as "bookId", min(e.job_id::text) as "jobId", coalesce(sum(d.fragments), 0)::integer as fragments,
      coalesce(sum(d.words), 0)::integer as words
    from library.books b
    join library.documents d on d.book_id = b.id
    left join library.embedders e on e.book_id = b.id
    where b.id in (${booksOf(filter)}) and ${filter.kind ? sql`d.kind = ${filter.kind}` : sql`true`}
    -- A job pays only for its own organization, so what belongs together is kept together.
    group by 1, 2, e.job_id order by fragments desc`.execute(tx)
  const embedders = new Map<string, Scope['embedders'][number]>()
  for (const { bookId, jobId, language, model, organizationId } of rows) {
    if (!canRead(model, language) || embedders.has(model) || embedders.size >= mostEmbedders) continue
    const job = jobId ? { id: jobId, rootId: jobId, bookId, organizationId, kind: 'embed' } : undefined
    embedders.set(model, { model, organizationId, job })
  }
  return {
    configs: [...new Set(rows.map(row => textConfig(row.language)))],
    embedders: [...embedders.values()],
    wordsOnly: [...new Set(rows.filter(row => !canRead(row.model, row.language)).map(row => row.language))],
    fragments: rows.reduce((sum, row) => sum + row.fragments, 0),
    words: rows.reduce((sum, row) => sum + row.words, 0),
  }
}
