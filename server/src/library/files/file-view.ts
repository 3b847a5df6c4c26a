import { z } from '@hono/zod-openapi'
import type { Tx } from '@octavo/database'

export const fileKinds = ['original', 'image', 'cover', 'bibliography', 'export', 'attachment'] as const
export type FileKind = (typeof fileKinds)[number]
/** What people may give; exports are made by jobs. */
export const givenKinds = ['original', 'image', 'cover', 'bibliography', 'attachment'] as const
export type GivenKind = (typeof givenKinds)[number]

/** Bytes of one file. */
export const largestFile = 100 * 1024 * 1024

/** A path in the book that can lead nowhere else, on no system. */
export const fileName = z
  .string()
  .min(1)
  .max(500)
  .regex(/^[^\\:\p{Cc}]+$/u, 'must not hold a backslash, a colon or control characters')
  .refine(
    name => name.split('/').every(part => !/^\.{0,2}$/.test(part)),
    'must be a path in the book, such as images/queue.png: without a slash at its ends, and no part of it "." or ".."',
  )
  .overwrite(name => name.normalize('NFC').toWellFormed())
  .openapi({ example: 'images/queue.png' })

export const altText = z.string().max(2_000).openapi({ description: 'Its text for who does not see it' })

export const fileView = z
  .object({
    id: z.uuid(),
    bookId: z.uuid(),
    kind: z.enum(fileKinds),
    name: z.string(),
    mediaType: z.string().openapi({ description: 'As its content tells' }),
    bytes: z.number().int(),
    sha256: z.string(),
    width: z.number().int().nullable().openapi({ description: 'Pixels' }),
    height: z.number().int().nullable().openapi({ description: 'Pixels' }),
    alt: altText,
    origin: z.string().nullable().openapi({ description: 'Where it was fetched from' }),
    sourceId: z.uuid().nullable().openapi({ description: 'Of an original: the source that was read from it' }),
    createdBy: z.uuid().nullable(),
    createdAt: z.string(),
    updatedAt: z.string(),
  })
  .openapi('BookFile')
export type FileView = z.infer<typeof fileView>

/** Files without the contents. */
export function filesIn(tx: Tx) {
  return tx
    .selectFrom('library.files')
    .select([
      'id',
      'book_id',
      'kind',
      'name',
      'media_type',
      'bytes',
      'sha256',
      'width',
      'height',
      'alt',
      'origin',
      'source_id',
      'created_by',
      'created_at',
      'updated_at',
    ])
}

export type FileRow = Awaited<ReturnType<ReturnType<typeof filesIn>['executeTakeFirstOrThrow']>>

export function toFileView(row: FileRow): FileView {
  return {
    id: row.id,
    bookId: row.book_id,
    kind: row.kind as FileKind,
    name: row.name,
    mediaType: row.media_type,
    bytes: row.bytes,
    sha256: row.sha256,
    width: row.width,
    height: row.height,
    alt: row.alt,
    origin: row.origin,
    sourceId: row.source_id,
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  }
}
