import type { Caller } from '../../http/environment.ts'
import { exportBook } from '../../library/export.ts'
import type { Octavo } from '../../octavo.ts'
import { readSettings } from '../settings.ts'
import { hideSolutions } from './hide-solutions.ts'
import { pagesWorkflow, workflowPath } from './pages-workflow.ts'
import type { BookFiles } from './plan-changes.ts'

/** A book as it is published: what goes out, and where each chapter is in it. */
export interface PublishedBook {
  id: string
  slug: string
  files: BookFiles
  /** The chapter of each page. */
  chapters: ReadonlyMap<string, string>
}

/**
 * The MyST project of a book as the caller may see it, without solutions where the book hides them; with `pages` the
 * workflow that builds its site. Notes, comments, suggestions and sources are no part of it. Throws not_found,
 * book_unwritten.
 */
export async function publishedBook(
  octavo: Octavo,
  caller: Caller,
  bookId: string,
  pages?: { branch: string },
): Promise<PublishedBook> {
  const { slug, files: exported } = await exportBook(octavo, caller, bookId)
  const { hidesSolutions } = await readSettings(octavo, caller, bookId)
  const files = new Map<string, Uint8Array>()
  for (const file of exported) {
    if ('base64' in file) files.set(file.path, Buffer.from(file.base64, 'base64'))
    else
      files.set(
        file.path,
        Buffer.from(hidesSolutions && file.path.endsWith('.md') ? hideSolutions(file.text) : file.text),
      )
  }
  if (pages) files.set(workflowPath, Buffer.from(pagesWorkflow(pages.branch)))
  return { id: bookId, slug, files, chapters: await chaptersOf(octavo, caller, bookId, [...files.keys()]) }
}

/** Which chapter a page was made from: an export names it after the slug of its outline item, unique in a book. */
async function chaptersOf(
  octavo: Octavo,
  caller: Caller,
  bookId: string,
  paths: readonly string[],
): Promise<Map<string, string>> {
  const rows = await octavo.database.asUser(caller, tx =>
    tx
      .selectFrom('library.chapters as c')
      .innerJoin('library.toc_items as i', 'i.id', 'c.toc_item_id')
      .select(['c.id', 'i.slug'])
      .where('c.book_id', '=', bookId)
      .execute(),
  )
  const bySlug = new Map(rows.map(({ id, slug }) => [slug, id]))
  return new Map(
    paths.flatMap(path => {
      const slug = path === 'glossary.md' ? 'glossary' : /^chapters\/\d+-(.+)\.md$/.exec(path)?.[1]
      const id = slug && bySlug.get(slug)
      return id ? [[path, id] as const] : []
    }),
  )
}
