import { buffer } from 'node:stream/consumers'
import { z } from '@hono/zod-openapi'
import { OctavoError } from '../errors.ts'
import type { Caller } from '../http/environment.ts'
import type { Octavo } from '../octavo.ts'
import { mystProject } from '../publishing/myst-project.ts'
import { readStoredBook } from '../publishing/press-book.ts'
import { allowedBook } from './book-access.ts'

export const exportFormats = ['myst'] as const

export const exportedFile = z.union([
  z.object({ path: z.string(), text: z.string() }),
  z.object({ path: z.string(), base64: z.string() }),
])
export const exportedBook = z.object({ slug: z.string(), files: z.array(exportedFile) }).openapi('ExportedBook')
export type ExportedBook = z.infer<typeof exportedBook>

/** Bytes of the files of a book that fit into one answer. */
const largestAnswer = 100 * 1024 * 1024

/**
 * A book as the files of a MyST project in one answer: its chapters as they are, parts nested, with the files they show.
 * What has no text yet is left out. Throws book_unwritten when nothing has, file_too_large.
 */
export async function exportBook(octavo: Octavo, caller: Caller, bookId: string): Promise<ExportedBook> {
  const book = await octavo.database.asUser(caller, async tx => {
    await allowedBook(tx, bookId, 'export', 'viewer')
    return readStoredBook(tx, bookId)
  })
  if (book.pages.every(page => page.file === 'glossary.md')) throw new OctavoError('book_unwritten')
  if (book.files.reduce((sum, file) => sum + file.bytes, 0) > largestAnswer) {
    throw new OctavoError(
      'file_too_large',
      'The files of this book are too large for one answer: octavo export BOOK --format myst, or POST /v1/books/{id}/exports, gives an archive.',
    )
  }
  const hashes = new Map(book.files.map(({ path, sha256 }) => [path, sha256]))
  const project = await mystProject(book, async path => buffer(await octavo.storage.read(hashes.get(path)!)))
  const files = [...project].map(([path, content]) =>
    typeof content === 'string' ? { path, text: content } : { path, base64: Buffer.from(content).toString('base64') },
  )
  return { slug: book.slug, files }
}
