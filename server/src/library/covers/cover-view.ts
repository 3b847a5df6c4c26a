import { z } from '@hono/zod-openapi'
import type { Tx } from '@octavo/database'
import { type CoverDesign, layoutNames, motifNames, type PaletteName, paletteNames } from '@octavo/press/cover/choices'

export const coverOrigins = ['drawn', 'uploaded', 'model'] as const
export type CoverOrigin = (typeof coverOrigins)[number]

const paletteOf = z.enum(paletteNames as [PaletteName, ...PaletteName[]])

/** What there is to choose in a design; the rest comes from the book. */
export const coverChoices = z.object({
  layout: z.enum(layoutNames),
  palette: paletteOf,
  motif: z.enum(motifNames),
  variation: z.coerce
    .number()
    .int()
    .min(0)
    .max(9_999)
    .default(0)
    .openapi({ description: 'Another number, another drawing of the same motif' }),
})

export const coverDesign = coverChoices
  .extend({ title: z.string(), subtitle: z.string().optional(), authors: z.array(z.string()) })
  .openapi('CoverDesign')

export const coverView = z
  .object({
    id: z.uuid(),
    bookId: z.uuid(),
    fileId: z.uuid().openapi({ description: 'Its picture: GET /v1/files/{id}/content' }),
    origin: z.enum(coverOrigins),
    design: coverDesign.nullable(),
    pictureId: z
      .uuid()
      .nullable()
      .openapi({ description: 'The file of the picture a model made, around which the design is drawn' }),
    outdated: z
      .boolean()
      .openapi({ description: 'Drawn, and the title, subtitle or authors of the book have changed' }),
    warnings: z.array(z.string()),
    chosen: z.boolean(),
    mediaType: z.string(),
    width: z.number().int().openapi({ description: 'Pixels' }),
    height: z.number().int().openapi({ description: 'Pixels' }),
    bytes: z.number().int(),
    createdBy: z.uuid().nullable(),
    createdAt: z.string(),
  })
  .openapi('Cover')
export type CoverView = z.infer<typeof coverView>

/** Covers with what is known of their pictures and of the words their book has now. */
export function coversIn(tx: Tx) {
  return tx
    .selectFrom('library.covers as c')
    .innerJoin('library.files as f', 'f.id', 'c.file_id')
    .innerJoin('library.books as b', 'b.id', 'c.book_id')
    .select([
      'c.id',
      'c.book_id',
      'c.file_id',
      'c.origin',
      'c.design',
      'c.picture_id',
      'c.warnings',
      'c.chosen',
      'c.created_by',
      'c.created_at',
      'f.name',
      'f.media_type',
      'f.width',
      'f.height',
      'f.bytes',
      'f.sha256',
      'b.title',
      'b.subtitle',
      'b.authors',
    ])
}

export type CoverRow = Awaited<ReturnType<ReturnType<typeof coversIn>['executeTakeFirstOrThrow']>>

export function toCoverView(row: CoverRow): CoverView {
  const design = row.design === null ? null : designOf(row)
  return {
    id: row.id,
    bookId: row.book_id,
    fileId: row.file_id,
    origin: row.origin as CoverOrigin,
    design,
    pictureId: row.picture_id,
    outdated: design !== null && !sameWords(design, wordsOf(row)),
    warnings: row.warnings,
    chosen: row.chosen,
    mediaType: row.media_type,
    width: row.width ?? 0,
    height: row.height ?? 0,
    bytes: row.bytes,
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
  }
}

/** The design of a cover that was drawn here. */
export function designOf({ design }: Pick<CoverRow, 'design'>): CoverView['design'] & CoverDesign {
  return coverDesign.parse(design)
}

type Words = Pick<CoverDesign, 'title' | 'subtitle' | 'authors'>

/** What of a book is written on its cover. */
export function wordsOf(book: { title: string; subtitle: string | null; authors: string[] }): Words {
  return { title: book.title, ...(book.subtitle && { subtitle: book.subtitle }), authors: book.authors }
}

const sameWords = (one: Words, other: Words) =>
  one.title === other.title &&
  (one.subtitle ?? '') === (other.subtitle ?? '') &&
  one.authors.join('\n') === other.authors.join('\n')
