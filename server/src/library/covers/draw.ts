import { z } from '@hono/zod-openapi'
import { type CoverDesign, proposeCovers } from '@octavo/press/cover/choices'
import type { Caller } from '../../http/environment.ts'
import type { Octavo } from '../../octavo.ts'
import { allowedBook, visibleBook } from '../book-access.ts'
import { type CoverView, coverChoices, coverDesign, wordsOf } from './cover-view.ts'
import { keepCover } from './keep-cover.ts'

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
  shape: z.enum(['front', 'card']).default('front').openapi({ description: 'card: lying down, 1200 × 630, for links' }),
  width: z.coerce.number().int().min(64).max(1_600).default(400).openapi({ description: 'Pixels' }),
})

/** What a design looks like, as a JPEG. Throws not_found. */
export async function previewCover(
  octavo: Octavo,
  caller: Caller,
  bookId: string,
  { shape, width, ...choices }: z.infer<typeof previewQuery>,
): Promise<Uint8Array> {
  const { kind: _, ...words } = await readWords(octavo, caller, bookId)
  const { coverShapes, renderCover } = await import('@octavo/press/cover')
  return (await renderCover({ ...words, ...choices }, { shape: coverShapes[shape], width })).bytes
}

export const newCover = coverChoices
  .extend({ choose: z.boolean().optional().openapi({ description: 'Default: when the book has no chosen one' }) })
  .openapi('NewCover')

/** Draws a cover and keeps it, 1600 × 2560 pixels. Drawn again, it is the same. Throws not_found, forbidden, quota_exceeded. */
export async function drawForBook(
  octavo: Octavo,
  caller: Caller,
  bookId: string,
  { choose, ...choices }: z.infer<typeof newCover>,
): Promise<CoverView> {
  await octavo.database.asUser(caller, tx => allowedBook(tx, bookId))
  const { kind: _, ...words } = await readWords(octavo, caller, bookId)
  const design: CoverDesign = { ...words, ...choices }
  const { renderCover } = await import('@octavo/press/cover')
  const { warnings, ...picture } = await renderCover(design)
  const { layout, palette, motif, variation } = choices
  const name = `covers/${layout}-${palette}-${motif}${variation ? `-${variation}` : ''}.jpg`
  const told = warnings.map(({ message }) => message)
  return keepCover(octavo, caller, bookId, { name, ...picture, origin: 'drawn', design, warnings: told, choose })
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
