import { buffer } from 'node:stream/consumers'
import type { Tx } from '@octavo/database'
import { exportUsage } from '../billing/usage-csv.ts'
import { OctavoError } from '../errors.ts'
import type { Caller } from '../http/environment.ts'
import { booksIn, toBookView } from '../library/book-view.ts'
import { readItems } from '../library/outline-items.ts'
import type { Octavo } from '../octavo.ts'
import { mystProject } from '../publishing/myst-project.ts'
import { readStoredBook, type StoredBook } from '../publishing/press-book.ts'
import { listAccounts } from './accounts.ts'
import { getMe, type Me } from './me.ts'
import { listSessions } from './sessions.ts'
import { listTokens } from './tokens.ts'
import { type ZipEntry, zipStream } from './zip-stream.ts'

/** What fits into an archive without ZIP64, with room for its texts. Bytes. */
const largestExport = 3_500_000_000

const readme = `# Your data in Octavo

- account.json: your account, profile, settings and organizations; how and where you sign in; your tokens without their
  text.
- books/: every book you began and can still open. In each folder
  - book.json: what is set for it, and its outline
  - myst/: its text, a MyST project with its files: octavo build, mystmd or Jupyter Book print it
  - sources/: what you gave for it, as readable text
  - originals/: the files you gave, as they were
- usage/: what you used, act by act, one table for each organization.

Books that others began are not in it, even where you work on them, nor is what others used.
`

/**
 * Everything the caller owns as one archive, made while it is read: the account, the books they began with their sources,
 * their own usage. Each part is read as the caller, so nothing of others can be in it. Throws file_too_large.
 */
export async function exportMe(octavo: Octavo, caller: Caller): Promise<ReadableStream<Uint8Array>> {
  const me = await getMe(octavo, caller)
  const bookIds = await octavo.database.asUser(caller, async tx => {
    const { bytes } = await tx
      .selectFrom('library.files as f')
      .innerJoin('library.books as b', 'b.id', 'f.book_id')
      .select(eb => eb.fn.coalesce(eb.fn.sum<number>('f.bytes'), eb.lit(0)).as('bytes'))
      .where('b.created_by', '=', caller.userId)
      .executeTakeFirstOrThrow()
    if (Number(bytes) > largestExport) {
      throw new OctavoError(
        'file_too_large',
        'The files of your books are too large for one archive: export the books one by one.',
      )
    }
    const books = await tx
      .selectFrom('library.books')
      .select('id')
      .where('created_by', '=', caller.userId)
      .orderBy('created_at')
      .execute()
    return books.map(({ id }) => id)
  })
  return zipStream(entriesOf(octavo, caller, me, bookIds))
}

async function* entriesOf(octavo: Octavo, caller: Caller, me: Me, bookIds: string[]): AsyncGenerator<ZipEntry> {
  yield { path: 'README.md', content: readme }
  const account = {
    ...me,
    accounts: await listAccounts(octavo, caller),
    sessions: await listSessions(octavo, caller),
    tokens: await listTokens(octavo, caller),
  }
  yield { path: 'account.json', content: asJson(account) }
  for (const id of bookIds) yield* bookEntries(octavo, caller, id)
  for (const { id, slug } of me.organizations) {
    const csv = await exportUsage(octavo, caller, id, { from: new Date(0).toISOString(), userId: caller.userId })
    yield { path: `usage/${slug}.csv`, content: csv }
  }
}

async function* bookEntries(octavo: Octavo, caller: Caller, bookId: string): AsyncGenerator<ZipEntry> {
  const found = await octavo.database.asUser(caller, tx => readOwnBook(tx, bookId))
  // Deleted, or taken from him, while he downloads.
  if (!found) return
  const { book, outline, sources, originals, stored } = found
  const folder = `books/${book.slug}-${book.id.slice(0, 8)}`
  yield { path: `${folder}/book.json`, content: asJson({ ...book, outline }) }
  if (stored) {
    const hashes = new Map(stored.files.map(({ path, sha256 }) => [path, sha256]))
    const project = await mystProject(stored, async path => buffer(await octavo.storage.read(hashes.get(path)!)))
    for (const [path, content] of project) yield { path: `${folder}/myst/${path}`, content }
  }
  for (const [index, { title, format, text }] of sources.entries()) {
    const name = `${String(index + 1).padStart(3, '0')}-${fileName(title)}.${format === 'markdown' ? 'md' : 'txt'}`
    yield { path: `${folder}/sources/${name}`, content: text }
  }
  for (const { name, sha256 } of originals) {
    yield { path: `${folder}/originals/${name}`, content: await octavo.storage.read(sha256) }
  }
}

async function readOwnBook(tx: Tx, bookId: string) {
  const row = await booksIn(tx).where('b.id', '=', bookId).executeTakeFirst()
  if (!row) return undefined
  const sources = await tx
    .selectFrom('library.sources')
    .select(['title', 'format', 'text'])
    .where('book_id', '=', bookId)
    .orderBy('position')
    .execute()
  const originals = await tx
    .selectFrom('library.files')
    .select(['name', 'sha256'])
    .where('book_id', '=', bookId)
    .where('kind', '=', 'original')
    .orderBy('name')
    .execute()
  return {
    book: toBookView(row),
    outline: await readItems(tx, bookId),
    sources,
    originals,
    stored: await readWritten(tx, bookId),
  }
}

/** The text of a book; undefined while it has none. */
async function readWritten(tx: Tx, bookId: string): Promise<StoredBook | undefined> {
  try {
    const book = await readStoredBook(tx, bookId)
    return book.pages.some(page => page.file !== 'glossary.md') ? book : undefined
  } catch (error) {
    if (error instanceof OctavoError && error.code === 'book_unwritten') return undefined
    throw error
  }
}

const asJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

/** A title as a name that every file system takes. */
function fileName(title: string): string {
  return (
    title
      .normalize('NFC')
      .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
      .replaceAll(/^-|-$/g, '')
      .slice(0, 60) || 'source'
  )
}
