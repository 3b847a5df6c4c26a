import { z } from '@hono/zod-openapi'
import {
  IsbnProblem,
  type Paper,
  pageRange,
  paperNames,
  readIsbn,
  type TrimName,
  trimNames,
  trims,
} from '@octavo/press/cover/choices'
import { OctavoError } from '../../errors.ts'
import type { Caller } from '../../http/environment.ts'
import type { Octavo } from '../../octavo.ts'
import { findArtwork, readPicture } from './artwork.ts'
import { designOf } from './cover-view.ts'
import { findCover } from './covers.ts'

export const wrapFormats = { pdf: 'application/pdf', svg: 'image/svg+xml', png: 'image/png' } as const

export const wrapQuery = z.object({
  pages: z.coerce.number().int().min(pageRange.fewest).max(pageRange.most).openapi({ description: 'Of the inside' }),
  trim: z.enum(trimNames as [TrimName, ...TrimName[]]).default('6x9'),
  paper: z.enum(paperNames as [Paper, ...Paper[]]).default('white'),
  isbn: z.string().max(40).optional().openapi({ description: 'Drawn as a barcode; without it the place stays white' }),
  format: z.enum(['pdf', 'svg', 'png']).default('pdf').openapi({ description: 'png: at 300 dpi' }),
})

export interface PrintedWrap {
  bytes: Uint8Array
  mediaType: string
  warnings: string[]
}

/**
 * Back, spine and front of a cover drawn here as one sheet for a printer, with the description of the book on the back.
 * Throws not_found, cover_not_drawn, isbn_invalid.
 */
export async function wrapCover(
  octavo: Octavo,
  caller: Caller,
  coverId: string,
  { pages, trim, paper, isbn, format }: z.infer<typeof wrapQuery>,
): Promise<PrintedWrap> {
  const { design, description, artwork } = await octavo.database.asUser(caller, async tx => {
    const cover = await findCover(tx, coverId)
    // A model's cover without its picture is another one.
    if (cover.design === null || (cover.origin === 'model' && !cover.picture_id))
      throw new OctavoError('cover_not_drawn')
    const book = await tx
      .selectFrom('library.books')
      .select('description')
      .where('id', '=', cover.book_id)
      .executeTakeFirstOrThrow()
    const artwork = cover.picture_id ? await findArtwork(tx, cover.book_id, cover.picture_id) : undefined
    return { design: designOf(cover), description: book.description ?? '', artwork }
  })
  const { drawWrap, rasterize, wrapPdf } = await import('@octavo/press/cover')
  const around = artwork && { artwork: await readPicture(octavo, artwork) }
  const number = isbn === undefined ? {} : { isbn: isbnOf(isbn) }
  const wrap = drawWrap(design, { trim: trims[trim], pages, paper, description, ...number, ...around })
  const warnings = wrap.warnings.map(({ message }) => message)
  const answer = (bytes: Uint8Array) => ({ bytes, mediaType: wrapFormats[format], warnings })
  if (format === 'svg') return answer(new TextEncoder().encode(wrap.svg))
  if (format === 'pdf') return answer(await wrapPdf(wrap, design.title))
  return answer((await rasterize(wrap.svg, Math.round((wrap.width / 25.4) * 300), 'png', 300)).bytes)
}

function isbnOf(given: string) {
  try {
    return readIsbn(given)
  } catch (cause) {
    throw cause instanceof IsbnProblem ? new OctavoError('isbn_invalid', cause.message, { cause }) : cause
  }
}
