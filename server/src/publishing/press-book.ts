import { text } from 'node:stream/consumers'
import type { Tx } from '@octavo/database'
import { headingsOf } from '@octavo/manuscript'
import type { PressBook, PressPage } from '@octavo/press'
import { OctavoError } from '../errors.ts'
import { findBook } from '../library/books.ts'
import { picturesFolder } from '../library/covers/artwork.ts'
import { chosenCover } from '../library/covers/covers.ts'
import { readItems, type StoredItem } from '../library/outline-items.ts'
import type { Octavo } from '../octavo.ts'

/** A file of a stored book that its pages can show or link to. */
export interface StoredFile {
  /** Its path in the book. */
  id: string
  path: string
  sha256: string
  bytes: number
  /** Of a picture, in pixels. */
  width: number | null
  height: number | null
}

/** A stored book as the press takes it, but for the contents of its files, which are read when they are needed. */
export interface StoredBook extends Omit<PressBook, 'files' | 'bibliography'> {
  slug: string
  /** The chapter each page with text is made of, by its path. */
  chapters: ReadonlyMap<string, string>
  files: StoredFile[]
  /** Those of the files that are bibliographies, in order. */
  bibliographies: StoredFile[]
}

/** The text of a chapter, as it goes to the press. */
export interface StoredText {
  id: string
  toc_item_id: string
  content: string
  updated_at: Date
}

export interface ReadBookOptions {
  /** Leaves out all pages but those of these chapters. */
  chapters?: readonly string[]
  /** Gives the texts of a book. Default: as they are stored. */
  texts?: (tx: Tx, bookId: string) => Promise<StoredText[]>
  /** Whether a text without a title begins with that of its chapter. Default true; the press knows it either way. */
  titled?: boolean
}

/**
 * Reads a book as it is now: what readers get, so no notes, comments, suggestions or sources. Throws not_found, and
 * book_unwritten when there is no text.
 */
export async function readStoredBook(tx: Tx, bookId: string, options: ReadBookOptions = {}): Promise<StoredBook> {
  const { chapters, texts: read = readTexts, titled: withTitles = true } = options
  const book = await findBook(tx, bookId)
  const items = await readItems(tx, bookId)
  const rows = await read(tx, bookId)
  const wanted = chapters && new Set(chapters)
  const shown = rows.filter(row => !wanted || wanted.has(row.id))
  const texts = new Map(shown.map(row => [row.toc_item_id, row.content] as const))
  const paths = filesOf(items)
  const pages = nest(items, texts, paths, withTitles)
  if (!hasText(pages)) throw new OctavoError('book_unwritten')
  const { files, bibliographies, cover } = await readFiles(tx, bookId)
  const changed = [book.updatedAt, ...rows.map(row => row.updated_at.toISOString())].sort()
  return {
    id: book.id,
    slug: book.slug,
    title: book.title,
    authors: book.authors,
    language: book.language,
    keywords: book.tags,
    ...(book.subtitle && { subtitle: book.subtitle }),
    ...(book.publisher && { publisher: book.publisher }),
    ...(book.rights && { rights: book.rights }),
    ...(book.dedication && { dedication: book.dedication }),
    ...(book.isbn && { isbn: book.isbn }),
    ...(book.description && { description: book.description }),
    modified: new Date(changed.at(-1)!),
    pages,
    chapters: new Map(
      items.flatMap(item => {
        const row = item.has_text && shown.find(({ toc_item_id }) => toc_item_id === item.id)
        return row ? [[fileOf(item, paths), row.id] as const] : []
      }),
    ),
    // Stories have sections nobody counts.
    numberedSections: book.kind === 'fiction' ? 0 : 2,
    files,
    bibliographies,
    ...(cover !== undefined && { cover }),
  }
}

const readTexts = (tx: Tx, bookId: string): Promise<StoredText[]> =>
  tx
    .selectFrom('library.chapters')
    .select(['id', 'toc_item_id', 'content', 'updated_at'])
    .where('book_id', '=', bookId)
    .execute()

const hasText = (pages: readonly PressPage[]): boolean =>
  pages.some(page => page.text !== '' || hasText(page.children ?? []))

const isGlossary = (item: StoredItem) => item.kind === 'back' && item.slug === 'glossary'

/** The path of each page: as audits tell it, numbered in reading order over all that is written. */
function filesOf(items: readonly StoredItem[]): Map<string, string> {
  const below = (parent: string | null): StoredItem[] =>
    items.filter(item => item.parent_id === parent).flatMap(item => [item, ...below(item.id)])
  const written = below(null).filter(item => item.has_text && !isGlossary(item))
  const digits = Math.max(2, String(written.length).length)
  const numbered = written.map(
    (item, index) => [item.id, `chapters/${String(index + 1).padStart(digits, '0')}-${item.slug}.md`] as const,
  )
  return new Map(numbered)
}

/** The path of the page of an item, in the book and in its prints. */
const fileOf = (item: StoredItem, files: ReadonlyMap<string, string>): string =>
  isGlossary(item) ? 'glossary.md' : (files.get(item.id) ?? `chapters/${item.slug}.md`)

function nest(
  items: readonly StoredItem[],
  texts: ReadonlyMap<string, string>,
  files: ReadonlyMap<string, string>,
  withTitles: boolean,
  parentId: string | null = null,
): PressPage[] {
  return items
    .filter(item => item.parent_id === parentId)
    .flatMap(item => {
      const children = nest(items, texts, files, withTitles, item.id)
      const content = item.has_text ? texts.get(item.id) : undefined
      if (content === undefined && children.length === 0) return []
      return [
        {
          file: fileOf(item, files),
          kind: item.kind,
          title: item.title,
          text: content === undefined ? '' : withTitles ? titled(item.title, content) : content,
          ...(children.length > 0 && { children }),
        },
      ]
    })
}

/** The text of a chapter; one without a title of its own gets it, since readers of MyST name a page after its file else. */
function titled(title: string, content: string): string {
  // Most texts begin with their title, and need no reading.
  const own = /^(---|\n*# )/.test(content) || headingsOf(content)[0]?.depth === 1
  return own ? content : `# ${title}\n\n${content}`
}

/** Which of two files of the same path pages mean. */
const precedence = ['image', 'cover', 'bibliography', 'attachment']

async function readFiles(tx: Tx, bookId: string) {
  const rows = await tx
    .selectFrom('library.files')
    .select(['id', 'kind', 'name', 'sha256', 'bytes', 'width', 'height'])
    .where('book_id', '=', bookId)
    .where('kind', 'in', ['image', 'cover', 'bibliography', 'attachment'])
    .orderBy('name')
    .execute()
  const cover = await coverOf(tx, bookId)
  const shown = rows.filter(row => row.kind !== 'cover' || row.name === cover)
  const files = new Map<string, StoredFile>()
  for (const row of shown.toSorted((a, b) => precedence.indexOf(a.kind) - precedence.indexOf(b.kind))) {
    const { kind: _, name: path, ...file } = row
    if (!files.has(path)) files.set(path, { path, ...file })
  }
  const named = (kind: string) => rows.filter(row => row.kind === kind).flatMap(row => files.get(row.name) ?? [])
  return { files: [...files.values()], bibliographies: named('bibliography'), cover }
}

/** The name of the chosen cover; of the newest picture for covers that was only added as a file, when none is chosen. */
async function coverOf(tx: Tx, bookId: string): Promise<string | undefined> {
  const chosen = await chosenCover(tx, bookId)
  if (chosen) return chosen.name
  const given = await tx
    .selectFrom('library.files as f')
    .select('f.name')
    .where('f.book_id', '=', bookId)
    .where('f.kind', '=', 'cover')
    .where('f.name', 'not like', `${picturesFolder}%`)
    .where(eb => eb.not(eb.exists(eb.selectFrom('library.covers as c').whereRef('c.file_id', '=', 'f.id'))))
    .orderBy('f.updated_at', 'desc')
    .executeTakeFirst()
  return given?.name
}

/** All bibliographies of a book as one. */
export async function readBibliography(octavo: Octavo, book: StoredBook): Promise<string | undefined> {
  const texts: string[] = []
  for (const { sha256 } of book.bibliographies) texts.push(await text(await octavo.storage.read(sha256)))
  return texts.length > 0 ? texts.join('\n') : undefined
}
