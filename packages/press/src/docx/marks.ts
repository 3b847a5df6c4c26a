import { Bookmark, type ParagraphChild } from 'docx'

/**
 * The bookmarks of a document. Word allows letters, digits and underscores, at most 40 of them (ECMA-376 Part 1,
 * 17.13.6.2), so places have short names of their own, in the order they are first spoken of.
 */
export class Marks {
  readonly #names = new Map<string, string>()
  /** Bookmarks of blocks, for the next paragraph to begin with. */
  #pending: ParagraphChild[] = []

  name(page: string, id?: string): string {
    const key = id === undefined ? page : `${page}#${id}`
    const known = this.#names.get(key)
    if (known !== undefined) return known
    const name = `octavo_${this.#names.size + 1}`
    this.#names.set(key, name)
    return name
  }

  /** A place between two words. */
  point(page: string, id?: string): ParagraphChild {
    return new Bookmark({ id: this.name(page, id), children: [] })
  }

  /** A place around words that references repeat. */
  around(page: string, id: string, children: readonly ParagraphChild[]): ParagraphChild {
    return new Bookmark({ id: this.name(page, id), children })
  }

  /** Puts a place at the beginning of the next paragraph. */
  await(page: string, id?: string): void {
    this.#pending.push(this.point(page, id))
  }

  /** What the paragraph that is now made begins with. */
  take(): ParagraphChild[] {
    const taken = this.#pending
    this.#pending = []
    return taken
  }
}
