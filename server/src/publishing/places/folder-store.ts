import { randomUUID } from 'node:crypto'
import { lstat, mkdir, readFile, realpath, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { OctavoError } from '../../errors.ts'
import { sha256 } from '../files/plan-changes.ts'
import type { Store } from './store.ts'

/** A folder of this machine. Links inside of it are never followed: they may lead anywhere. */
export class FolderStore implements Store {
  readonly #root: string
  readonly markOf = sha256

  /** `root` is a real path the operator allows; see `allowedPath`. */
  constructor(root: string) {
    this.#root = root
  }

  async marks(paths: Iterable<string>): Promise<Map<string, string>> {
    const marks = new Map<string, string>()
    for (const path of paths) {
      const kind = await this.#kindOf(path)
      if (kind === 'other') marks.set(path, 'not a file')
      else if (kind === 'file') marks.set(path, sha256(await readFile(join(this.#root, path))))
    }
    return marks
  }

  async read(path: string): Promise<Uint8Array | undefined> {
    return (await this.#kindOf(path)) === 'file' ? readFile(join(this.#root, path)) : undefined
  }

  async write(path: string, content: Uint8Array): Promise<string> {
    const folder = dirname(join(this.#root, path))
    await mkdir(folder, { recursive: true })
    const inside = relative(await realpath(this.#root), await realpath(folder))
    if (inside.startsWith('..') || inside !== relative(this.#root, folder)) {
      throw new OctavoError(
        'destination_refused',
        `A link at ${dirname(path)} leads elsewhere. Remove it, or choose another folder.`,
      )
    }
    // As a whole, so that a crash leaves the old file or the new one.
    const temporary = join(folder, `.${randomUUID()}.octavo`)
    try {
      await writeFile(temporary, content, { flag: 'wx' })
      await rename(temporary, join(this.#root, path))
    } catch (error) {
      await rm(temporary, { force: true })
      throw error
    }
    return sha256(content)
  }

  async remove(path: string): Promise<void> {
    if ((await this.#kindOf(path)) !== 'file') return
    await rm(join(this.#root, path))
    // Folders we leave empty go as well; one with anything in it stays.
    for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
      try {
        await rmdir(join(this.#root, folder))
      } catch (error) {
        if (['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) return
        throw error
      }
    }
  }

  /** Whether a path is a file, something else, or nothing. Below a link everything is something else. */
  async #kindOf(path: string): Promise<'file' | 'other' | undefined> {
    const parts = path.split('/')
    for (let depth = 1; depth <= parts.length; depth++) {
      try {
        const stat = await lstat(join(this.#root, ...parts.slice(0, depth)))
        if (depth < parts.length ? !stat.isDirectory() : !stat.isFile()) return 'other'
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
        throw error
      }
    }
    return 'file'
  }
}
