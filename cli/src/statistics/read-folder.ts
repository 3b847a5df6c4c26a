import { realpath, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { headingsOf } from '@octavo/manuscript'
import { glob } from 'tinyglobby'
import { readTextFile } from '../brief/read-file.ts'
import { Failure } from '../failure.ts'
import { count } from '../terminal/figures.ts'

/** A page of a folder: its path with forward slashes, its first heading or else the path, and its text. */
export interface FolderPage {
  path: string
  title: string
  text: string
}

/** More than this is a mistaken folder rather than a book. */
const mostPages = 5_000
const byName = new Intl.Collator('en', { numeric: true })

/** Whether somebody means a folder of Markdown rather than a book of the installation. */
export async function isFolder(name: string): Promise<boolean> {
  try {
    return (await stat(name)).isDirectory()
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes((error as NodeJS.ErrnoException).code ?? '')) return false
    throw error
  }
}

/**
 * Reads the Markdown of a folder by name, its index first; a page with nothing in it is left out. Links are followed to
 * files within the folder only. Throws Failure when there is no Markdown, or one of the files cannot be read.
 */
export async function readFolder(folder: string): Promise<FolderPage[]> {
  const paths = await glob('**/*.md', {
    cwd: folder,
    followSymbolicLinks: false,
    ignore: ['**/node_modules/**', '**/_build/**'],
  })
  if (paths.length === 0) throw new Failure(`There is no Markdown in ${folder}.`, 'Name the folder of a book.')
  if (paths.length > mostPages) {
    throw new Failure(
      `There are ${count(paths.length)} pages in ${folder}; at most ${count(mostPages)} are counted.`,
      'Name the folder of one book.',
    )
  }
  const root = (await realpath(folder)) + sep
  const pages: FolderPage[] = []
  for (const path of paths.sort((a, b) => byName.compare(readingOrder(a), readingOrder(b)))) {
    const file = join(folder, path)
    if (!(await realpath(file)).startsWith(root) || (await stat(file)).size === 0) continue
    const { text } = await readTextFile(file, path)
    pages.push({ path, title: headingsOf(text)[0]?.text || path, text })
  }
  return pages
}

/** The index of a folder comes before what else is in it. */
const readingOrder = (path: string) => path.replace(/(^|\/)index\.md$/i, '$1')
