import type { Tx } from '@octavo/database'
import { OctavoError } from '../errors.ts'
import { listJobs } from '../generation/jobs.ts'
import type { Caller } from '../http/environment.ts'
import { booksIn, toBookView } from '../library/book-view.ts'
import { readChapter } from '../library/chapters.ts'
import { listCodex, readCodexEntry } from '../library/codex.ts'
import { listComments } from '../library/comments/comments.ts'
import { listCovers } from '../library/covers/covers.ts'
import { filesIn } from '../library/files/file-view.ts'
import { listFiles } from '../library/files/files.ts'
import { readItemEvidence } from '../library/item-evidence.ts'
import { readItems, type StoredItem } from '../library/outline-items.ts'
import { listSuggestions } from '../library/suggestions/suggestions.ts'
import { toVersionViews, versionsOf } from '../library/versions/version-view.ts'
import type { Octavo } from '../octavo.ts'
import { listDeployments } from '../publishing/deployments.ts'
import { listExports } from '../publishing/exports/exports.ts'
import { mystTexts } from '../publishing/myst-project.ts'
import { readStoredBook, type StoredBook } from '../publishing/press-book.ts'
import { readSettings } from '../publishing/settings.ts'
import { listSyncs } from '../publishing/syncs.ts'
import { listRemediations } from '../quality/requests.ts'
import { listSilences } from '../quality/silences.ts'
import { asJson, itemsOf, listEntry, unlessGone } from './json-entries.ts'
import type { ZipEntry } from './zip-stream.ts'

/** Texts of versions that are read at once: a chapter may be long. */
const versionsAtOnce = 5

/**
 * Everything that belongs to a book, as files in a folder of its own, each part read as the caller when its turn comes.
 * Nothing for a book he cannot open any more; what goes while it is read is left out.
 */
export async function* bookEntries(octavo: Octavo, caller: Caller, bookId: string): AsyncGenerator<ZipEntry> {
  const found = await octavo.database.asUser(caller, tx => readOwnBook(tx, bookId))
  if (!found) return
  const { book, outline, stored, sourceIds } = found
  const folder = `books/${book.slug}-${book.id.slice(0, 8)}`
  const silences = (await unlessGone(listSilences(octavo, caller, bookId))) ?? []
  const publishing = await unlessGone(readSettings(octavo, caller, bookId))
  yield { path: `${folder}/book.json`, content: asJson({ ...book, outline, publishing, silences }) }
  if (stored) yield* mystEntries(octavo, `${folder}/myst`, stored)
  yield* fileEntries(octavo, caller, bookId, folder, new Set(stored?.files.map(({ id }) => id)))
  for (const [index, id] of sourceIds.entries()) yield* sourceEntry(octavo, caller, `${folder}/sources`, index, id)
  yield* listEntry(`${folder}/codex.json`, codexOf(octavo, caller, bookId))
  yield* listEntry(`${folder}/evidence.json`, evidenceOf(octavo, caller, outline))
  for (const [index, { chapter_id, slug }] of inOrder(outline).entries()) {
    const chapter = `${folder}/chapters/${String(index + 1).padStart(3, '0')}-${slug}`
    if (chapter_id !== null) yield* chapterEntries(octavo, caller, chapter, chapter_id)
  }
  const lists = {
    covers: listCovers,
    exports: listExports,
    deployments: listDeployments,
    github: listSyncs,
  }
  for (const [name, list] of Object.entries(lists)) {
    yield* listEntry(
      `${folder}/${name}.json`,
      itemsOf<unknown>(page => list(octavo, caller, bookId, page)),
    )
  }
  yield* listEntry(
    `${folder}/jobs.json`,
    itemsOf(page => listJobs(octavo, caller, { ...page, bookId })),
  )
}

async function readOwnBook(tx: Tx, bookId: string) {
  const row = await booksIn(tx).where('b.id', '=', bookId).executeTakeFirst()
  if (!row) return undefined
  const sources = await tx
    .selectFrom('library.sources')
    .select('id')
    .where('book_id', '=', bookId)
    .orderBy('position')
    .execute()
  return {
    book: toBookView(row),
    outline: await readItems(tx, bookId),
    sourceIds: sources.map(({ id }) => id),
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

async function* mystEntries(octavo: Octavo, folder: string, stored: StoredBook): AsyncGenerator<ZipEntry> {
  const { texts, places } = mystTexts(stored)
  for (const [path, content] of texts) yield { path: `${folder}/${path}`, content }
  const hashes = new Map(stored.files.map(({ path, sha256 }) => [path, sha256]))
  for (const [place, path] of places) {
    yield { path: `${folder}/${place}`, content: await octavo.storage.read(hashes.get(path)!) }
  }
}

/** By kind, as two of different kinds may have one name. */
const folders = {
  original: 'originals',
  cover: 'covers',
  image: 'files/images',
  bibliography: 'files/bibliographies',
  attachment: 'files/attachments',
}

/** What is known of each file, and those that are not `placed` in the project already. Exports can be made again. */
async function* fileEntries(
  octavo: Octavo,
  caller: Caller,
  bookId: string,
  folder: string,
  placed: ReadonlySet<string>,
): AsyncGenerator<ZipEntry> {
  const files = () => itemsOf(page => listFiles(octavo, caller, bookId, page))
  yield* listEntry(`${folder}/files.json`, files())
  for await (const { id, kind, name } of files()) {
    if (kind === 'export' || (placed.has(id) && kind !== 'cover')) continue
    const file = await octavo.database.asUser(caller, tx => filesIn(tx).where('id', '=', id).executeTakeFirst())
    if (file) yield { path: `${folder}/${folders[kind]}/${name}`, content: await octavo.storage.read(file.sha256) }
  }
}

async function* sourceEntry(
  octavo: Octavo,
  caller: Caller,
  folder: string,
  index: number,
  id: string,
): AsyncGenerator<ZipEntry> {
  const source = await octavo.database.asUser(caller, tx =>
    tx.selectFrom('library.sources').select(['title', 'format', 'text']).where('id', '=', id).executeTakeFirst(),
  )
  if (!source) return
  const extension = source.format === 'markdown' ? 'md' : 'txt'
  const name = `${String(index + 1).padStart(3, '0')}-${fileName(source.title)}.${extension}`
  yield { path: `${folder}/${name}`, content: source.text }
}

async function* codexOf(octavo: Octavo, caller: Caller, bookId: string) {
  for await (const { id } of itemsOf(page => listCodex(octavo, caller, bookId, page))) {
    const entry = await unlessGone(readCodexEntry(octavo, caller, id))
    if (entry) yield entry
  }
}

async function* evidenceOf(octavo: Octavo, caller: Caller, outline: readonly StoredItem[]) {
  for (const { id, title } of inOrder(outline)) {
    const evidence = await unlessGone(readItemEvidence(octavo, caller, id))
    if (evidence?.sections.some(({ passages, gone }) => passages.length + gone > 0)) yield { id, title, ...evidence }
  }
}

async function* chapterEntries(
  octavo: Octavo,
  caller: Caller,
  folder: string,
  chapterId: string,
): AsyncGenerator<ZipEntry> {
  const chapter = await unlessGone(readChapter(octavo, caller, chapterId))
  if (!chapter) return
  const { content: _, ...known } = chapter
  yield { path: `${folder}/chapter.json`, content: asJson(known) }
  yield* listEntry(`${folder}/versions.json`, versionTexts(octavo, caller, chapterId))
  yield* listEntry(
    `${folder}/comments.json`,
    itemsOf(page => listComments(octavo, caller, { chapterId }, page)),
  )
  yield* listEntry(
    `${folder}/suggestions.json`,
    itemsOf(page => listSuggestions(octavo, caller, { chapterId }, page)),
  )
  yield* listEntry(
    `${folder}/remediations.json`,
    itemsOf(page => listRemediations(octavo, caller, chapterId, page)),
  )
}

/** Every version of a chapter with its text, oldest first, a few at a time. */
async function* versionTexts(octavo: Octavo, caller: Caller, chapterId: string) {
  let last = 0
  for (;;) {
    const rows = await octavo.database.asUser(caller, tx =>
      versionsOf(tx, chapterId)
        .select('v.content')
        .where('v.number', '>', last)
        .orderBy('v.number')
        .limit(versionsAtOnce)
        .execute(),
    )
    const views = await toVersionViews(octavo, rows)
    for (const [at, view] of views.entries()) yield { ...view, content: rows[at]!.content }
    if (rows.length < versionsAtOnce) return
    last = rows.at(-1)!.number
  }
}

/** Outline items in reading order. */
function inOrder(items: readonly StoredItem[], parentId: string | null = null): StoredItem[] {
  return items.filter(item => item.parent_id === parentId).flatMap(item => [item, ...inOrder(items, item.id)])
}

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
