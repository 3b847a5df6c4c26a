import { constants } from 'node:fs'
import { copyFile, readFile, rm } from 'node:fs/promises'
import { applyPatch, parsePage, type Rename, referencesOf, renameImage } from '@octavo/manuscript'
import { replaceFile } from '../book/replace-file.ts'
import { Failure } from '../failure.ts'
import { imagePath } from './page-context.ts'
import type { PageFile } from './read-pages.ts'

/** A page with what becomes of it. */
export interface MendedPage extends PageFile {
  mended: string
  renames: readonly Rename[]
}

/**
 * Writes pages that were mended, and gives files their new names; other pages that show such a file follow. Each file is
 * replaced as a whole, and a file keeps its old name until no page needs it: a crash in between breaks no page. Throws
 * Failure, before anything is written, when a page was edited in the meantime. Returns the pages written.
 */
export async function writeFixes(pages: readonly MendedPage[], root: string): Promise<string[]> {
  const moves = new Map<string, string>()
  for (const page of pages) {
    for (const { from, to } of page.renames) moves.set(imagePath(page, root, from), imagePath(page, root, to))
  }
  if (new Set(moves.values()).size < moves.size) {
    const twice = [...moves.values()].find((to, index, all) => all.indexOf(to) < index)
    throw new Failure(`Two images would be called ${twice}. Nothing was written.`, 'Rename one of them by hand.')
  }
  const texts = pages.map(page => ({ ...page, mended: followRenames(page, root, moves) }))
  const changed = texts.filter(({ text, mended }) => text !== mended)
  for (const page of changed) {
    const now = await readFile(page.path)
    if (!now.equals(Buffer.from(page.text))) {
      throw new Failure(`${page.name} was edited in the meantime. Nothing was written.`, 'Run the command again.')
    }
  }
  for (const [from, to] of moves) await copyFile(from, to, constants.COPYFILE_EXCL)
  for (const { path, mended } of changed) await replaceFile(path, mended)
  for (const from of moves.keys()) await rm(from)
  return changed.map(({ name }) => name)
}

function followRenames(page: MendedPage, root: string, moves: Map<string, string>): string {
  let text = page.mended
  if (moves.size === 0) return text
  const shown = new Set(referencesOf(text).flatMap(({ kind, target }) => (kind === 'link' ? [target] : [])))
  for (const url of shown) {
    const from = imagePath(page, root, decodeUrl(url))
    const to = moves.get(from)
    if (to === undefined) continue
    const renamed = url.replace(/\.\w+$/, `.${to.split('.').at(-1)}`)
    text = applyPatch(text, renameImage(parsePage(text), url, renamed, 'misnamed-image'))
  }
  return text
}

function decodeUrl(url: string): string {
  try {
    return decodeURIComponent(url)
  } catch {
    return url
  }
}
