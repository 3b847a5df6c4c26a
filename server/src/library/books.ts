import { z } from '@hono/zod-openapi'
import type { Tx } from '@octavo/database'
import { uniqueSlug } from '@octavo/manuscript'
import { sql } from 'kysely'
import { OctavoError } from '../errors.ts'
import type { Caller } from '../http/environment.ts'
import { decodeCursor, pageQuery, toPage } from '../http/pagination.ts'
import { requireRole } from '../identity/organization-role.ts'
import type { Octavo } from '../octavo.ts'
import { allowedBook, requireAllowed, visibleBook } from './book-access.ts'
import {
  type BookFields,
  type BookView,
  bookColumns,
  bookFields,
  bookStages,
  bookStatuses,
  booksIn,
  editedAtOf,
  stageOf,
  toBookView,
  wordsOf,
} from './book-view.ts'
import { matching } from './matching.ts'
import { cutHere } from './search/cut.ts'

export const bookFilter = pageQuery.extend({
  organization: z.uuid().optional(),
  status: z.enum(bookStatuses).optional(),
  stage: z
    .enum([...bookStages, 'current'])
    .optional()
    .openapi({ description: 'current: all but the archived' }),
  genre: z.string().optional(),
  language: z.string().optional(),
  tag: z.string().optional(),
  q: z.string().max(500).optional().openapi({ description: 'Words of the title' }),
  trashed: z.enum(['true', 'false']).default('false').openapi({ description: '"true" lists the trash instead' }),
  sort: z
    .enum(['updated', 'edited', 'created', 'title', 'words'])
    .default('updated')
    .openapi({ description: 'edited: by the last change of the book or of a chapter' }),
})

export const shelfFilter = bookFilter.pick({ organization: true })

export const shelfCounts = z.record(z.enum([...bookStages, 'trash']), z.number().int()).openapi('ShelfCounts')

export const newBook = bookFields
  .partial()
  .required({ title: true })
  .extend({ organizationId: z.uuid().optional().openapi({ description: 'Default: your personal organization' }) })
  .openapi('NewBook')

export const bookChanges = bookFields
  .partial()
  .extend({ status: z.enum(bookStatuses).optional() })
  .openapi('BookChanges')

const orders = {
  updated: { key: sql<string>`b.updated_at::text`, by: sql`b.updated_at`, type: sql`timestamptz`, direction: 'desc' },
  created: { key: sql<string>`b.created_at::text`, by: sql`b.created_at`, type: sql`timestamptz`, direction: 'desc' },
  edited: { key: sql<string>`${editedAtOf}::text`, by: editedAtOf, type: sql`timestamptz`, direction: 'desc' },
  words: { key: sql<string>`${wordsOf}::text`, by: wordsOf, type: sql`integer`, direction: 'desc' },
  title: { key: sql<string>`lower(b.title)`, by: sql`lower(b.title)`, type: sql`text`, direction: 'asc' },
} as const

/** The books the caller may see, of every organization or one. */
export async function listBooks(octavo: Octavo, caller: Caller, filter: z.infer<typeof bookFilter>) {
  const order = orders[filter.sort]
  return octavo.database.asUser(caller, async tx => {
    let query = booksIn(tx)
      .select(order.key.as('sort_key'))
      .where('b.deleted_at', filter.trashed === 'true' ? 'is not' : 'is', null)
    if (filter.organization) query = query.where('b.organization_id', '=', filter.organization)
    if (filter.status) query = query.where('b.status', '=', filter.status)
    if (filter.stage === 'current') query = query.where('b.status', '<>', 'archived')
    else if (filter.stage) query = query.where(stageOf, '=', filter.stage)
    if (filter.genre) query = query.where('b.genre', '=', filter.genre)
    if (filter.language) query = query.where('b.language', '=', filter.language)
    if (filter.tag) query = query.where(sql<boolean>`b.tags @> array[${filter.tag}]`)
    if (filter.q) query = query.where(matching(sql<string>`b.title`, filter.q))
    if (filter.cursor) {
      const [key, id] = decodeCursor(filter.cursor, 2)
      const after = order.direction === 'desc' ? sql`<` : sql`>`
      query = query.where(sql<boolean>`(${order.by}, b.id) ${after} (${key}::${order.type}, ${id}::uuid)`)
    }
    const rows = await query
      .orderBy(order.by, order.direction)
      .orderBy('b.id', order.direction)
      .limit(filter.limit + 1)
      .execute()
    return toPage(rows, filter.limit, row => [row.sort_key, row.id], toBookView)
  })
}

/** How many of the books the caller may see are at each stage, and in the trash; of every organization or one. */
export async function countBooks(
  octavo: Octavo,
  caller: Caller,
  { organization }: z.infer<typeof shelfFilter>,
): Promise<z.infer<typeof shelfCounts>> {
  return octavo.database.asUser(caller, async tx => {
    let query = tx
      .selectFrom('library.books as b')
      .select(
        sql<keyof z.infer<typeof shelfCounts>>`case when b.deleted_at is null then ${stageOf} else 'trash' end`.as(
          'place',
        ),
      )
      .select(sql<number>`count(*)::integer`.as('books'))
    if (organization) query = query.where('b.organization_id', '=', organization)
    const rows = await query.groupBy('place').execute()
    const counts = { planning: 0, writing: 0, editing: 0, published: 0, archived: 0, trash: 0 }
    for (const { place, books } of rows) counts[place] = books
    return counts
  })
}

/** One book, trashed or not. */
export async function readBook(octavo: Octavo, caller: Caller, bookId: string): Promise<BookView> {
  return octavo.database.asUser(caller, tx => findBook(tx, bookId))
}

export async function findBook(tx: Tx, bookId: string): Promise<BookView> {
  const row = await booksIn(tx).where('b.id', '=', bookId).executeTakeFirst()
  if (!row) throw new OctavoError('not_found')
  return toBookView(row)
}

/** The organization a new book goes to. Throws not_found, and forbidden for less than an editor. */
export async function organizationFor(tx: Tx, wanted: string | undefined): Promise<string> {
  if (wanted) {
    await requireRole(tx, wanted, 'editor')
    return wanted
  }
  const { id } = await tx
    .selectFrom('identity.organizations')
    .select('id')
    .where('personal', '=', true)
    .where(sql<boolean>`id = any (app.organizations_as('owner'))`)
    .executeTakeFirstOrThrow()
  return id
}

/** Where a copy of something goes: beside it when the caller may add there, else to the personal organization. */
export async function organizationBeside(tx: Tx, organizationId: string): Promise<string> {
  const { rows } = await sql<{ may: boolean }>`
    select ${organizationId}::uuid = any (app.organizations_as('editor')) as may`.execute(tx)
  return rows[0]?.may ? organizationId : organizationFor(tx, undefined)
}

/** Adds a book under a slug of its own. A slug that was asked for and is taken throws conflict. */
export async function insertBook(
  tx: Tx,
  organizationId: string,
  { slug, ...fields }: Partial<BookFields> & { title: string },
): Promise<string> {
  const insert = async (chosen: string) => {
    const made = await tx
      .insertInto('library.books')
      .values({ ...bookColumns(fields), slug: chosen, organization_id: organizationId })
      .onConflict(conflict => conflict.columns(['organization_id', 'slug']).where('deleted_at', 'is', null).doNothing())
      .returning('id')
      .executeTakeFirst()
    if (made) await cutHere(tx, { bookId: made.id })
    return made
  }
  if (slug) {
    const made = await insert(slug)
    if (!made) throw slugTaken(slug)
    return made.id
  }
  // Private books of others hold slugs that cannot be seen here, so what fails is remembered.
  for (const taken = await slugsIn(tx, organizationId); ; ) {
    const candidate = uniqueSlug(fields.title, taken)
    const made = await insert(candidate)
    if (made) return made.id
    taken.add(candidate)
  }
}

async function slugsIn(tx: Tx, organizationId: string): Promise<Set<string>> {
  const rows = await tx
    .selectFrom('library.books')
    .select('slug')
    .where('organization_id', '=', organizationId)
    .where('deleted_at', 'is', null)
    .execute()
  return new Set(rows.map(row => row.slug))
}

function slugTaken(slug: string): OctavoError {
  return new OctavoError('conflict', `Another book here has the slug "${slug}": choose another, or leave it out.`)
}

/** What a new book takes from its maker's settings where nothing else is said. */
export async function withDefaults(
  tx: Tx,
  fields: Partial<BookFields> & { title: string },
): Promise<Partial<BookFields> & { title: string }> {
  const settings = await tx
    .selectFrom('identity.settings')
    .select(['default_model', 'default_words', 'required_features', 'language'])
    .executeTakeFirstOrThrow()
  return {
    model: settings.default_model,
    language: settings.language,
    requiredFeatures: settings.required_features,
    // The length of the whole book decides, when it is given.
    ...(!fields.targetWords && { targetWordsPerChapter: settings.default_words }),
    ...fields,
  }
}

export async function createBook(
  octavo: Octavo,
  caller: Caller,
  { organizationId, ...fields }: z.infer<typeof newBook>,
): Promise<BookView> {
  return octavo.database.asUser(caller, async tx => {
    const organization = await organizationFor(tx, organizationId)
    return findBook(tx, await insertBook(tx, organization, await withDefaults(tx, fields)))
  })
}

/**
 * Changes a book that is still at `expectedVersion` (null: whatever it is at). `completed_at` tells since when it is
 * completed or published, `published_at` when it was last published.
 */
export async function changeBook(
  octavo: Octavo,
  caller: Caller,
  bookId: string,
  { status, ...fields }: z.infer<typeof bookChanges>,
  expectedVersion: number | null,
): Promise<BookView> {
  try {
    return await octavo.database.asUser(caller, async tx => {
      await allowedBook(tx, bookId)
      await updateBook(tx, bookId, expectedVersion, {
        ...bookColumns(fields),
        ...(status && {
          status,
          completed_at: completedAt(status),
          ...(status === 'published' && {
            published_at: sql`case when status = 'published' then published_at else now() end`,
          }),
        }),
      })
      return findBook(tx, bookId)
    })
  } catch (error) {
    if (fields.slug && isSlugTaken(error)) throw slugTaken(fields.slug)
    throw error
  }
}

function completedAt(status: (typeof bookStatuses)[number]) {
  if (status === 'archived') return sql<Date | null>`completed_at`
  return status === 'completed' || status === 'published' ? sql<Date>`coalesce(completed_at, now())` : null
}

function isSlugTaken(error: unknown): boolean {
  return error instanceof Error && 'constraint' in error && error.constraint === 'books_slug_key'
}

async function updateBook(tx: Tx, bookId: string, expectedVersion: number | null, columns: object): Promise<void> {
  const book = await tx
    .selectFrom('library.books')
    .select('version')
    .where('id', '=', bookId)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!book) throw new OctavoError('forbidden')
  if (expectedVersion !== null && expectedVersion !== book.version) {
    throw new OctavoError('version_conflict', undefined, { currentVersion: book.version })
  }
  await tx
    .updateTable('library.books')
    .set({ ...columns, version: book.version + 1 })
    .where('id', '=', bookId)
    .execute()
  await cutHere(tx, { bookId })
}

/** Puts a book into the trash; everything in it stays and can be read there. */
export async function trashBook(octavo: Octavo, caller: Caller, bookId: string): Promise<void> {
  await octavo.database.asUser(caller, async tx => {
    const book = await visibleBook(tx, bookId)
    await requireAllowed(tx, bookId, 'edit', 'editor')
    if (!book.deleted_at) await updateBook(tx, bookId, null, { deleted_at: sql`now()` })
  })
}

/** Takes a book out of the trash. When another took its slug meanwhile, it gets a new one. */
export async function restoreBook(octavo: Octavo, caller: Caller, bookId: string): Promise<BookView> {
  const taken = new Set<string>()
  for (;;) {
    let slug = ''
    try {
      return await octavo.database.asUser(caller, async tx => {
        const book = await findBook(tx, bookId)
        await requireAllowed(tx, bookId, 'edit', 'editor')
        if (!book.deletedAt) return book
        for (const other of await slugsIn(tx, book.organizationId)) taken.add(other)
        slug = taken.has(book.slug) ? uniqueSlug(book.title, taken) : book.slug
        await updateBook(tx, bookId, null, { slug, deleted_at: null })
        return findBook(tx, bookId)
      })
    } catch (error) {
      // A private book of somebody else has it, which cannot be seen here.
      if (!isSlugTaken(error)) throw error
      taken.add(slug)
    }
  }
}
