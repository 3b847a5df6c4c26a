import type { CoverDesign } from '@octavo/press/cover/choices'
import type { Caller } from '../../http/environment.ts'
import type { Octavo } from '../../octavo.ts'
import { receive } from '../../storage/receive.ts'
import { allowedBook } from '../book-access.ts'
import { keepContent, saveFile } from '../files/add-file.ts'
import { largestFile } from '../files/file-view.ts'
import { type CoverOrigin, type CoverView, toCoverView } from './cover-view.ts'
import { chosenCover, findCover, markChosen } from './covers.ts'

/** A picture that is to be a cover of a book. */
export interface ReadyCover {
  /** In the book. One of the same name is replaced. */
  name: string
  bytes: Uint8Array
  mediaType: string
  width: number
  height: number
  origin: CoverOrigin
  design?: CoverDesign
  /** The file of the picture it is drawn around. */
  pictureId?: string | undefined
  /** Sentences for the author. */
  warnings: string[]
  /** Default: when the book has no chosen one. */
  choose?: boolean | undefined
}

/** Keeps a picture as a cover: bytes, file and cover, or nothing. Throws not_found, forbidden, quota_exceeded. */
export async function keepCover(octavo: Octavo, caller: Caller, bookId: string, ready: ReadyCover): Promise<CoverView> {
  const { name, bytes, mediaType, width, height, origin, design, pictureId, warnings, choose } = ready
  const book = await octavo.database.asUser(caller, tx => allowedBook(tx, bookId))
  return receive(octavo.config.dataDirectory, once(bytes), largestFile, async received => {
    await keepContent(octavo, book, received)
    return octavo.database.asUser(caller, async tx => {
      await allowedBook(tx, bookId)
      const told = { name, mediaType, width, height, citationKeys: null }
      const file = await saveFile(tx, bookId, { name, kind: 'cover' }, received, told)
      const drawn = { design: design ? JSON.stringify(design) : null, picture_id: pictureId ?? null }
      const about = { origin, ...drawn, warnings }
      const { id } = await tx
        .insertInto('library.covers')
        .values({ book_id: bookId, file_id: file.id, ...about })
        .onConflict(conflict => conflict.constraint('covers_file_key').doUpdateSet(about))
        .returning('id')
        .executeTakeFirstOrThrow()
      if (choose ?? !(await chosenCover(tx, bookId))) await markChosen(tx, bookId, id)
      return toCoverView(await findCover(tx, id))
    })
  })
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
