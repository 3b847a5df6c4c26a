import { z } from '@hono/zod-openapi'
import type { Tx } from '@octavo/database'
import { bookKinds } from '@octavo/manuscript'
import { IsbnProblem, readIsbn } from '@octavo/press/cover/choices'
import { sql } from 'kysely'

export const bookStatuses = ['draft', 'in_progress', 'review', 'completed', 'published', 'archived'] as const
/** Where a book stands, by its status and by what is in it; what a shelf is divided by. */
export const bookStages = ['planning', 'writing', 'editing', 'published', 'archived'] as const
export const visibilities = ['private', 'organization', 'public'] as const

const words = z.number().int().min(1).max(10_000_000)
const names = (longest: number, most: number) => z.array(z.string().trim().min(1).max(longest)).max(most)

/** Lower case letters, digits and hyphens, as in the database. */
export const slug = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,198}[a-z0-9])?$/, 'may hold a-z, 0-9 and hyphens inside')

/** A word the book avoids, and what it writes in its place. */
export const styleWord = z
  .object({
    word: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .openapi({ description: 'Found whole and in any case; between slashes, a pattern in the syntax of RE2' }),
    instead: z.string().trim().min(1).max(200).optional(),
  })
  .openapi('StyleWord')

/** How a book is to be written: what a person may set. */
const imprint = (longest: number) => z.string().trim().min(1).max(longest).nullable()

/** An ISBN-10 or ISBN-13 as thirteen digits. */
const isbn = z
  .string()
  .max(40)
  .transform((given, context) => {
    try {
      return readIsbn(given).digits
    } catch (error) {
      if (!(error instanceof IsbnProblem)) throw error
      context.addIssue({ code: 'custom', message: error.message })
      return z.NEVER
    }
  })

export const bookFields = z.object({
  title: z.string().trim().min(1).max(500),
  subtitle: z.string().max(500).nullable(),
  slug,
  authors: names(200, 50).openapi({ description: 'Names as they are printed' }),
  description: z.string().max(10_000).nullable(),
  language: z
    .string()
    .regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/, 'must be a language tag (BCP 47) such as en or pt-BR')
    .openapi({ example: 'en' }),
  genre: z.string().max(200).nullable(),
  audience: z.string().max(2_000).nullable(),
  tags: names(60, 50),
  kind: z.enum(bookKinds),
  type: z.enum(['learning', 'entertainment']),
  structure: z.enum(['linear', 'chapters', 'mixed']),
  notes: z
    .string()
    .max(200_000)
    .openapi({ description: 'The author’s wishes in free text; every prompt carries them' }),
  targetChapters: z.number().int().min(1).max(200).nullable(),
  targetWords: words.nullable().openapi({ description: 'Of the whole book' }),
  targetWordsPerChapter: words.nullable(),
  model: z.string().min(1).max(200).nullable().openapi({ example: 'octavo/compositor-1' }),
  outlinePrompt: z.string().max(100_000).nullable(),
  chapterPrompt: z.string().max(100_000).nullable(),
  requiredFeatures: names(100, 200),
  styleGuide: z.string().max(100_000),
  styleWords: z.array(styleWord).max(500).openapi({ description: 'Words an audit finds' }),
  auditThreshold: z.number().int().min(0).max(100).openapi({ description: 'The score a chapter should reach' }),
  remediateAutomatically: z
    .boolean()
    .openapi({ description: 'Whether a written chapter under the threshold is remediated at once' }),
  remediationAttempts: z.number().int().min(1).max(5).openapi({ description: 'How often, at most' }),
  visibility: z.enum(visibilities),
  publisher: imprint(200).openapi({ description: 'As printed behind the title' }),
  rights: imprint(1_000).openapi({ description: 'A licence by its SPDX identifier, or a copyright line' }),
  dedication: imprint(1_000),
  isbn: isbn.nullable().openapi({ example: '978-3-16-148410-0', description: 'Kept as thirteen digits' }),
})
export type BookFields = z.infer<typeof bookFields>

export const bookView = bookFields
  .extend({
    id: z.uuid(),
    organizationId: z.uuid(),
    createdBy: z.uuid().nullable(),
    status: z.enum(bookStatuses),
    stage: z.enum(bookStages).openapi({
      description:
        'published and archived by its status; else writing while it is being written, editing once it has text, planning before',
    }),
    words: z.number().int(),
    chapters: z.number().int().openapi({ description: 'Chapters that have text' }),
    plannedChapters: z.number().int().openapi({ description: 'Chapters of the outline' }),
    sources: z.number().int(),
    coverId: z.uuid().nullable().openapi({ description: 'The chosen cover' }),
    editedAt: z.string().openapi({ description: 'When the book or one of its chapters was last changed' }),
    completedAt: z.string().nullable(),
    publishedAt: z.string().nullable(),
    deletedAt: z.string().nullable(),
    version: z.number().int(),
    createdAt: z.string(),
    updatedAt: z.string(),
  })
  .openapi('Book')
export type BookView = z.infer<typeof bookView>

/** The stage of the book `b`. */
export const stageOf = sql<(typeof bookStages)[number]>`case
  when b.status in ('archived', 'published') then b.status
  when exists (select from generation.generations g
               where g.book_id = b.id and g.kind = 'write' and g.parent_id is null
                 and g.state in ('queued', 'running', 'streaming', 'paused')) then 'writing'
  when exists (select from library.chapters c where c.book_id = b.id and c.words > 0) then 'editing'
  else 'planning' end`

/** When the book `b` or one of its chapters was last changed. */
export const editedAtOf = sql<Date>`greatest(b.updated_at,
  (select max(c.updated_at) from library.chapters c where c.book_id = b.id))`

/** The words of the book `b`. */
export const wordsOf = sql<number>`(select coalesce(sum(c.words), 0)::integer
  from library.chapters c where c.book_id = b.id)`

/** Books with what is counted from what is in them. */
export function booksIn(tx: Tx) {
  return tx
    .selectFrom('library.books as b')
    .selectAll('b')
    .select([stageOf.as('stage'), editedAtOf.as('edited_at'), wordsOf.as('words')])
    .select(eb => [
      eb
        .selectFrom('library.chapters as c')
        .select(sql<number>`count(*)::integer`.as('chapters'))
        .whereRef('c.book_id', '=', 'b.id')
        .where('c.words', '>', 0)
        .as('chapters'),
      eb
        .selectFrom('library.toc_items as i')
        .select(sql<number>`count(*)::integer`.as('planned'))
        .whereRef('i.book_id', '=', 'b.id')
        .where('i.kind', '<>', 'part')
        .as('planned_chapters'),
      eb
        .selectFrom('library.sources as s')
        .select(sql<number>`count(*)::integer`.as('sources'))
        .whereRef('s.book_id', '=', 'b.id')
        .as('sources'),
      eb
        .selectFrom('library.covers as v')
        .select('v.id')
        .whereRef('v.book_id', '=', 'b.id')
        .where('v.chosen', '=', true)
        .as('cover_id'),
    ])
}

export type BookRow = Awaited<ReturnType<ReturnType<typeof booksIn>['executeTakeFirstOrThrow']>>

export function toBookView(row: BookRow): BookView {
  return {
    id: row.id,
    organizationId: row.organization_id,
    createdBy: row.created_by,
    title: row.title,
    subtitle: row.subtitle,
    slug: row.slug,
    authors: row.authors,
    description: row.description,
    language: row.language,
    genre: row.genre,
    audience: row.audience,
    tags: row.tags,
    kind: row.kind,
    type: row.type,
    structure: row.structure,
    notes: row.notes,
    targetChapters: row.target_chapters,
    targetWords: row.target_words,
    targetWordsPerChapter: row.target_words_per_chapter,
    model: row.model,
    outlinePrompt: row.outline_prompt,
    chapterPrompt: row.chapter_prompt,
    requiredFeatures: row.required_features,
    styleGuide: row.style_guide,
    styleWords: row.style_words as unknown as BookFields['styleWords'],
    auditThreshold: row.audit_threshold,
    remediateAutomatically: row.remediate_automatically,
    remediationAttempts: row.remediation_attempts,
    status: row.status,
    visibility: row.visibility,
    publisher: row.publisher,
    rights: row.rights,
    dedication: row.dedication,
    isbn: row.isbn,
    stage: row.stage,
    words: row.words,
    chapters: row.chapters ?? 0,
    plannedChapters: row.planned_chapters ?? 0,
    sources: row.sources ?? 0,
    coverId: row.cover_id,
    editedAt: row.edited_at.toISOString(),
    completedAt: row.completed_at?.toISOString() ?? null,
    publishedAt: row.published_at?.toISOString() ?? null,
    deletedAt: row.deleted_at?.toISOString() ?? null,
    version: row.version,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  }
}

const columns = {
  targetChapters: 'target_chapters',
  targetWords: 'target_words',
  targetWordsPerChapter: 'target_words_per_chapter',
  outlinePrompt: 'outline_prompt',
  chapterPrompt: 'chapter_prompt',
  requiredFeatures: 'required_features',
  styleGuide: 'style_guide',
  styleWords: 'style_words',
  auditThreshold: 'audit_threshold',
  remediateAutomatically: 'remediate_automatically',
  remediationAttempts: 'remediation_attempts',
} as const
type Columns = typeof columns

type AsColumns<Fields> = {
  [Name in keyof Fields as Name extends keyof Columns ? Columns[Name] : Name]: Name extends 'styleWords'
    ? string
    : Fields[Name]
}

/** The fields under the names of their columns. */
export function bookColumns<Fields extends Partial<BookFields>>(fields: Fields): AsColumns<Fields> {
  const renamed = Object.entries(fields).map(([name, value]) => [
    columns[name as keyof Columns] ?? name,
    // The one column of JSON; the driver would make a PostgreSQL array of it.
    name === 'styleWords' ? JSON.stringify(value) : value,
  ])
  return Object.fromEntries(renamed)
}
