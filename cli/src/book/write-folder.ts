import { mkdir, readFile, rm } from 'node:fs/promises'
import { dirname, isAbsolute, join, normalize } from 'node:path'
import { Failure } from '../failure.ts'
import { type FolderRecord, fingerprint, saveRecord } from './folder-record.ts'
import { replaceFile } from './replace-file.ts'

/** What became of a folder when a book was written into it. Paths are relative to it. */
export interface WrittenFolder {
  /** How many files the book has. */
  files: number
  /** Edited here, and unchanged in the book: left as they are. */
  kept: string[]
  /** Edited here as well as in the book: the book's version stands beside, under the name with `.new`. */
  beside: string[]
}

/**
 * Writes the files of a book into its folder. What somebody edited there since the last time is never overwritten. Files
 * the book no longer has are removed unless they were edited.
 */
export async function writeFolder(
  folder: string,
  record: FolderRecord,
  files: ReadonlyMap<string, Uint8Array>,
): Promise<WrittenFolder> {
  const result: WrittenFolder = { files: files.size, kept: [], beside: [] }
  const hashes: Record<string, string> = {}
  for (const [path, content] of files) {
    const target = placeOf(folder, path)
    const known = record.files[path]
    const hash = fingerprint(content)
    const present = await hashOf(target)
    hashes[path] = hash
    if (present === hash) continue
    if (present === undefined || present === known) await write(target, content)
    else if (known === hash) result.kept.push(path)
    else {
      await write(`${target}.new`, content)
      result.beside.push(path)
    }
  }
  for (const [path, known] of Object.entries(record.files)) {
    if (files.has(path)) continue
    const target = placeOf(folder, path)
    const present = await hashOf(target)
    if (present === known) await rm(target)
    else if (present !== undefined) result.kept.push(path)
  }
  await saveRecord(folder, { ...record, files: hashes })
  return result
}

/** A path of the book within the folder. A server that names one elsewhere is not believed. */
function placeOf(folder: string, path: string): string {
  if (isAbsolute(path) || normalize(path).startsWith('..')) {
    throw new Failure(`The server sent a file outside of the book: ${path}.`, 'Check which server OCTAVO_URL names.')
  }
  return join(folder, path)
}

async function hashOf(path: string): Promise<string | undefined> {
  try {
    return fingerprint(await readFile(path))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

async function write(path: string, content: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await replaceFile(path, content)
}
