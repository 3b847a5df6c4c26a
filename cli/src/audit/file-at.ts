import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { type BookFile, imageHeader, imageKindOf } from '@octavo/manuscript'

/** What is at a path within a folder, by its first bytes; undefined when there is nothing. */
export function fileAt(folder: string, path: string): BookFile | undefined {
  const full = resolve(folder, path)
  try {
    if (!statSync(full).isFile()) return {}
    const header = Buffer.alloc(imageHeader)
    const file = openSync(full, 'r')
    try {
      return { kind: imageKindOf(header.subarray(0, readSync(file, header))) }
    } finally {
      closeSync(file)
    }
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    if (['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG'].includes(code)) return undefined
    // It is there; what it is nobody here may know.
    if (code === 'EACCES') return {}
    throw error
  }
}
