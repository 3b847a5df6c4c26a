import { posix } from 'node:path'
import { createClient, type FileStat, type WebDAVClient } from 'webdav'
import { OctavoError } from '../../errors.ts'
import { guardedAgents, type IsAllowedAddress } from './guarded-agents.ts'
import type { Store } from './store.ts'

export interface WebDavAccess {
  url: string
  username: string
  password: string
  /** A folder below `url`, without slashes around it. */
  prefix: string
  isAllowedAddress: IsAllowedAddress
}

/** A folder on a WebDAV server (RFC 4918). Its marks are ETags, or what else changes with a file. */
export class WebDavStore implements Store {
  readonly #client: WebDAVClient
  readonly #prefix: string
  readonly #agents: ReturnType<typeof guardedAgents>
  readonly #made = new Set<string>()
  /** An address that was not asked. The client says only that it failed. */
  #refused: string | undefined

  constructor({ url, username, password, prefix, isAllowedAddress }: WebDavAccess) {
    const isAllowed = (address: string) => {
      const allowed = isAllowedAddress(address)
      if (!allowed) this.#refused = address
      return allowed
    }
    this.#agents = guardedAgents(isAllowed)
    this.#client = createClient(url, { username, password, ...this.#agents })
    this.#prefix = `/${prefix}`
  }

  close(): void {
    this.#agents.httpAgent.destroy()
    this.#agents.httpsAgent.destroy()
  }

  #at(path: string): string {
    return posix.join(this.#prefix, path)
  }

  async marks(paths: Iterable<string>): Promise<Map<string, string>> {
    const marks = new Map<string, string>()
    // One listing a folder: many servers refuse to list everything below at once.
    for (const [folder, inside] of Map.groupBy(paths, path => posix.dirname(path))) {
      const there = new Map((await this.#list(folder)).map(stat => [stat.basename, stat]))
      for (const path of inside) {
        const stat = there.get(posix.basename(path))
        if (stat) marks.set(path, markOf(stat))
      }
    }
    return marks
  }

  async #list(folder: string): Promise<FileStat[]> {
    const found = await this.#asked(() => this.#client.getDirectoryContents(this.#at(folder)))
    return (found as FileStat[] | undefined) ?? []
  }

  async read(path: string): Promise<Uint8Array | undefined> {
    const content = await this.#asked(() => this.#client.getFileContents(this.#at(path), { format: 'binary' }))
    return content === undefined ? undefined : Buffer.from(content as Buffer)
  }

  async write(path: string, content: Uint8Array): Promise<string> {
    const folder = posix.dirname(this.#at(path))
    if (!this.#made.has(folder) && folder !== '/') {
      await this.#asked(() => this.#client.createDirectory(folder, { recursive: true }))
      this.#made.add(folder)
    }
    await this.#asked(() => this.#client.putFileContents(this.#at(path), Buffer.from(content), { overwrite: true }))
    const stat = await this.#asked(() => this.#client.stat(this.#at(path)))
    if (!stat) throw new OctavoError('remote_failed', `The server took ${path}, and does not have it. Publish again.`)
    return markOf(stat as FileStat)
  }

  async remove(path: string): Promise<void> {
    await this.#asked(() => this.#client.deleteFile(this.#at(path)))
  }

  /** Undefined for what is not there. */
  async #asked<T>(request: () => Promise<T>): Promise<T | undefined> {
    try {
      return await request()
    } catch (error) {
      if (error instanceof OctavoError) throw error
      if (this.#refused) throw new OctavoError('address_refused', `${this.#refused} is not a public address.`)
      const { status } = error as { status?: number }
      if (status === 404) return undefined
      if (status === 401) throw new OctavoError('connection_invalid', undefined, { cause: error })
      if (status === 403)
        throw new OctavoError('permission_missing', 'The server does not let this user write there.', { cause: error })
      if (status === 507) throw new OctavoError('remote_failed', 'The server has no room left.', { cause: error })
      const why = status ? `answered ${status}` : 'does not answer'
      throw new OctavoError('remote_failed', `The server ${why}. Try again later.`, { cause: error })
    }
  }
}

function markOf({ etag, lastmod, size, type }: FileStat): string {
  if (type === 'directory') return 'not a file'
  return etag ? `etag ${etag}`.slice(0, 200) : `${lastmod} ${size}`
}
