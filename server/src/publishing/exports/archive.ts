import { buffer } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { inflateRaw } from 'node:zlib'
import type { Storage } from '../../storage/storage.ts'

/** One file of an archive: where it begins, and how it is packed (APPNOTE 6.3.10 §4.3.12). */
export interface ArchiveEntry {
  path: string
  /** As it is, in bytes. */
  bytes: number
  offset: number
  packed: number
  method: number
}

/** Bytes one file may have to be shown. */
const largestShown = 32 * 1024 * 1024
/** The end of an archive without a comment, as ours are (§4.3.16). */
const endBytes = 22
const inflate = promisify(inflateRaw)

/**
 * What an archive of ours holds, by the list at its end: an archive of a gigabyte is not read for it. Rejects for what is
 * no archive.
 */
export async function readArchive(storage: Storage, sha256: string, bytes: number): Promise<ArchiveEntry[]> {
  const part = async (start: number, length: number) =>
    buffer(await storage.read(sha256, { start, end: start + length - 1 }))
  const end = await part(bytes - endBytes, endBytes)
  if (end.readUInt32LE(0) !== 0x06054b50) throw new Error('It is no archive.')
  const list = await part(end.readUInt32LE(16), end.readUInt32LE(12))
  const entries: ArchiveEntry[] = []
  for (let at = 0; at + 46 <= list.length && list.readUInt32LE(at) === 0x02014b50; ) {
    const name = list.readUInt16LE(at + 28)
    const path = list.toString('utf8', at + 46, at + 46 + name)
    if (!path.endsWith('/')) {
      entries.push({
        path,
        method: list.readUInt16LE(at + 10),
        packed: list.readUInt32LE(at + 20),
        bytes: list.readUInt32LE(at + 24),
        offset: list.readUInt32LE(at + 42),
      })
    }
    at += 46 + name + list.readUInt16LE(at + 30) + list.readUInt16LE(at + 32)
  }
  return entries
}

/** One file of an archive; undefined for one too large to be shown. */
export async function readEntry(
  storage: Storage,
  sha256: string,
  { offset, packed, bytes, method }: ArchiveEntry,
): Promise<Buffer | undefined> {
  if (packed > largestShown || bytes > largestShown) return undefined
  const head = await buffer(await storage.read(sha256, { start: offset, end: offset + 29 }))
  const start = offset + 30 + head.readUInt16LE(26) + head.readUInt16LE(28)
  if (packed === 0) return Buffer.alloc(0)
  const content = await buffer(await storage.read(sha256, { start, end: start + packed - 1 }))
  return method === 0 ? content : inflate(content, { maxOutputLength: largestShown })
}
