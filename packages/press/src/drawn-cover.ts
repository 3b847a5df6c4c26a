import type { BoundBook } from './book/bound-book.ts'

/** Where a cover that was drawn stands among the files of a book that has none. */
const path = 'octavo-cover.jpg'

/** Draws covers for books that have none, each once. */
export class DrawnCovers {
  readonly #drawn = new Map<string, Promise<Uint8Array>>()

  /** The book with the cover it has, or one drawn from its title and authors. */
  async cover(book: BoundBook): Promise<BoundBook> {
    if (book.cover !== undefined && book.files.has(book.cover)) return book
    const { title, subtitle, authors, language, files } = book
    const key = JSON.stringify([title, subtitle, authors, language])
    const drawn = this.#drawn.get(key) ?? draw(book)
    this.#drawn.set(key, drawn)
    const bytes = await drawn
    return {
      ...book,
      cover: path,
      files: {
        has: name => name === path || files.has(name),
        read: name => (name === path ? Promise.resolve(bytes) : files.read(name)),
      },
    }
  }
}

async function draw({ title, subtitle, authors, numberedSections }: BoundBook): Promise<Uint8Array> {
  const { proposeCovers, renderCover } = await import('./cover/index.ts')
  const kind = numberedSections > 0 ? 'technical' : 'non-fiction'
  const [design] = proposeCovers({ title, authors, kind, ...(subtitle !== undefined && { subtitle }) }, 1)
  return (await renderCover(design!)).bytes
}
