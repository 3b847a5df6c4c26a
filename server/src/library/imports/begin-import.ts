import { randomUUID } from 'node:crypto'
import { basename } from 'node:path/posix'
import { z } from '@hono/zod-openapi'
import { OctavoError } from '../../errors.ts'
import { queueJob } from '../../generation/jobs.ts'
import type { Caller } from '../../http/environment.ts'
import type { Octavo } from '../../octavo.ts'
import { allowedBook } from '../book-access.ts'
import { createBook, trashBook } from '../books.ts'
import { type FetchSafelyOptions, fetchSafely } from '../fetch-safely.ts'
import { addFile } from '../files/add-file.ts'
import { deleteFile } from '../files/files.ts'
import { findStructure, type StructureView, toStructureView } from './structure-view.ts'

/** Reads what is free and counted as nothing. */
const reader = 'octavo/press'

export const importQuery = z.object({
  name: z.string().trim().min(1).max(300).openapi({ description: 'What the file is called', example: 'novel.epub' }),
  organizationId: z.uuid().optional().openapi({ description: 'Of the new book; default your personal one' }),
})

export const importAddress = z
  .object({ url: z.string().min(1).max(2_000), organizationId: z.uuid().optional() })
  .openapi('ImportAddress')

/** A name from somebody's machine as one part of a path. */
const fileName = (name: string) =>
  basename(name.replaceAll('\\', '/').normalize('NFC').toWellFormed())
    .replace(/[:\p{Cc}]/gu, '_')
    .replace(/^\.+$/, '')
    .slice(-200) || 'upload'

/** What a book is called until its upload has said so. */
export const titleOf = (name: string): string =>
  fileName(name)
    .replace(/\.\w{1,8}$/, '')
    .replace(/[_-]+/g, ' ')
    .trim() || 'Untitled'

export interface ImportInput {
  /** Without it, a new book is made. */
  bookId?: string | undefined
  organizationId?: string | undefined
  name: string
  content: AsyncIterable<Uint8Array>
}

/**
 * Keeps a file as it was given, and queues a job that reads it and proposes its chapters. No chapter exists before that
 * is confirmed. Throws not_found, forbidden, book_trashed, file_empty, file_too_large, quota_exceeded; then the file is
 * not kept, and a book that was made for it is in the trash.
 */
export async function beginImport(
  octavo: Octavo,
  caller: Caller,
  { bookId, organizationId, name, content }: ImportInput,
): Promise<StructureView> {
  if (bookId) await octavo.database.asUser(caller, tx => allowedBook(tx, bookId))
  const book =
    bookId ?? (await createBook(octavo, caller, { title: titleOf(name), ...(organizationId && { organizationId }) })).id
  try {
    return await keepAndQueue(octavo, caller, book, fileName(name), content)
  } catch (error) {
    // A book that was made for this file alone has nothing without it.
    if (!bookId) await trashBook(octavo, caller, book)
    throw error
  }
}

async function keepAndQueue(
  octavo: Octavo,
  caller: Caller,
  bookId: string,
  name: string,
  content: AsyncIterable<Uint8Array>,
) {
  const id = randomUUID()
  // In a folder of its own: a later import of the same name is another file.
  const file = await addFile(octavo, caller, bookId, { kind: 'original', name: `imports/${id}/${name}` }, content)
  const job = { kind: 'import', model: reader, cost: 0, request: { structure: id } } as const
  try {
    await queueJob(octavo, caller, bookId, job, async (tx, jobId) => {
      await tx
        .insertInto('library.structures')
        .values({ id, book_id: bookId, file_id: file.id, name, job_id: jobId })
        .execute()
    })
  } catch (error) {
    await deleteFile(octavo, caller, file.id)
    throw error
  }
  return octavo.database.asUser(caller, async tx => toStructureView(await findStructure(tx, id)))
}

const headers = {
  accept: 'application/epub+zip, application/pdf, text/html, text/markdown, text/plain, */*;q=0.5',
  'user-agent': 'Octavo (imports a manuscript for its author)',
}

/** The last part of an address that says something. */
function nameIn({ pathname, hostname }: URL): string {
  const name = pathname.split('/').findLast(part => part !== '') ?? hostname
  try {
    return decodeURIComponent(name)
  } catch {
    return name // a per cent sign that means itself
  }
}

/** As `beginImport`, from an address. Throws address_refused and address_unreachable besides. */
export async function importFrom(
  octavo: Octavo,
  caller: Caller,
  { url, ...input }: z.infer<typeof importAddress> & { bookId?: string | undefined },
  options: FetchSafelyOptions = {},
): Promise<StructureView> {
  // Asked before, so that nobody can make the server fetch for a book that is not his.
  const { bookId } = input
  if (bookId) await octavo.database.asUser(caller, tx => allowedBook(tx, bookId))
  return fetchSafely(url, headers, { timeout: 120_000, ...options }, async ({ response, url: found }) => {
    if (!response.body) throw new OctavoError('file_empty')
    return beginImport(octavo, caller, { ...input, name: nameIn(new URL(found)), content: response.body })
  })
}
