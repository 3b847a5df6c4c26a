import { Binder, type PressPage } from '@octavo/press'

/** Characters of all books whose pages are kept parsed: about ten long books, in some hundred megabytes. */
const most = 8_000_000

/** The binders of the books that were shown last: of a book that is being written, only the changed page is read again. */
export class KeptBinders {
  readonly #kept = new Map<string, { binder: Binder; characters: number }>()

  /** The binder of a book, as the one used last. The oldest are let go when the books together are too long. */
  of(bookId: string, pages: readonly PressPage[]): Binder {
    const { binder } = this.#kept.get(bookId) ?? { binder: new Binder() }
    this.#kept.delete(bookId)
    this.#kept.set(bookId, { binder, characters: charactersOf(pages) })
    let sum = 0
    for (const [id, { characters }] of [...this.#kept].reverse()) {
      sum += characters
      if (sum > most && id !== bookId) this.#kept.delete(id)
    }
    return binder
  }

  get size(): number {
    return this.#kept.size
  }
}

const charactersOf = (pages: readonly PressPage[]): number =>
  pages.reduce((sum, { text, children = [] }) => sum + text.length + charactersOf(children), 0)
