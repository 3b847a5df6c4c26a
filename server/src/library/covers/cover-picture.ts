import { createHash } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import type { CoverDesign } from '@octavo/press/cover/choices'
import { proposeCovers } from '@octavo/press/cover/propose'
import type { Caller } from '../../http/environment.ts'
import type { Octavo } from '../../octavo.ts'
import { visibleBook } from '../book-access.ts'
import { wordsOf } from './cover-view.ts'
import { chosenCover } from './covers.ts'

/** Pixels: a cover on a shelf, on a screen of twice the usual density. */
export const coverPictureWidth = 400

/** What is remembered at most. Bytes; about 700 pictures. */
const most = 32 * 1024 * 1024

interface CoverPicture {
  etag: string
  bytes(): Promise<Uint8Array>
}

/** Small pictures of covers. Those asked for last are remembered by their content, so each is drawn or shrunk once. */
export class CoverPictures {
  readonly #kept = new Map<string, Uint8Array>()
  readonly #making = new Map<string, Promise<Uint8Array>>()
  #size = 0

  /** The picture of a book, made when its bytes are asked for. Throws not_found. */
  async find(octavo: Octavo, caller: Caller, bookId: string): Promise<CoverPicture> {
    const { chosen, book } = await octavo.database.asUser(caller, async tx => {
      await visibleBook(tx, bookId)
      return {
        chosen: await chosenCover(tx, bookId),
        book: await tx
          .selectFrom('library.books')
          .select(['title', 'subtitle', 'authors', 'kind'])
          .where('id', '=', bookId)
          .executeTakeFirstOrThrow(),
      }
    })
    if (chosen) {
      const { sha256 } = chosen
      return this.#picture(sha256, async () => shrink(await buffer(await octavo.storage.read(sha256))))
    }
    const [design] = proposeCovers({ ...wordsOf(book), kind: book.kind }, 1)
    const key = createHash('sha256').update(JSON.stringify(design)).digest('hex')
    return this.#picture(key, () => draw(design!))
  }

  #picture(key: string, make: () => Promise<Uint8Array>): CoverPicture {
    return {
      etag: `"${key.slice(0, 32)}"`,
      bytes: async () => {
        const kept = this.#kept.get(key)
        if (!kept) return this.#making.get(key) ?? this.#make(key, make)
        // To the end of the map: the first ones are those nobody has asked for the longest.
        this.#kept.delete(key)
        this.#kept.set(key, kept)
        return kept
      },
    }
  }

  async #make(key: string, make: () => Promise<Uint8Array>): Promise<Uint8Array> {
    const making = make()
    this.#making.set(key, making)
    try {
      const bytes = await making
      this.#kept.set(key, bytes)
      this.#size += bytes.length
      for (const [oldest, { length }] of this.#kept) {
        if (this.#size <= most) break
        this.#kept.delete(oldest)
        this.#size -= length
      }
      return bytes
    } finally {
      this.#making.delete(key)
    }
  }
}

async function draw(design: CoverDesign): Promise<Uint8Array> {
  const { renderCover } = await import('@octavo/press/cover')
  return (await renderCover(design, { width: coverPictureWidth })).bytes
}

async function shrink(picture: Uint8Array): Promise<Uint8Array> {
  const { default: sharp } = await import('sharp')
  return sharp(picture).resize({ width: coverPictureWidth, withoutEnlargement: true }).jpeg({ quality: 85 }).toBuffer()
}
