import type { Tx } from '@octavo/database'
import type { Octavo } from '../../octavo.ts'
import { type ReceivedFile, receive } from '../../storage/receive.ts'
import type { BookKey } from '../book-access.ts'
import { keepContent, saveFile } from './add-file.ts'
import { largestFile } from './file-view.ts'
import { type ToldFile, tellFile } from './tell-file.ts'

/** A file as its author gave it, in the storage but of no book yet. */
export interface Original {
  received: ReceivedFile
  told: ToldFile
}

/** Keeps a file as it was given, so that its author can have it back. Throws file_too_large, file_empty, quota_exceeded. */
export function keepOriginal(octavo: Octavo, book: BookKey, file: File): Promise<Original> {
  return receive(octavo.config.dataDirectory, file.stream(), largestFile, async received => {
    const told = await tellFile(received, 'original', pathOf(file.name))
    await keepContent(octavo, book, received)
    return { received, told }
  })
}

/** Makes what was kept the original of a source, or of the book itself. */
export async function saveOriginal(
  tx: Tx,
  bookId: string,
  { received, told }: Original,
  sourceId?: string,
): Promise<void> {
  await saveFile(tx, bookId, { kind: 'original', name: told.name, sourceId }, received, told)
}

/** A name from somebody's machine as a path in the book. */
function pathOf(name: string): string {
  const parts = name
    .normalize('NFC')
    .toWellFormed()
    .replace(/[:\p{Cc}]/gu, '_')
    .split(/[/\\]/)
    .filter(part => !/^\.{0,2}$/.test(part))
  return parts.join('/').slice(-500) || 'original'
}
