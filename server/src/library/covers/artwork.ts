import { buffer } from 'node:stream/consumers'
import type { Tx } from '@octavo/database'
import type { Artwork } from '@octavo/press/cover'
import { OctavoError } from '../../errors.ts'
import type { Octavo } from '../../octavo.ts'

/** Where a book keeps what models drew for its covers; these pictures are on no form of it by themselves. */
export const picturesFolder = 'covers/pictures/'

/** Of a picture a model drew: what it is called, and its content. */
export interface StoredArtwork {
  name: string
  sha256: string
}

/** A picture of a book that covers are drawn around. In the transaction of somebody who may see it. Throws not_found. */
export async function findArtwork(tx: Tx, bookId: string, fileId: string): Promise<StoredArtwork> {
  const file = await tx
    .selectFrom('library.files')
    .select(['name', 'sha256'])
    .where('book_id', '=', bookId)
    .where('id', '=', fileId)
    .where('kind', '=', 'cover')
    .where('name', 'like', `${picturesFolder}%`)
    .executeTakeFirst()
  if (!file) throw new OctavoError('not_found')
  return file
}

/** Its bytes; kept as JPEG. */
export async function readPicture(octavo: Octavo, { sha256 }: StoredArtwork): Promise<Artwork> {
  return { bytes: new Uint8Array(await buffer(await octavo.storage.read(sha256))), mediaType: 'image/jpeg' }
}
