import { createHash } from 'node:crypto'
import { slugify } from '@octavo/manuscript/pages'
import type { BookFiles } from '../book/press-book.ts'
import { ImageProblem, type ImageRequest, type PrepareImage } from '../images/index.ts'
import type { SiteCache, SitePicture } from './site-cache.ts'

/** The pictures of a site. They are begun together, and awaited where a page needs them. */
export class Pictures {
  readonly #files: BookFiles
  readonly #prepare: PrepareImage
  readonly #cache: SiteCache
  readonly #changed: ReadonlySet<string> | undefined
  readonly #begun = new Map<string, Promise<SitePicture | ImageProblem>>()

  /** `changed`: the paths that may have changed since the cache was filled; without it, every file is read. */
  constructor(files: BookFiles, prepare: PrepareImage, cache: SiteCache, changed?: ReadonlySet<string>) {
    this.#files = files
    this.#prepare = prepare
    this.#cache = cache
    this.#changed = changed
  }

  /** A picture, or why it cannot be shown. Throws only what the files of the book throw. */
  get(path: string, purpose: ImageRequest['purpose'] = 'site'): Promise<SitePicture | ImageProblem> {
    const key = purpose === 'site' ? path : `${purpose} ${path}`
    const begun = this.#begun.get(key) ?? this.#make(path, key, purpose)
    if (!this.#begun.has(key)) {
      this.#begun.set(key, begun)
      // It is awaited later; until then its failure is nobody's.
      begun.catch(() => {})
    }
    return begun
  }

  async #make(path: string, key: string, purpose: ImageRequest['purpose']): Promise<SitePicture | ImageProblem> {
    const known = this.#cache.pictures.get(key)
    if (known && this.#changed && !this.#changed.has(path)) return known.picture
    const bytes = await this.#files.read(path)
    const source = createHash('sha256').update(bytes).digest('hex')
    if (known?.source === source) return known.picture
    try {
      const {
        bytes: prepared,
        extension,
        width,
        height,
        warnings,
      } = await this.#prepare(bytes, { purpose, name: path })
      const name =
        slugify(
          path
            .split('/')
            .at(-1)!
            .replace(/\.\w+$/, ''),
        ).slice(0, 40) || 'picture'
      const file = `images/${name}-${hashOf(prepared).slice(0, 10)}.${extension}`
      const picture = { file, bytes: prepared, width, height, warnings }
      this.#cache.pictures.set(key, { source, picture })
      return picture
    } catch (error) {
      if (error instanceof ImageProblem) return error
      throw error
    }
  }
}

/** SHA-256 in hexadecimal digits: names that hold for ever are taken from it. */
export const hashOf = (content: Uint8Array | string): string => createHash('sha256').update(content).digest('hex')
