import { type BookProblem, type BoundBook, type BoundPage, lineOf } from '../book/bound-book.ts'
import { ImageProblem, type ImagePurpose, type PreparedImage, type PrepareImage } from '../images/index.ts'
import { imagePaths, nodesOf } from './walk.ts'

export interface BookImage extends PreparedImage {
  /** From the folder of the book. */
  href: string
}

/** What the pictures of a book are for. */
export interface ImageWish {
  purpose: ImagePurpose
  maxWidth?: number
}

/** More than the two threads that prepare: while one picture is decoded the next is read. */
const atOnce = 3

/**
 * The pictures of a book, each read and prepared once, in the order of its pages, while those pages are rendered: a page
 * waits for its own pictures alone.
 */
export class BookImages {
  readonly #images = new Map<string, Promise<BookImage | undefined>>()
  readonly problems: BookProblem[] = []

  constructor(book: BoundBook, prepare: PrepareImage, request: ImageWish, signal?: AbortSignal) {
    const paths = new Set(book.pages.flatMap(page => [...imagePaths(page)]))
    const lanes: Promise<unknown>[] = Array.from({ length: atOnce }, () => Promise.resolve())
    for (const [at, path] of [...paths].entries()) {
      const image = lanes[at % atOnce]!.then(() => this.#prepare(book, path, at + 1, prepare, request, signal))
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
    request: ImageWish,
    signal: AbortSignal | undefined,
  ): Promise<BookImage | undefined> {
    signal?.throwIfAborted()
    try {
      const bytes = await book.files.read(path)
      const image = await prepare(bytes, { ...request, name: path })
      return { ...image, href: `images/${String(number).padStart(3, '0')}.${image.extension}` }
    } catch (error) {
      if (!(error instanceof ImageProblem)) throw error
      this.problems.push(...placesOf(book, path, error.message))
      return undefined
    }
  }

  /** Those of a page, by path; without those that could not be prepared. */
  async of(page: BoundPage): Promise<Map<string, BookImage>> {
    const found = new Map<string, BookImage>()
    for (const path of imagePaths(page)) {
      const image = await this.#images.get(path)
      if (image) found.set(path, image)
    }
    return found
  }

  /** All that could be prepared, in order. */
  async all(): Promise<BookImage[]> {
    const images = await Promise.all(this.#images.values())
    return images.filter(image => image !== undefined)
  }
}

function placesOf(book: BoundBook, path: string, message: string): BookProblem[] {
  return book.pages.flatMap(page => {
    const node = nodesOf(page).find(node => node.type === 'image' && node.path === path)
    if (!node) return []
    const line = lineOf(node)
    return [{ file: page.file, ...(line !== undefined && { line }), rule: 'missing-image' as const, message }]
  })
}
