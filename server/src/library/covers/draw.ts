import { z } from '@hono/zod-openapi'
import type { CoverDesign } from '@octavo/press/cover/choices'
import { proposeCovers } from '@octavo/press/cover/propose'
import type { Caller } from '../../http/environment.ts'
import type { Octavo } from '../../octavo.ts'
import { allowedBook, visibleBook } from '../book-access.ts'
import { findArtwork, picturesFolder, readPicture } from './artwork.ts'
import { type CoverView, coverChoices, coverDesign, wordsOf } from './cover-view.ts'
import { keepCover } from './keep-cover.ts'

/** The picture of a model a design is drawn around. */
const picture = z
  .uuid()
  .optional()
  .openapi({ description: 'The pictureId of a cover: drawn around that, in place of the motif' })

const wish = coverChoices.omit({ variation: true }).partial()

export const proposalQuery = wish.extend({ count: z.coerce.number().int().min(1).max(24).default(6) })

export const proposedCovers = z.object({ items: z.array(coverDesign) }).openapi('ProposedCovers')

/** Designs for a book, always the same for the same words; nothing is kept. Throws not_found. */
export async function proposeForBook(
  octavo: Octavo,
  caller: Caller,
  bookId: string,
  { count, ...wishes }: z.infer<typeof proposalQuery>,
): Promise<{ items: z.infer<typeof coverDesign>[] }> {
  const book = await readWords(octavo, caller, bookId)
  return { items: proposeCovers(book, count, wishes).map(design => coverDesign.parse(design)) }
}

export const previewQuery = coverChoices.extend({
  picture,
  shape: z.enum(['front', 'card']).default('front').openapi({ description: 'card: lying down, 1200 × 630, for links' }),
  width: z.coerce.number().int().min(64).max(1_600).default(400).openapi({ description: 'Pixels' }),
})

/** What a design looks like, as a JPEG. Throws not_found. */
export async function previewCover(
  octavo: Octavo,
  caller: Caller,
  bookId: string,
  { shape, width, picture: pictureId, ...choices }: z.infer<typeof previewQuery>,
): Promise<Uint8Array> {
  const { kind: _, ...words } = await readWords(octavo, caller, bookId)
  const around = await artworkFor(octavo, caller, bookId, pictureId)
  const { coverShapes, renderCover } = await import('@octavo/press/cover')
  return (await renderCover({ ...words, ...choices }, { shape: coverShapes[shape], width, ...around })).bytes
}

export const newCover = coverChoices
  .extend({
    picture,
    choose: z.boolean().optional().openapi({ description: 'Default: when the book has no chosen one' }),
  })
  .openapi('NewCover')

/** Draws a cover and keeps it, 1600 × 2560 pixels. Drawn again, it is the same. Throws not_found, forbidden, quota_exceeded. */
export async function drawForBook(
  octavo: Octavo,
  caller: Caller,
  bookId: string,
  { choose, picture: pictureId, ...choices }: z.infer<typeof newCover>,
): Promise<CoverView> {
  await octavo.database.asUser(caller, tx => allowedBook(tx, bookId))
  const { kind: _, ...words } = await readWords(octavo, caller, bookId)
  const design: CoverDesign = { ...words, ...choices }
  const { renderCover } = await import('@octavo/press/cover')
  const around = await artworkFor(octavo, caller, bookId, pictureId)
  const { warnings, ...rendered } = await renderCover(design, around)
  const { layout, palette, motif, variation } = choices
  const drawn = around?.mark ?? `${motif}${variation ? `-${variation}` : ''}`
  const name = `covers/${layout}-${palette}-${drawn}.jpg`
  const told = warnings.map(({ message }) => message)
  const origin = around ? 'model' : 'drawn'
  return keepCover(octavo, caller, bookId, { name, ...rendered, origin, design, pictureId, warnings: told, choose })
}

/** The picture a design is to be drawn around, and what a cover made of it is called after. Throws not_found. */
async function artworkFor(octavo: Octavo, caller: Caller, bookId: string, pictureId: string | undefined) {
  if (!pictureId) return undefined
  const found = await octavo.database.asUser(caller, tx => findArtwork(tx, bookId, pictureId))
  const mark = found.name.slice(picturesFolder.length).replace(/\.\w+$/, '')
  return { artwork: await readPicture(octavo, found), mark }
}

async function readWords(octavo: Octavo, caller: Caller, bookId: string) {
  return octavo.database.asUser(caller, async tx => {
    await visibleBook(tx, bookId)
    const book = await tx
      .selectFrom('library.books')
      .select(['title', 'subtitle', 'authors', 'kind'])
      .where('id', '=', bookId)
      .executeTakeFirstOrThrow()
    return { ...wordsOf(book), kind: book.kind }
  })
}
