import { createHash } from 'node:crypto'
import { mkdir, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { basename, extname } from 'node:path/posix'
import { slugify } from '@octavo/manuscript/pages'
import { OctavoError } from '../../errors.ts'
import { receive } from '../../storage/receive.ts'
import { type FetchSafelyOptions, fetchSafely } from '../fetch-safely.ts'
import { tellFile } from './tell-file.ts'

const headers = {
  accept: 'image/avif, image/webp, image/png, image/jpeg, image/svg+xml, image/*;q=0.8',
  'user-agent': 'Octavo (keeps the pictures of a book for its author)',
}

/** Asks an address for a picture and hands what it answers to `use`, which tells whether it is one. Throws as fetchSafely. */
export function openPicture<T>(
  url: string,
  options: FetchSafelyOptions,
  use: (content: AsyncIterable<Uint8Array>) => Promise<T>,
): Promise<T> {
  return fetchSafely(url, headers, options, ({ response }) => use(response.body ?? nothing()))
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

/**
 * The path a picture from the web has in a book: after the last part of the address; the hash of all of it keeps pictures
 * apart that two sites name alike.
 */
export function nameOfPicture(url: string): string {
  const last = basename(new URL(url).pathname)
  const extension = extname(last)
  const slug = slugify(last.slice(0, last.length - extension.length)).slice(0, 80) || 'picture'
  const hash = createHash('sha256').update(url).digest('hex').slice(0, 8)
  return `images/${slug}-${hash}${/^\.\w{1,5}$/.test(extension) ? extension.toLowerCase() : ''}`
}

export interface FetchPictureOptions extends FetchSafelyOptions {
  /** Bytes. */
  largest: number
}

/**
 * Fetches a picture into a folder, below it at the path it has in a book with the extension its content tells. Gives that
 * path, or why there is none, in sentences. Never throws for what an address does.
 */
export async function fetchPicture(
  url: string,
  folder: string,
  { largest, ...options }: FetchPictureOptions,
): Promise<{ path: string } | { reason: string }> {
  try {
    const path = await openPicture(url, options, content =>
      receive(folder, content, largest, async received => {
        const { name } = await tellFile(received, 'image', nameOfPicture(url))
        await mkdir(dirname(join(folder, name)), { recursive: true })
        await rename(received.path, join(folder, name))
        return name
      }),
    )
    return { path }
  } catch (error) {
    if (!(error instanceof OctavoError)) throw error
    return { reason: advice[error.code] ?? error.message }
  }
}

/** What is said to somebody whose book is a folder. */
const advice: Partial<Record<OctavoError['code'], string>> = {
  file_unreadable: 'what is there is no picture, or is damaged. Open the address in a browser, and mend it',
  file_empty: 'there is nothing at this address. Mend it',
}
