import { rm, rmdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type Brief, slugify } from '@octavo/manuscript'
import { ask } from '../api/ask.ts'
import type { Connection } from '../api/connect.ts'
import { type BriefOptions, findBrief } from '../brief/find-brief.ts'
import { findSources, type Sources } from '../brief/find-sources.ts'
import { type BookOfFolder, bookOfFolder } from './book-of-folder.ts'
import { type FolderRecord, openBookFolder, recordName } from './folder-record.ts'
import { type Uploaded, uploadSources } from './upload-sources.ts'

/** What a command is to write, read from files alone: everything wrong with them shows before anything is opened. */
export interface BookInput {
  brief: Brief
  sources: Sources
  /** Whether the sources are all text below the brief's folder, since it names none. */
  takesAll: boolean
  /** The book folder, and as the author named it. */
  folder: string
  shownFolder: string
  record: FolderRecord | undefined
}

/** Reads the brief and its sources and opens the book folder. Throws Failure and BriefError. */
export async function readInput(
  argument: string | undefined,
  { out, ...options }: BriefOptions & { out?: string },
): Promise<BookInput> {
  const { brief, folder: base, path, takesAll } = await findBrief(argument, options)
  const sources: Sources =
    brief.sources.length > 0 || takesAll
      ? await findSources({ patterns: brief.sources, folder: base, except: path ? [path] : [] })
      : { files: [], urls: [] }
  const shownFolder = out ?? slugify(brief.title)
  const folder = resolve(shownFolder)
  const record = await openBookFolder(folder)
  return { brief, sources, takesAll, folder, shownFolder, record }
}

export interface PreparedBook extends BookOfFolder {
  uploaded: Uploaded
}

/**
 * Finds or makes the book, checks that its model can be called, and brings its sources. A book made just now is taken
 * back when that fails: bad input leaves nothing behind.
 */
export async function prepareBook(
  connection: Connection,
  { brief, sources, folder, record }: BookInput,
  stop: AbortSignal,
  options: { fresh?: boolean; resume?: boolean },
): Promise<PreparedBook> {
  const found = await bookOfFolder(connection, folder, record, brief, options)
  const { api } = connection
  const param = { bookId: found.book.id }
  try {
    await ask(
      api.v1.books[':bookId'].estimate.$post({
        param,
        json: { kind: 'outline', ...(brief.model && { model: brief.model }) },
      }),
    )
    return { ...found, uploaded: await uploadSources(api, found.book.id, sources, stop) }
  } catch (error) {
    if (!found.known && !record && !stop.aborted) {
      await ask(api.v1.books[':id'].$delete({ param: { id: found.book.id } }))
      await rm(join(folder, recordName))
      // Somebody may have made the folder for us and put it under version control; then it stays.
      await rmdir(folder).catch(() => {})
    }
    throw error
  }
}
