import type { Readable } from 'node:stream'
import type { Config } from '../config.ts'
import type { ReceivedFile } from './receive.ts'

/** A part of a file: both ends belong to it, from 0, as in a Range header. */
export interface ByteRange {
  start: number
  end: number
}

/**
 * Where the bytes of files are, each under the hash of its content. What is there never changes, so it can be read while
 * the same is being stored again. Rows say whose it is; nothing here knows of people or books.
 */
export interface Storage {
  /** In words, for the log and `octavo doctor`; tells no secret. */
  readonly place: string
  /** Keeps what was received; once this returns, it is there for good. */
  keep(file: ReceivedFile): Promise<void>
  /** The bytes in pieces. Rejects when nothing is there. */
  read(sha256: string, range?: ByteRange): Promise<Readable>
  /** Forgets it; nothing happens when it is not there. */
  remove(sha256: string): Promise<void>
}

/** Two letters of the hash divide a folder that could hold millions of files (as Git does with its objects). */
export function keyOf(sha256: string): string {
  return `${sha256.slice(0, 2)}/${sha256.slice(2)}`
}

/**
 * The storage of an installation: the folder `files` of its data directory, or the bucket the configuration names. Loads
 * its driver when it is first used, for a first page needs no files.
 */
export function createStorage(config: Pick<Config, 'dataDirectory' | 'storage'>): Storage {
  const { storage } = config
  let opened: Promise<Storage> | undefined
  const open = () => {
    opened ??= storage
      ? import('./bucket-storage.ts').then(module => module.openBucket(storage))
      : import('./disk-storage.ts').then(module => module.openDisk(config.dataDirectory))
    return opened
  }
  return {
    place: storage ? `the bucket ${storage.bucket} at ${storage.endpoint}` : `${config.dataDirectory}/files`,
    keep: async file => (await open()).keep(file),
    read: async (sha256, range) => (await open()).read(sha256, range),
    remove: async sha256 => (await open()).remove(sha256),
  }
}
