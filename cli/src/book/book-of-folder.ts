import type { Brief } from '@octavo/manuscript'
import type { Answer, Client } from '@octavo/server/client'
import { ask } from '../api/ask.ts'
import type { Connection } from '../api/connect.ts'
import { Failure, toFailure } from '../failure.ts'
import { type FolderRecord, saveRecord } from './folder-record.ts'

export type Book = Answer<Awaited<ReturnType<Client['v1']['books'][':id']['$get']>>>

export interface BookOfFolder {
  book: Book
  record: FolderRecord
  /** Whether the folder had this book before. */
  known: boolean
}

/** What a brief says, under the names the API has for it. */
function fieldsOf(brief: Brief) {
  return {
    title: brief.title,
    subtitle: brief.subtitle ?? null,
    authors: brief.authors,
    description: brief.description ?? null,
    audience: brief.audience ?? null,
    language: brief.language,
    genre: brief.genre ?? null,
    kind: brief.kind,
    notes: brief.notes,
    targetChapters: brief.chapters ?? null,
    targetWords: brief.words ?? null,
    requiredFeatures: brief.features,
    ...(brief.model && { model: brief.model }),
  }
}

/**
 * The book a folder was written from, brought to what the brief says now; or a new one, when the folder has none or
 * `fresh` asks for it. The folder remembers it at once, so that a crash leaves no second book behind. Throws Failure when
 * the book belongs to another installation, was deleted, or is missing where `resume` needs one.
 */
export async function bookOfFolder(
  { api, installation }: Connection,
  folder: string,
  before: FolderRecord | undefined,
  brief: Brief,
  { fresh = false, resume = false }: { fresh?: boolean; resume?: boolean },
): Promise<BookOfFolder> {
  if (before && !fresh) {
    const book = await findKnown(api, installation, folder, before)
    return { book: await update(api, book, brief), record: before, known: true }
  }
  if (resume) throw new Failure(`There is no book in ${folder} to go on with.`, 'Leave out --resume to begin one.')
  const book = await ask(api.v1.books.$post({ json: fieldsOf(brief) }))
  const record: FolderRecord = { octavo: 1, installation, bookId: book.id, files: before?.files ?? {} }
  await saveRecord(folder, record)
  return { book, record, known: false }
}

async function findKnown(api: Client, installation: string, folder: string, record: FolderRecord): Promise<Book> {
  const remedy = 'Use --new to begin a new book, or another folder with --out.'
  if (record.installation !== installation) {
    const other = record.installation.replace(/^data /, '')
    throw new Failure(
      `The book in ${folder} is kept in another installation: ${other}.`,
      `${record.installation.startsWith('data ') ? 'Set OCTAVO_DATA' : 'Set OCTAVO_URL'} to that one to go on with it. ${remedy}`,
    )
  }
  try {
    const book = await ask(api.v1.books[':id'].$get({ param: { id: record.bookId } }))
    if (!book.deletedAt) return book
  } catch (error) {
    if (toFailure(error)?.code !== 'not_found') throw error
  }
  throw new Failure(`The book that ${folder} was written from has been deleted.`, remedy)
}

/** Changes what differs, so that an unchanged brief changes nothing. */
async function update(api: Client, book: Book, brief: Brief): Promise<Book> {
  const wanted = fieldsOf(brief)
  const differing = Object.entries(wanted).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(book[name as keyof Book]),
  )
  if (differing.length === 0) return book
  const json: Partial<typeof wanted> = Object.fromEntries(differing)
  return ask(
    api.v1.books[':id'].$patch({ param: { id: book.id }, json }, { headers: { 'If-Match': `"v${book.version}"` } }),
  )
}
