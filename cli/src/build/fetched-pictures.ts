import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RemotePicture } from '@octavo/press'
import type { FetchPictureOptions } from '@octavo/server/fetch-picture'

export interface FetchedPicturesOptions extends Partial<FetchPictureOptions> {
  /** Shows what was fetched before and asks no address. */
  offline?: boolean | undefined
}

/** Addresses asked at the same time. */
const atOnce = 4
/** How long one address may take, and all of one build together. Milliseconds. */
const patience = { one: 20_000, all: 120_000 }

/**
 * The pictures a folder shows from the web. Each is fetched once and kept below the folder under its address, so that the
 * next build has it without a network. Keep one as long as the folder is worked on: what could not be had is asked for
 * again by the next.
 */
export class FetchedPictures {
  readonly #folder: string
  readonly #options: FetchedPicturesOptions
  readonly #asked = new Map<string, Promise<RemotePicture>>()
  readonly #paths = new Set<string>()
  /** One after the other in each. */
  readonly #lanes: Promise<unknown>[] = Array.from({ length: atOnce }, () => Promise.resolve())
  #deadline = 0
  #waiting = 0
  #kept: Promise<readonly string[]> | undefined

  constructor(folder: string, options: FetchedPicturesOptions = {}) {
    this.#folder = join(folder, '_build', 'octavo', 'fetched')
    this.#options = options
  }

  has(path: string): boolean {
    return this.#paths.has(path)
  }

  read(path: string): Promise<Uint8Array> {
    return readFile(join(this.#folder, path))
  }

  /** The path of a picture, from the folder or the web. */
  fetch(url: string): Promise<RemotePicture> {
    const known = this.#asked.get(url)
    if (known) return known
    if (this.#waiting++ === 0) this.#deadline = Date.now() + patience.all
    const lane = this.#asked.size % atOnce
    const picture = this.#lanes[lane]!.then(() => this.#find(url)).finally(() => this.#waiting--)
    this.#lanes[lane] = picture.catch(() => {})
    this.#asked.set(url, picture)
    return picture
  }

  async #find(url: string): Promise<RemotePicture> {
    const picture = await this.#ask(url)
    if ('path' in picture) this.#paths.add(picture.path)
    return picture
  }

  async #ask(url: string): Promise<RemotePicture> {
    if (!URL.canParse(url)) return { reason: 'this is not an address. Mend it' }
    const { fetchPicture, nameOfPicture } = await import('@octavo/server/fetch-picture')
    this.#kept ??= this.#list()
    const stem = nameOfPicture(url).replace(/\.\w+$/, '')
    const kept = (await this.#kept).find(path => path.startsWith(`${stem}.`))
    if (kept !== undefined) return { path: kept }
    if (this.#options.offline) return { reason: 'it was not fetched before. Build once without --offline' }
    if (Date.now() > this.#deadline) {
      this.#asked.delete(url)
      return { reason: 'it was not tried, since the others took long. Build again' }
    }
    const { defaultLimits } = await import('@octavo/press/images')
    try {
      return await fetchPicture(url, this.#folder, {
        largest: defaultLimits.bytes,
        timeout: patience.one,
        ...this.#options,
      })
    } catch (error) {
      const { code, path } = error as NodeJS.ErrnoException
      if (code === undefined || path === undefined) throw error
      return { reason: `it cannot be kept at ${path} (${code}). Make the folder writable` }
    }
  }

  /** The paths of what is kept. */
  async #list(): Promise<string[]> {
    try {
      return (await readdir(join(this.#folder, 'images'))).map(name => `images/${name}`)
    } catch (error) {
      // Where a file is in its place, keeping one will say so.
      if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return []
      throw error
    }
  }
}
