import type { Tx } from '@octavo/database'
import { titleOf } from './begin-import.ts'
import type { KeptUpload } from './kept-upload.ts'

/** A language as the book takes it; see library.books. */
const languageTag = /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/

/** What the upload says of the book, where nobody has said it yet. `name` is what the upload is called. */
export async function fillMetadata(tx: Tx, bookId: string, name: string, { metadata }: KeptUpload): Promise<void> {
  const book = await tx
    .selectFrom('library.books')
    .select(['title', 'subtitle', 'authors', 'description', 'tags', 'version'])
    .where('id', '=', bookId)
    .executeTakeFirstOrThrow()
  const unnamed = book.title === titleOf(name)
  const { title, subtitle, authors, language, description, keywords } = metadata
  const changes = {
    ...(unnamed && title && { title: title.slice(0, 500) }),
    ...(unnamed && language && languageTag.test(language) && { language }),
    ...(!book.subtitle && subtitle && { subtitle: subtitle.slice(0, 500) }),
    ...(book.authors.length === 0 && authors && { authors: authors.slice(0, 50).map(author => author.slice(0, 200)) }),
    ...(!book.description && description && { description: description.slice(0, 10_000) }),
    ...(book.tags.length === 0 &&
      keywords && { tags: [...new Set(keywords.map(word => word.slice(0, 60)))].slice(0, 50) }),
  }
  if (Object.keys(changes).length === 0) return
  await tx
    .updateTable('library.books')
    .set({ ...changes, version: book.version + 1 })
    .where('id', '=', bookId)
    .execute()
}
