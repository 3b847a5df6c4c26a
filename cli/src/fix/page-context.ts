import { existsSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { auditPage, type FixContext, type ImageKind, labelsOf, parsePage, type Rename } from '@octavo/manuscript'
import { fileAt } from '../audit/file-at.ts'
import type { PageCheck } from './fix-page.ts'
import type { PageFile } from './read-pages.ts'

/** What surrounds each page of a folder: the labels of the others, the files beside it, and the audit that judges it. */
export function contextOfPages(
  pages: readonly PageFile[],
  root: string,
): (page: PageFile) => FixContext & { check: PageCheck } {
  const labels = new Set(pages.flatMap(({ text }) => labelsOf(text).map(({ identifier }) => identifier)))
  return page => ({
    labels,
    imageExtension: url => extensionOf(fileAt(root, nameOf(page, root, url))?.kind, url),
    exists: url => existsSync(imagePath(page, root, url)),
    check: (text, renames) => auditPage(parsePage(text), { file: page.name, fileAt: filesAfter(page, root, renames) }),
  })
}

/** Where an image a page names lies: beside the page, or below the folder when its name begins with a slash. */
export function imagePath({ path }: PageFile, root: string, url: string): string {
  return url.startsWith('/') ? join(root, url) : resolve(dirname(path), url)
}

/** The same within the folder, with slashes. */
function nameOf(page: PageFile, root: string, url: string): string {
  return relative(root, imagePath(page, root, url))
    .split(sep)
    .join('/')
}

/** The files of the folder as they will be once some have another name. */
function filesAfter(page: PageFile, root: string, renames: readonly Rename[]) {
  const from = new Map(renames.map(rename => [nameOf(page, root, rename.to), nameOf(page, root, rename.from)]))
  return (path: string) => fileAt(root, from.get(path) ?? path)
}

function extensionOf(kind: ImageKind | undefined, url: string): string | undefined {
  if (kind === 'jpeg') return /\.jpeg$/i.test(url) ? 'jpeg' : 'jpg'
  return kind
}
