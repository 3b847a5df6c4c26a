import { type BookProblem, type BoundBook, type BoundPage, lineOf } from '../book/bound-book.ts'
import { imagePaths, nodesOf } from '../html/index.ts'
import { ImageProblem, type PreparedImage, type PrepareImage } from '../images/index.ts'

export interface EpubImage extends PreparedImage {
  /** From the folder of the package. */
  href: string
}

/** More than the two threads that prepare: while one picture is decoded the next is read. */
const atOnce = 3

/**
 * The pictures of a book, each read and prepared once, in the order of its pages, while those pages are rendered: a page
 * waits for its own pictures alone.
 */
export class EpubImages {
  readonly #images = new Map<string, Promise<EpubImage | undefined>>()
  readonly problems: BookProblem[] = []

  constructor(book: BoundBook, prepare: PrepareImage, maxWidth: number | undefined, signal?: AbortSignal) {
    const paths = new Set(book.pages.flatMap(page => [...imagePaths(page)]))
    const lanes: Promise<unknown>[] = Array.from({ length: atOnce }, () => Promise.resolve())
    for (const [at, path] of [...paths].entries()) {
      const image = lanes[at % atOnce]!.then(() => this.#prepare(book, path, at + 1, prepare, maxWidth, signal))
      this.#images.set(path, image)
      // A failure is told where the page waits for the picture; the next picture is prepared all the same.
      lanes[at % atOnce] = image.catch(() => undefined)
    }
  }

  async #prepare(
    book: BoundBook,
    path: string,
    number: number,
    prepare: PrepareImage,
    maxWidth: number | undefined,
    signal: AbortSignal | undefined,
  ): Promise<EpubImage | undefined> {
    signal?.throwIfAborted()
    try {
      const bytes = await book.files.read(path)
      const image = await prepare(bytes, { purpose: 'epub', name: path, ...(maxWidth && { maxWidth }) })
      return { ...image, href: `images/${String(number).padStart(3, '0')}.${image.extension}` }
    } catch (error) {
      if (!(error instanceof ImageProblem)) throw error
      this.problems.push(...placesOf(book, path, error.message))
      return undefined
    }
  }

  /** Those of a page, by path; without those that could not be prepared. */
  async of(page: BoundPage): Promise<Map<string, EpubImage>> {
    const found = new Map<string, EpubImage>()
    for (const path of imagePaths(page)) {
      const image = await this.#images.get(path)
      if (image) found.set(path, image)
    }
    return found
  }

  /** All that could be prepared, in order. */
  async all(): Promise<EpubImage[]> {
    const images = await Promise.all(this.#images.values())
    return images.filter(image => image !== undefined)
  }
}

function placesOf(book: BoundBook, path: string, message: string): BookProblem[] {
  return book.pages.flatMap(page => {
    const node = [...nodesOf(page)].find(node => node.type === 'image' && node.path === path)
    if (!node) return []
    const line = lineOf(node)
    return [{ file: page.file, ...(line !== undefined && { line }), rule: 'missing-image' as const, message }]
  })
}
