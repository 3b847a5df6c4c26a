import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '../failure.ts'
import { replaceFile } from './replace-file.ts'

/** What a book folder remembers of itself, in its `.octavo.json`. */
export interface FolderRecord {
  /** The shape of this record. */
  octavo: 1
  /** Which installation holds the book, and which book it is. */
  installation: string
  bookId: string
  /** The SHA-256 of each file as it was last exported: what differs now was edited here. */
  files: Record<string, string>
}

/** The file that makes a folder a book folder. */
export const recordName = '.octavo.json'

/** The fingerprint under which a file is remembered. */
export function fingerprint(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}

/**
 * The record of a book folder, which is made when it does not exist; undefined when it is empty. Throws Failure when it
 * holds something that is not ours.
 */
export async function openBookFolder(folder: string): Promise<FolderRecord | undefined> {
  await mkdir(folder, { recursive: true })
  const record = await readRecord(folder)
  if (record) return record
  // Names with a dot are the system's or version control's; we write none of them.
  const entries = (await readdir(folder)).filter(name => !name.startsWith('.'))
  if (entries.length > 0) {
    throw new Failure(
      `${folder} is not empty, and what is in it is not a book of Octavo.`,
      'Choose another folder with --out, or empty this one.',
    )
  }
  return undefined
}

async function readRecord(folder: string): Promise<FolderRecord | undefined> {
  const path = join(folder, recordName)
  try {
    const record = JSON.parse(await readFile(path, 'utf8')) as FolderRecord
    if (record.octavo === 1 && record.bookId && record.installation && record.files) return record
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    if (!(error instanceof SyntaxError)) throw error
  }
  throw new Failure(
    `${path} cannot be read.`,
    'Choose another folder with --out, or delete this file and empty the folder.',
  )
}

/** Replaces the record of a folder. */
export function saveRecord(folder: string, record: FolderRecord): Promise<void> {
  return replaceFile(join(folder, recordName), `${JSON.stringify(record, null, 2)}\n`)
}
