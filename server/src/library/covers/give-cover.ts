import { readFile } from 'node:fs/promises'
import { extname } from 'node:path/posix'
import { z } from '@hono/zod-openapi'
import { slugify } from '@octavo/manuscript'
import { OctavoError } from '../../errors.ts'
import type { Caller } from '../../http/environment.ts'
import type { Octavo } from '../../octavo.ts'
import { receive } from '../../storage/receive.ts'
import { allowedBook } from '../book-access.ts'
import { fileName } from '../files/file-view.ts'
import type { CoverView } from './cover-view.ts'
import { keepCover } from './keep-cover.ts'

/** Bytes of a picture for a cover. */
const largest = 64 * 1024 * 1024

export const givenCover = z.object({
  name: fileName
    .default('cover')
    .openapi({ description: 'What the picture is called; one of the same name is replaced' }),
  byModel: z.stringbool().default(false).openapi({ description: 'Whether an image model made it: stores ask' }),
  choose: z.stringbool().optional().openapi({ description: 'Default: when the book has no chosen one' }),
})

/**
 * Takes a picture as a cover: upright, large enough, as a JPEG in sRGB. What could be better is in its warnings. Throws
 * not_found, forbidden, cover_unusable, file_empty, file_too_large, quota_exceeded.
 */
export async function giveCover(
  octavo: Octavo,
  caller: Caller,
  bookId: string,
  { name, byModel, choose }: z.infer<typeof givenCover>,
  content: AsyncIterable<Uint8Array>,
): Promise<CoverView> {
  await octavo.database.asUser(caller, tx => allowedBook(tx, bookId))
  return receive(octavo.config.dataDirectory, content, largest, async ({ path }) => {
    const { image, warnings } = await readCover(await readFile(path), name)
    const { bytes, mediaType, width, height } = image
    return keepCover(octavo, caller, bookId, {
      name: `covers/${slugify(name.slice(0, name.length - extname(name).length)) || 'cover'}.jpg`,
      ...{ bytes, mediaType, width, height, warnings, choose },
      origin: byModel ? 'model' : 'uploaded',
    })
  })
}

async function readCover(bytes: Uint8Array, name: string) {
  const [{ readOwnCover }, { ImageProblem }] = await Promise.all([
    import('@octavo/press/cover'),
    import('@octavo/press/images'),
  ])
  try {
    return await readOwnCover(bytes, name)
  } catch (cause) {
    throw cause instanceof ImageProblem ? new OctavoError('cover_unusable', cause.message, { cause }) : cause
  }
}
