import { buffer } from 'node:stream/consumers'
import type { Tx } from '@octavo/database'
import { OctavoError } from '../../errors.ts'
import type { Octavo } from '../../octavo.ts'
import { type ReceivedFile, receive } from '../../storage/receive.ts'
import type { BookKey } from '../book-access.ts'
import { keepContent, saveFile } from '../files/add-file.ts'
import { type GivenKind, largestFile } from '../files/file-view.ts'
import { type ToldFile, tellFile } from '../files/tell-file.ts'
import type { KeptUpload } from './kept-upload.ts'
import { type PlacedFile, type PresentFile, placeFile } from './place-file.ts'
import { readInThread } from './read-in-thread.ts'
import type { OnConflict } from './save-imported.ts'
import type { StructureRow } from './structure-view.ts'

/** A file of an upload, in the storage but of no book yet. */
interface KeptFile {
  placed: PlacedFile
  received: ReceivedFile
  told: ToldFile
}

export interface KeptFiles {
  /** To be written. */
  files: KeptFile[]
  /** All of them, by which a later import finds them again. */
  placed: PlacedFile[]
  /** By the path in the upload: what a picture is called in the book. */
  names: Map<string, string>
  /** What could not be kept or stays as it is in the book, in words. */
  warnings: string[]
}

/** What keeping files depends on besides the upload. */
export interface FilesBefore {
  before: readonly PlacedFile[]
  present: readonly PresentFile[]
  onConflict: OnConflict
}

/** Brings the pictures of an upload, its cover and its bibliography into the storage. Reads its original once more. */
export async function keepFiles(
  octavo: Octavo,
  book: BookKey,
  row: StructureRow,
  upload: KeptUpload,
  { before, present, onConflict }: FilesBefore,
): Promise<KeptFiles> {
  const kept: KeptFiles = { files: [], placed: [], names: new Map(), warnings: [] }
  const keep = async (kind: GivenKind, path: string, bytes: Uint8Array) => {
    try {
      await receive(octavo.config.dataDirectory, [bytes], largestFile, async received => {
        const told = await tellFile(received, kind, safeName(path))
        const file = { kind, path, name: told.name, sha256: received.sha256 }
        const { placed, written, conflict } = placeFile(file, before, present, onConflict)
        if (conflict) kept.warnings.push(`${placed.name}: you changed it since the last import, and it stays.`)
        kept.placed.push(placed)
        if (kind === 'image') kept.names.set(path, placed.name)
        if (!written) return
        await keepContent(octavo, book, received)
        kept.files.push({ placed, received, told })
      })
    } catch (error) {
      if (!(error instanceof OctavoError) || error.code === 'quota_exceeded') throw error
      kept.warnings.push(`${path}: ${error.message}`)
    }
  }
  for (const [path, bytes] of await picturesOf(octavo, row, upload)) {
    await keep('image', path, bytes)
    if (path === upload.cover) await keep('cover', path, bytes)
  }
  if (upload.bibliography) await keep('bibliography', 'references.bib', new TextEncoder().encode(upload.bibliography))
  return kept
}

/** The files of a book with their contents. */
export function presentFiles(tx: Tx, bookId: string): Promise<PresentFile[]> {
  return tx.selectFrom('library.files').select(['kind', 'name', 'sha256']).where('book_id', '=', bookId).execute()
}

async function picturesOf(
  octavo: Octavo,
  { name, file_id }: StructureRow,
  upload: KeptUpload,
): Promise<Map<string, Uint8Array>> {
  if (upload.images.length === 0) return new Map()
  const file = await octavo.database.asService('read the pictures of an import', tx =>
    tx.selectFrom('library.files').select('sha256').where('id', '=', file_id).executeTakeFirst(),
  )
  if (!file) throw new OctavoError('import_failed', `The original of ${name} was deleted: import it again.`)
  const bytes = new Uint8Array(await buffer(await octavo.storage.read(file.sha256)))
  const { images } = await readInThread({ name, bytes, want: 'images' })
  return images
}

/** A path of an upload as a name in the book. */
const safeName = (path: string) =>
  path
    .replace(/[:\\\p{Cc}]/gu, '_')
    .split('/')
    .filter(part => !/^\.{0,2}$/.test(part))
    .join('/')
    .slice(-500) || 'picture'

/** The rows of what was kept. In the transaction of somebody who may edit the book. */
export async function saveFiles(tx: Tx, bookId: string, { files }: KeptFiles): Promise<void> {
  for (const { placed, received, told } of files) {
    const { kind, name } = placed
    await saveFile(tx, bookId, { kind, name }, received, { ...told, name })
  }
}
