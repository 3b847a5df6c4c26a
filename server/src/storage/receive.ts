import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { OctavoError } from '../errors.ts'

/** A file that has arrived whole and waits, in a folder of its own, to be kept. */
export interface ReceivedFile {
  path: string
  bytes: number
  sha256: string
}

/** Files that arrive, below the data directory: on the same disk as the storage, so that keeping one is a rename. */
export const arrivals = (dataDirectory: string): string => join(dataDirectory, 'arriving')

/**
 * Writes what arrives to a file of its own, in pieces, and hashes it on the way; then hands it on and takes the file away
 * again unless it was moved. Throws file_too_large as soon as it is known, file_empty.
 */
export async function receive<T>(
  dataDirectory: string,
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  limit: number,
  use: (file: ReceivedFile) => Promise<T>,
): Promise<T> {
  const folder = arrivals(dataDirectory)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, randomUUID())
  // Opened here and not by the stream: one that fails early would still open it, after it was taken away.
  const file = await open(path, 'wx', 0o600)
  const hash = createHash('sha256')
  let bytes = 0
  async function* counted() {
    for await (const piece of content) {
      bytes += piece.byteLength
      if (bytes > limit) throw tooLarge(limit)
      hash.update(piece)
      yield piece
    }
  }
  try {
    await pipeline(counted, file.createWriteStream({ flush: true }))
    if (bytes === 0) throw new OctavoError('file_empty')
    return await use({ path, bytes, sha256: hash.digest('hex') })
  } finally {
    await file.close()
    await rm(path, { force: true })
  }
}

/** The error for a file of more than so many bytes. */
export function tooLarge(limit: number): OctavoError {
  const megabytes = Math.floor(limit / 1024 / 1024)
  return new OctavoError('file_too_large', `A file has at most ${megabytes} MB: make it smaller, or part it.`)
}

/** The first bytes of a file, fewer when it has not so many. */
export async function firstBytes(path: string, most: number): Promise<Uint8Array> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(most), 0, most, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

const dayMs = 24 * 60 * 60 * 1000

/** Takes away what a process that died was receiving more than a day ago; says how many files. */
export async function clearArrivals(dataDirectory: string): Promise<number> {
  const folder = arrivals(dataDirectory)
  let cleared = 0
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [] // nothing has ever arrived
    throw error
  })
  for (const name of names) {
    const path = join(folder, name)
    const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined // its receiver has just finished
      throw error
    })
    if (!found || Date.now() - found.mtimeMs < dayMs) continue
    await rm(path, { force: true })
    cleared++
  }
  return cleared
}
