import { closeSync, existsSync, openSync, readSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { type FixContext, labelsOf } from '@octavo/manuscript'
import type { PageFile } from './read-pages.ts'

/** What surrounds each page of a folder: the labels of the others, and the images beside it. */
export function contextOfPages(pages: readonly PageFile[], root: string): (page: PageFile) => FixContext {
  const labels = new Set(pages.flatMap(({ text }) => labelsOf(text).map(({ identifier }) => identifier)))
  return page => ({
    labels,
    imageExtension: url => extensionOf(imagePath(page, root, url)),
    exists: url => existsSync(imagePath(page, root, url)),
  })
}

/** Where an image a page names lies: beside the page, or below the folder when its name begins with a slash. */
export function imagePath({ path }: PageFile, root: string, url: string): string {
  return url.startsWith('/') ? join(root, url) : resolve(dirname(path), url)
}

/** What image files begin with, or have behind four bytes of length. */
const signatures: [extension: string, bytes: string, at: number][] = [
  ['png', '\u0089PNG', 0],
  ['jpg', '\u00FF\u00D8\u00FF', 0],
  ['gif', 'GIF8', 0],
  ['webp', 'WEBP', 8],
  ['avif', 'ftypavif', 4],
]

function extensionOf(path: string): string | undefined {
  const head = beginningOf(path)
  const found = signatures.find(([, bytes, at]) => head.startsWith(bytes, at))?.[0]
  // Both are names of the same.
  return found === 'jpg' && /\.jpeg$/i.test(path) ? 'jpeg' : found
}

function beginningOf(path: string): string {
  if (!existsSync(path)) return ''
  const file = openSync(path, 'r')
  try {
    const bytes = Buffer.alloc(16)
    return bytes.toString('latin1', 0, readSync(file, bytes))
  } finally {
    closeSync(file)
  }
}
