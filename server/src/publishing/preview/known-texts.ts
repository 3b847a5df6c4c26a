import type { Tx } from '@octavo/database'
import type { StoredText } from '../press-book.ts'

interface Known {
  version: number
  content: string
}

/** Characters of all texts that are kept: those of some twenty long books. */
const most = 16_000_000

/**
 * The texts of the books that were shown last, by chapter and version: while one chapter is edited the others need not be
 * read again. Who may see them is asked of the database each time, with their versions.
 */
export class KnownTexts {
  readonly #books = new Map<string, Map<string, Known>>()

  /** The texts of a book as the person of this transaction sees them, with `text` in the place of one chapter's. */
  async read(tx: Tx, bookId: string, chapterId: string, text: string): Promise<StoredText[]> {
    const known = this.#books.get(bookId) ?? new Map<string, Known>()
    const rows = await tx
      .selectFrom('library.chapters')
      .select(['id', 'toc_item_id', 'version', 'updated_at'])
      .where('book_id', '=', bookId)
      .execute()
    const missing = rows.filter(({ id, version }) => id !== chapterId && known.get(id)?.version !== version)
    const read =
      missing.length === 0
        ? []
        : await tx
            .selectFrom('library.chapters')
            .select(['id', 'version', 'content'])
            .where(
              'id',
              'in',
              missing.map(({ id }) => id),
            )
            .execute()
    for (const { id, ...one } of read) known.set(id, one)
    const there = new Set(rows.map(({ id }) => id))
    for (const id of known.keys()) if (!there.has(id)) known.delete(id)
    this.#keep(bookId, known)
    return rows.map(({ id, toc_item_id, updated_at }) => ({
      id,
      toc_item_id,
      updated_at,
      content: id === chapterId ? text : (known.get(id)?.content ?? ''),
    }))
  }

  #keep(bookId: string, texts: Map<string, Known>): void {
    this.#books.delete(bookId)
    this.#books.set(bookId, texts)
    let sum = 0
    for (const [id, known] of [...this.#books].reverse()) {
      for (const { content } of known.values()) sum += content.length
      if (sum > most && id !== bookId) this.#books.delete(id)
    }
  }
}
