import { lstat, readFile } from 'node:fs/promises'
import { basename, dirname, join, resolve, sep } from 'node:path'
import { largestSource } from '@octavo/server/read-upload'
import { glob } from 'tinyglobby'
import { Failure } from '../failure.ts'
import type { Terminal } from '../terminal/terminal.ts'

/** A page of a folder as it lies on the disk. */
export interface PageFile {
  path: string
  /** Relative to the folder, with slashes. */
  name: string
  /** With its byte order mark. */
  text: string
}

const byName = new Intl.Collator('en', { numeric: true })

/** Pages, and the folder that names with a slash in front start from. */
export interface PageFolder {
  root: string
  pages: PageFile[]
}

/**
 * The pages of a folder, or the one page that was named. Links are not followed, hidden folders, `node_modules` and what
 * MyST builds are left out; a file that is no UTF-8 is named and left alone. Throws Failure when there is no page.
 */
export async function readPages(named: string, terminal: Terminal): Promise<PageFolder> {
  const path = resolve(named)
  const single = (await lstat(path)).isFile()
  const root = single ? dirname(path) : path
  const names = single
    ? [basename(path)]
    : await glob('**/*.md', { cwd: root, followSymbolicLinks: false, ignore: ['**/node_modules/**', '**/_build/**'] })
  const pages: PageFile[] = []
  for (const found of names.sort(byName.compare)) {
    const page = { path: join(root, found), name: found.split(sep).join('/') }
    const stats = await lstat(page.path)
    if (stats.isSymbolicLink()) continue
    const text = stats.size > largestSource ? undefined : decoded(await readFile(page.path))
    if (text === undefined) terminal.warn(`Left ${page.name} alone: it is no text in UTF-8, or too large.`)
    else pages.push({ ...page, text })
  }
  if (pages.length === 0)
    throw new Failure(`There are no pages in ${named}.`, 'Name a folder with .md files, or a page.')
  return { root, pages }
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}
