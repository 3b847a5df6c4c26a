import { createHash } from 'node:crypto'
import type { BookProblem, BoundBook } from '../book/bound-book.ts'
import type { BookFiles } from '../book/press-book.ts'
import { ImageProblem } from '../images/image-problem.ts'
import { type PrepareImage, prepareImages } from '../images/index.ts'
import { type PlacedImage, visitPage } from './page-writer.ts'
import { perPage } from './per-page.ts'

/** Pictures on paper need about twice the pixels of a screen: 144 make an inch. */
const perInch = 144

/** More at once would only wait in memory for their turn. */
const atOnce = 2

interface Placed extends PlacedImage {
  bytes: Uint8Array
  warnings: string[]
}

interface Wanted {
  path: string
  purpose: 'pdf' | 'cover'
  /** Where it is first shown. */
  file: string
  line?: number
}

export interface PlacedImages {
  /** By path in the book, or by the SVG of a diagram. */
  images: Map<string, PlacedImage>
  cover: PlacedImage | undefined
  /** By path in the compiler. */
  files: Map<string, Uint8Array>
  problems: BookProblem[]
}

/**
 * Puts the pictures of a book among the files of the compiler. Those that have not changed are not prepared again, and
 * where `book.files` is the object it was before, not even read.
 */
export class Pictures {
  #known = new Map<string, Placed>()
  readonly #hashes = new WeakMap<BookFiles, Map<string, string>>()

  async place(book: BoundBook, withCover: boolean, given?: PrepareImage, signal?: AbortSignal): Promise<PlacedImages> {
    const prepare = given ?? prepareImages({ threads: atOnce })
    const wanted = picturesOf(book)
    if (withCover && book.cover !== undefined) wanted.push({ path: book.cover, purpose: 'cover', file: book.cover })

    const found: (Placed | BookProblem)[] = []
    const queue = wanted.entries()
    const work = async () => {
      for (const [at, want] of queue) {
        signal?.throwIfAborted()
        found[at] = await this.#find(want, book.files, prepare)
      }
    }
    await Promise.all(Array.from({ length: atOnce }, work))

    const placed: PlacedImages = { images: diagramsOf(book), cover: undefined, files: new Map(), problems: [] }
    for (const [svg, { path }] of placed.images) placed.files.set(path, new TextEncoder().encode(svg))
    for (const [at, { path, purpose, ...where }] of wanted.entries()) {
      const one = found[at]!
      if ('rule' in one) {
        placed.problems.push(one)
        continue
      }
      placed.files.set(one.path, one.bytes)
      if (purpose === 'cover') placed.cover = one
      else placed.images.set(path, one)
      for (const warning of one.warnings) {
        placed.problems.push({ ...where, rule: 'not-shown', message: `${path}: ${warning}` })
      }
    }
    // What this book no longer shows is forgotten.
    this.#known = new Map([...this.#known].filter(([, { path }]) => placed.files.has(path)))
    return placed
  }

  async #find(
    { path, purpose, ...where }: Wanted,
    files: BookFiles,
    prepare: PrepareImage,
  ): Promise<Placed | BookProblem> {
    const hashes = this.#hashes.get(files) ?? new Map<string, string>()
    this.#hashes.set(files, hashes)
    const name = `${purpose} ${path}`
    const before = this.#known.get(hashes.get(name) ?? '')
    if (before) return before
    const bytes = await files.read(path)
    const hash = `${purpose}-${createHash('sha256').update(bytes).digest('hex')}`
    hashes.set(name, hash)
    try {
      const placed = this.#known.get(hash) ?? (await place(hash, bytes, path, purpose, prepare))
      this.#known.set(hash, placed)
      return placed
    } catch (error) {
      if (!(error instanceof ImageProblem)) throw error
      return { ...where, rule: 'missing-image', message: error.message }
    }
  }
}

async function place(
  hash: string,
  bytes: Uint8Array,
  name: string,
  purpose: Wanted['purpose'],
  prepare: PrepareImage,
): Promise<Placed> {
  const image = await prepare(bytes, { purpose, name })
  const points = image.kind === 'svg' ? 72 / 96 : 72 / perInch
  return {
    path: `/images/${hash}.${image.extension}`,
    bytes: image.bytes,
    width: image.width * points,
    height: image.height * points,
    warnings: image.warnings,
  }
}

/** The pictures its pages show, each once. */
function picturesOf(book: BoundBook): Wanted[] {
  const wanted = new Map<string, Wanted>()
  for (const one of book.pages.flatMap(picturesOn)) if (!wanted.has(one.path)) wanted.set(one.path, one)
  return [...wanted.values()]
}

const picturesOn = perPage(page => {
  const wanted: Wanted[] = []
  visitPage(page, (node, line) => {
    if (node.type !== 'image' || typeof node.path !== 'string') return
    wanted.push({ path: node.path, purpose: 'pdf', file: page.file, ...(line !== undefined && { line }) })
  })
  return wanted
})

const diagramsOf = (book: BoundBook): Map<string, PlacedImage> => new Map(book.pages.flatMap(diagramsOn))

const diagramsOn = perPage(page => {
  const diagrams: [string, PlacedImage][] = []
  visitPage(page, node => {
    if (node.type !== 'mermaid' || typeof node.svg !== 'string') return
    const hash = createHash('sha256').update(node.svg).digest('hex')
    const [width, height] = [Number(node.width) * 0.75, Number(node.height) * 0.75]
    diagrams.push([node.svg, { path: `/images/${hash}.svg`, width, height }])
  })
  return diagrams
})
