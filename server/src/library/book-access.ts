import type { Tx } from '@octavo/database'
import { sql } from 'kysely'
import { OctavoError } from '../errors.ts'
import type { Role } from '../identity/organization-role.ts'

/** What a collaborator can be narrowed to. */
export const permissions = ['edit', 'sources', 'generate', 'export', 'comment'] as const
export type Permission = (typeof permissions)[number]

/** A book as far as every operation below it needs to know it. */
export interface BookKey {
  id: string
  organization_id: string
  title: string
  deleted_at: Date | null
}

/** The book, if the person of this transaction may see it. Throws not_found. */
export async function visibleBook(tx: Tx, bookId: string): Promise<BookKey> {
  const book = await tx
    .selectFrom('library.books')
    .select(['id', 'organization_id', 'title', 'deleted_at'])
    .where('id', '=', bookId)
    .executeTakeFirst()
  if (!book) throw new OctavoError('not_found')
  return book
}

/** The id of the book a chapter belongs to, if the person of this transaction may see it. Throws not_found. */
export async function bookOfChapter(tx: Tx, chapterId: string): Promise<string> {
  const chapter = await tx
    .selectFrom('library.chapters')
    .select('book_id')
    .where('id', '=', chapterId)
    .executeTakeFirst()
  if (!chapter) throw new OctavoError('not_found')
  return chapter.book_id
}

/**
 * The book, if the person of this transaction has at least this role on it and is not narrowed out of the action. The
 * policies of every table refuse the same; asking first tells an invisible book (not_found) from one that may be read
 * but not changed (forbidden) or is in the trash (book_trashed).
 */
export async function allowedBook(
  tx: Tx,
  bookId: string,
  action: Permission = 'edit',
  role: Role = 'editor',
): Promise<BookKey> {
  const book = await visibleBook(tx, bookId)
  await requireAllowed(tx, bookId, action, role)
  if (book.deleted_at && action !== 'export') throw new OctavoError('book_trashed')
  return book
}

/** Throws forbidden unless the person has the role on the book and the action is open to him. */
export async function requireAllowed(tx: Tx, bookId: string, action: Permission, role: Role): Promise<void> {
  const { rows } = await sql<{ allowed: boolean }>`
    select app.book_allows(${bookId}, ${role}::app.role, ${action}) as allowed`.execute(tx)
  if (!rows[0]?.allowed) throw new OctavoError('forbidden')
}

/**
 * Keeps every other change of the book's structure waiting until this transaction ends, so that two people who move
 * chapters at once leave one order. Reading and writing text go on.
 */
export async function lockBook(tx: Tx, bookId: string): Promise<void> {
  await tx.selectFrom('library.books').select('id').where('id', '=', bookId).forNoKeyUpdate().execute()
}
