import { z } from '@hono/zod-openapi'
import { headingsOf } from '@octavo/manuscript'
import { type MystBook, type MystChapter, writeMystProject } from '@octavo/press'
import { OctavoError } from '../errors.ts'
import type { Caller } from '../http/environment.ts'
import type { Octavo } from '../octavo.ts'
import { allowedBook } from './book-access.ts'
import { findBook } from './books.ts'
import { readItems, type StoredItem } from './outline-items.ts'

export const exportFormats = ['myst'] as const

export const exportedFile = z.union([
  z.object({ path: z.string(), text: z.string() }),
  z.object({ path: z.string(), base64: z.string() }),
])
export const exportedBook = z.object({ slug: z.string(), files: z.array(exportedFile) }).openapi('ExportedBook')
export type ExportedBook = z.infer<typeof exportedBook>

/**
 * A book as the files of a MyST project: its chapters as they are, parts nested. What has no text yet is left out.
 * Throws book_unwritten when nothing has.
 */
export async function exportBook(octavo: Octavo, caller: Caller, bookId: string): Promise<ExportedBook> {
  const { book, items, texts } = await octavo.database.asUser(caller, async tx => {
    await allowedBook(tx, bookId, 'export', 'viewer')
    const chapters = await tx
      .selectFrom('library.chapters')
      .select(['toc_item_id', 'content'])
      .where('book_id', '=', bookId)
      .execute()
    const texts = new Map(chapters.map(chapter => [chapter.toc_item_id, chapter.content]))
    return { book: await findBook(tx, bookId), items: await readItems(tx, bookId), texts }
  })
  const written = items.filter(item => item.has_text)
  if (written.length === 0) throw new OctavoError('book_unwritten')
  const glossary = written.find(item => item.kind === 'back' && item.slug === 'glossary')
  const chapters = nest(
    items.filter(item => item !== glossary),
    texts,
  )
  if (chapters.length === 0) throw new OctavoError('book_unwritten')
  const project = writeMystProject({
    title: book.title,
    language: book.language,
    ...(book.subtitle && { subtitle: book.subtitle }),
    ...(book.description && { description: book.description }),
    ...(book.authors.length > 0 && { authors: book.authors }),
    ...(glossary && { glossary: page(glossary, texts) }),
    chapters,
  } satisfies MystBook)
  const files = [...project].map(([path, content]) =>
    typeof content === 'string' ? { path, text: content } : { path, base64: Buffer.from(content).toString('base64') },
  )
  return { slug: book.slug, files }
}

type Texts = ReadonlyMap<string, string>

function nest(items: readonly StoredItem[], texts: Texts, parentId: string | null = null): MystChapter[] {
  return items
    .filter(item => item.parent_id === parentId)
    .flatMap(item => {
      const children = nest(items, texts, item.id)
      if (!item.has_text && children.length === 0) return []
      const text = item.has_text ? page(item, texts) : ''
      return [{ title: item.title, slug: item.slug, text, ...(children.length > 0 && { children }) }]
    })
}

/** The text of a chapter; one without a title of its own gets it, since MyST would name the page after its file. */
function page(item: StoredItem, texts: Texts): string {
  const text = texts.get(item.id) ?? ''
  const titled = text.startsWith('---') || headingsOf(text)[0]?.depth === 1
  return titled ? text : `# ${item.title}\n\n${text}`
}
