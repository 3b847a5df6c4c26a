import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { unzipSync, zipSync } from 'fflate'
import { OctavoError } from '../../errors.ts'
import { sha256 } from '../files/plan-changes.ts'
import type { Store } from './store.ts'

/** The same files give the same bytes. The earliest day a ZIP file can hold (APPNOTE 4.4.6). */
const mtime = new Date(1980, 0, 1)
/** Bytes, as read and as unpacked. */
const largest = 500_000_000

/** A ZIP file of this machine, replaced as a whole. */
export class ZipStore implements Store {
  readonly #file: string
  readonly #contents: Map<string, Uint8Array>
  readonly markOf = sha256

  private constructor(file: string, contents: Map<string, Uint8Array>) {
    this.#file = file
    this.#contents = contents
  }

  /** Reads what the file has, if there is one. Throws destination_refused when it is no ZIP file, or too large. */
  static async open(file: string): Promise<ZipStore> {
    let bytes: Uint8Array
    try {
      bytes = await readFile(file)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
      return new ZipStore(file, new Map())
    }
    try {
      let size = bytes.length
      const files = unzipSync(bytes, {
        filter: ({ originalSize }) => {
          size += originalSize
          if (size > largest) throw new RangeError('too large')
          return true
        },
      })
      return new ZipStore(file, new Map(Object.entries(files)))
    } catch (cause) {
      throw new OctavoError(
        'destination_refused',
        'The file there is no ZIP file that can be added to. Name another.',
        { cause },
      )
    }
  }

  async marks(paths: Iterable<string>): Promise<Map<string, string>> {
    const marks = new Map<string, string>()
    for (const path of paths) {
      const content = this.#contents.get(path)
      if (content) marks.set(path, sha256(content))
    }
    return marks
  }

  async read(path: string): Promise<Uint8Array | undefined> {
    return this.#contents.get(path)
  }

  async write(path: string, content: Uint8Array): Promise<string> {
    this.#contents.set(path, content)
    return sha256(content)
  }

  async remove(path: string): Promise<void> {
    this.#contents.delete(path)
  }

  async finish(): Promise<void> {
    const sorted = [...this.#contents].sort(([a], [b]) => (a < b ? -1 : 1))
    const bytes = zipSync(Object.fromEntries(sorted.map(([path, content]) => [path, [content, { mtime }]])))
    await mkdir(dirname(this.#file), { recursive: true })
    const temporary = `${this.#file}.${randomUUID()}`
    try {
      await writeFile(temporary, bytes, { flag: 'wx' })
      await rename(temporary, this.#file)
    } catch (error) {
      await rm(temporary, { force: true })
      throw error
    }
  }
}
