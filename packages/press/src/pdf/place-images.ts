import { createHash } from 'node:crypto'
import type { BookProblem, BoundBook } from '../book/bound-book.ts'
import { ImageProblem } from '../images/image-problem.ts'
import { type PrepareImage, prepareImages } from '../images/index.ts'
import { nodesOfPage, type PlacedImage } from './page-writer.ts'

/** Pictures on paper need about twice the pixels of a screen: 144 make an inch. */
const perInch = 144

interface Placed extends PlacedImage {
  hash: string
  bytes: Uint8Array
  warnings: string[]
}

/** The pictures of a book in the files of the compiler. Those that have not changed are not prepared again. */
export class Pictures {
  readonly #known = new Map<string, Placed>()

  async place(book: BoundBook, wantsCover: boolean, given?: PrepareImage, signal?: AbortSignal) {
    const prepare = given ?? prepareImages()
    const problems: BookProblem[] = []
    const images = new Map<string, PlacedImage>()
    const files = new Map<string, Uint8Array>()
    const add = (name: string, placed: Placed) => {
      images.set(name, placed)
      files.set(placed.path, placed.bytes)
    }
    const place = async (path: string, purpose: 'pdf' | 'cover', where: { file: string; line?: number }) => {
      signal?.throwIfAborted()
      const bytes = await book.files.read(path)
      const hash = `${purpose}-${createHash('sha256').update(bytes).digest('hex')}`
      try {
        const placed = this.#known.get(hash) ?? (await this.#prepare(hash, bytes, path, purpose, prepare))
        for (const warning of placed.warnings)
          problems.push({ ...where, rule: 'not-shown', message: `${path}: ${warning}` })
        return placed
      } catch (error) {
        if (!(error instanceof ImageProblem)) throw error
        problems.push({ ...where, rule: 'missing-image', message: error.message })
        return undefined
      }
    }
    const wanted = new Map<string, { file: string; line?: number }>()
    for (const page of book.pages) {
      for (const { node, line } of nodesOfPage(page)) {
        if (node.type === 'mermaid' && typeof node.svg === 'string')
          add(node.svg, diagram(node.svg, node.width, node.height))
        if (node.type !== 'image' || node.path === undefined || wanted.has(String(node.path))) continue
        wanted.set(String(node.path), { file: page.file, ...(line !== undefined && { line }) })
      }
    }
    await Promise.all(
      [...wanted].map(async ([path, where]) => {
        const placed = await place(path, 'pdf', where)
        if (placed) add(path, placed)
      }),
    )
    let cover: Placed | undefined
    if (wantsCover && book.cover !== undefined) {
      cover = await place(book.cover, 'cover', { file: book.cover })
      if (cover) files.set(cover.path, cover.bytes)
    }
    for (const hash of this.#known.keys())
      if (![...files.keys()].some(path => path.includes(hash))) this.#known.delete(hash)
    return { images, files, cover: cover as PlacedImage | undefined, problems }
  }

  async #prepare(
    hash: string,
    bytes: Uint8Array,
    name: string,
    purpose: 'pdf' | 'cover',
    prepare: PrepareImage,
  ): Promise<Placed> {
    const image = await prepare(bytes, { purpose, name })
    const points = image.kind === 'svg' ? 72 / 96 : 72 / perInch
    const placed = {
      hash,
      path: `/images/${hash}.${image.extension}`,
      bytes: image.bytes,
      width: image.width * points,
      height: image.height * points,
      warnings: image.warnings,
    }
    this.#known.set(hash, placed)
    return placed
  }
}

function diagram(svg: string, width: unknown, height: unknown): Placed {
  const hash = createHash('sha256').update(svg).digest('hex')
  const [wide, high] = [Number(width) * 0.75, Number(height) * 0.75]
  return {
    hash,
    path: `/images/${hash}.svg`,
    bytes: new TextEncoder().encode(svg),
    width: wide,
    height: high,
    warnings: [],
  }
}
