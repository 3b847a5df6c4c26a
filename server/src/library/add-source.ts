import { createHash } from 'node:crypto'
import { z } from '@hono/zod-openapi'
import type { Tx } from '@octavo/database'
import { readPassages } from '@octavo/manuscript'
import { OctavoError, type Problem } from '../errors.ts'
import type { Caller } from '../http/environment.ts'
import type { Octavo } from '../octavo.ts'
import { allowedBook } from './book-access.ts'
import { type FetchOptions, fetchPage } from './fetch-page.ts'
import { keepOriginal, type Original, saveOriginal } from './files/keep-original.ts'
import { replacePassages, wordsOf } from './passages.ts'
import { documentType, readDocument } from './read-document.ts'
import { largestSource, looksLikeMarkdown, readUpload, type UploadedText } from './read-upload.ts'
import { cutHere } from './search/cut.ts'
import { formats, sourcesIn, sourceTitle, sourceView, toSourceView } from './sources.ts'

export const newSource = z
  .union([
    z.object({
      title: sourceTitle.optional().openapi({ description: 'Default: the origin' }),
      origin: z.string().trim().min(1).max(2_000).openapi({ example: 'notes/queues.md' }),
      text: z.string(),
      format: z.enum(formats).optional(),
    }),
    z.object({ url: z.string().min(1).max(2_000), title: sourceTitle.optional() }),
  ])
  .openapi('NewSource')

export const sourceFiles = z
  .object({
    files: z
      .union([z.instanceof(File), z.array(z.instanceof(File)).min(1).max(200)])
      .openapi({ type: 'array', items: { type: 'string', format: 'binary' } }),
  })
  .openapi('SourceFiles')

/** What became of a source that was given: `unchanged` when the same text stood under its origin already. */
export const addedSource = sourceView
  .extend({ outcome: z.enum(['added', 'changed', 'unchanged']) })
  .openapi('AddedSource')
export type AddedSource = z.infer<typeof addedSource>

/** A source that has been read and waits to be stored. */
interface ReadSource {
  title: string
  origin: string
  format: 'markdown' | 'text'
  mediaType: string
  text: string
  fetched?: boolean
  warnings?: string[]
  original?: Original
}

/** Adds a source given as text or as the address of a page. */
export async function addSource(
  octavo: Octavo,
  caller: Caller,
  bookId: string,
  input: z.infer<typeof newSource>,
  fetchOptions: FetchOptions = {},
): Promise<AddedSource> {
  if ('url' in input) return addPage(octavo, caller, bookId, input, fetchOptions)
  const { origin, text } = input
  if (text.includes('\0'))
    throw new OctavoError('source_unreadable', `${origin} holds NUL characters, so it is no text.`)
  if (text.trim() === '') throw new OctavoError('source_empty', `${origin} is empty: give a text with words in it.`)
  if (Buffer.byteLength(text) > largestSource) throw new OctavoError('source_too_large')
  const extension = /\.(md|markdown|myst)$/i.test(origin)
  const format = input.format ?? (extension || looksLikeMarkdown(text) ? 'markdown' : 'text')
  const mediaType = format === 'markdown' ? 'text/markdown' : 'text/plain'
  const [added] = await store(octavo, caller, bookId, [
    { title: input.title ?? origin, origin, format, mediaType, text },
  ])
  return added!
}

async function addPage(
  octavo: Octavo,
  caller: Caller,
  bookId: string,
  { url, title: wanted }: { url: string; title?: string | undefined },
  fetchOptions: FetchOptions,
): Promise<AddedSource> {
  // Asked before, so that nobody can make the server fetch pages for a book that is not his.
  await octavo.database.asUser(caller, tx => allowedBook(tx, bookId, 'sources'))
  const page = await fetchPage(url, fetchOptions)
  const { format, mediaType, text } = page
  const [added] = await store(octavo, caller, bookId, [
    { title: (wanted ?? page.title).slice(0, 500), origin: url, format, mediaType, text, fetched: true },
  ])
  return added!
}

/**
 * Adds uploaded files, all or none: one that cannot be read refuses them all, and every such file is named. Each is kept
 * as it was given as well.
 */
export async function addFiles(
  octavo: Octavo,
  caller: Caller,
  bookId: string,
  files: readonly File[],
): Promise<AddedSource[]> {
  const book = await octavo.database.asUser(caller, tx => allowedBook(tx, bookId, 'sources'))
  const read: ReadSource[] = []
  const problems: Problem[] = []
  let first: OctavoError | undefined
  for (const file of files) {
    try {
      read.push({ title: file.name, origin: file.name, ...(await readFile(file)) })
    } catch (error) {
      if (!(error instanceof OctavoError)) throw error
      first ??= error
      problems.push({ path: file.name, message: error.message })
    }
  }
  if (first) throw new OctavoError(first.code, first.message, { problems })
  for (const [index, file] of files.entries()) read[index]!.original = await keepOriginal(octavo, book, file)
  return store(octavo, caller, bookId, read)
}

async function readFile(file: File): Promise<UploadedText> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  const document = await documentType(file.name, bytes)
  return document ? readDocument(file.name, bytes, document) : readUpload(file.name, bytes)
}

async function store(
  octavo: Octavo,
  caller: Caller,
  bookId: string,
  read: readonly ReadSource[],
): Promise<AddedSource[]> {
  const prepared = read.map(prepare)
  return octavo.database.asUser(caller, async tx => {
    await allowedBook(tx, bookId, 'sources')
    const { last } = await tx
      .selectFrom('library.sources')
      .select(eb => eb.fn.max('position').as('last'))
      .where('book_id', '=', bookId)
      .executeTakeFirstOrThrow()
    const added: AddedSource[] = []
    for (const [index, source] of prepared.entries()) {
      added.push(await storeOne(tx, bookId, source, Number(last ?? -1) + 1 + index))
    }
    return added
  })
}

/** Reads passages before any transaction is open, since large texts take a while. */
function prepare({ title: name, origin, format, mediaType, text: given, fetched, warnings, original }: ReadSource) {
  // PostgreSQL takes no lone surrogates, which JSON can bring.
  const text = given.toWellFormed()
  const passages = readPassages({ id: origin, text, format })
  return {
    title: name.toWellFormed().slice(0, 500),
    origin: origin.toWellFormed(),
    passages,
    original,
    columns: {
      format,
      media_type: mediaType,
      text,
      sha256: createHash('sha256').update(text).digest('hex'),
      bytes: Buffer.byteLength(text),
      words: wordsOf(passages),
      fetched_at: fetched ? new Date() : null,
      warnings: (warnings ?? []).map(warning => warning.toWellFormed()),
    },
  }
}

async function storeOne(
  tx: Tx,
  bookId: string,
  { title: name, origin, passages, columns, original }: ReturnType<typeof prepare>,
  position: number,
): Promise<AddedSource> {
  const known = await sourcesIn(tx)
    .where('book_id', '=', bookId)
    .where('origin', '=', origin)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (known && original) await saveOriginal(tx, bookId, original, known.id)
  if (known && known.sha256 === columns.sha256 && known.format === columns.format)
    return { ...toSourceView(known), outcome: 'unchanged' }
  const { id } = known
    ? await tx
        .updateTable('library.sources')
        .set(columns)
        .where('id', '=', known.id)
        .returning('id')
        .executeTakeFirstOrThrow()
    : await tx
        .insertInto('library.sources')
        .values({ ...columns, book_id: bookId, origin, title: name, position })
        .returning('id')
        .executeTakeFirstOrThrow()
  if (!known && original) await saveOriginal(tx, bookId, original, id)
  await replacePassages(tx, { id, bookId }, passages)
  await cutHere(tx, { sourceId: id })
  const row = await sourcesIn(tx).where('id', '=', id).executeTakeFirstOrThrow()
  return { ...toSourceView(row), outcome: known ? 'changed' : 'added' }
}
