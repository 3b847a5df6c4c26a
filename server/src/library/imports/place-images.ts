import { buffer } from 'node:stream/consumers'
import type { Tx } from '@octavo/database'
import { OctavoError } from '../../errors.ts'
import type { Octavo } from '../../octavo.ts'
import { receive } from '../../storage/receive.ts'
import type { BookKey } from '../book-access.ts'
import { keepContent, saveFile } from '../files/add-file.ts'
import { type GivenKind, largestFile } from '../files/file-view.ts'
import { type ToldFile, tellFile } from '../files/tell-file.ts'
import { readInThread } from './read-in-thread.ts'
import type { KeptUpload, StructureRow } from './structure-view.ts'

/** A file of an upload, in the storage but of no book yet. */
interface KeptFile {
  kind: GivenKind
  path: string
  received: { path: string; bytes: number; sha256: string }
  told: ToldFile
}

export interface KeptFiles {
  files: KeptFile[]
  /** By the path in the upload: what the file is called in the book. */
  names: Map<string, string>
  /** What could not be kept, in words. */
  warnings: string[]
}

/** Brings the pictures of an upload, its cover and its bibliography into the storage. Reads its original once more. */
export async function keepFiles(
  octavo: Octavo,
  book: BookKey,
  row: StructureRow,
  upload: KeptUpload,
): Promise<KeptFiles> {
  const kept: KeptFiles = { files: [], names: new Map(), warnings: [] }
  const keep = async (kind: GivenKind, path: string, bytes: Uint8Array) => {
    try {
      await receive(octavo.config.dataDirectory, [bytes], largestFile, async received => {
        const told = await tellFile(received, kind, safeName(path))
        await keepContent(octavo, book, received)
        kept.files.push({ kind, path, received, told })
        if (kind === 'image') kept.names.set(path, told.name)
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
  for (const { kind, received, told } of files) await saveFile(tx, bookId, { kind, name: told.name }, received, told)
}
