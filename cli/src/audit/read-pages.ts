import { readFile, realpath, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { type BookPage, type Finding, finding, parsePage } from '@octavo/manuscript'
import { glob } from 'tinyglobby'
import { Failure } from '../failure.ts'
import { bytes, count } from '../terminal/figures.ts'
import type { BookSettings, TocEntry } from './book-settings.ts'

/** Larger than any chapter; parsing it takes some seconds. Bytes. */
const largestPage = 4_000_000
/** More than this is a mistaken folder rather than a book. */
const mostPages = 5_000
const byName = new Intl.Collator('en', { numeric: true })

export interface ReadPages {
  pages: BookPage[]
  /** Pages that could not be read, and entries of the table of contents without a file. */
  found: Finding[]
  /** Paths the table of contents names that are no Markdown: notebooks, mostly. */
  passedOver: string[]
}

/**
 * Reads the pages of a folder: those its table of contents names, in that order, or all Markdown in it by name, the index
 * of a folder first. Links are followed to files within the folder only. What cannot be read becomes a finding.
 */
export async function readPages(folder: string, settings: BookSettings): Promise<ReadPages> {
  const read: ReadPages = { pages: [], found: [], passedOver: [] }
  const root = (await realpath(folder)) + sep
  const paths = settings.toc
    ? await pathsOfToc(folder, settings.toc, settings.tocFile, read)
    : await allMarkdown(folder)
  if (paths.length > mostPages) {
    throw new Failure(
      `There are ${count(paths.length)} pages in ${folder}; at most ${count(mostPages)} are audited.`,
      'Name the folder of one book, or give it a myst.yml whose toc names its pages.',
      { exitCode: 2 },
    )
  }
  for (const file of paths) {
    const text = await readPage(join(folder, file), root)
    if ('reason' in text) {
      const message = `this page ${text.reason}`
      read.found.push({ ...finding('unreadable-page', { line: 1, column: 1 }, message), file })
    } else read.pages.push({ file, page: parsePage(text.text) })
  }
  return read
}

async function allMarkdown(folder: string): Promise<string[]> {
  const paths = await glob('**/*.md', {
    cwd: folder,
    followSymbolicLinks: false,
    ignore: ['**/node_modules/**', '**/_build/**', '**/venv/**'],
  })
  return paths.sort((a, b) => byName.compare(readingOrder(a), readingOrder(b)))
}

/** The index of a folder, or what stands for it, comes before what else is in it. */
const readingOrder = (path: string) => path.replace(/(^|\/)(index|readme|intro)\.md$/i, '$1')

async function pathsOfToc(folder: string, toc: TocEntry[], tocFile: string, read: ReadPages): Promise<string[]> {
  const paths: string[] = []
  for (const { path, line } of toc) {
    const candidates = /\.\w+$/.test(path) ? [path] : [`${path}.md`, `${path}.ipynb`, path]
    const file = await firstFile(folder, candidates)
    if (!file) {
      const message = `the table of contents names "${path}", which is not there. Add the page, or take it out`
      read.found.push({ ...finding('broken-link', { line, column: 1 }, message), file: tocFile })
    } else if (/\.md$/i.test(file)) paths.push(file)
    else read.passedOver.push(file)
  }
  return [...new Set(paths)]
}

async function firstFile(folder: string, candidates: string[]): Promise<string | undefined> {
  for (const candidate of candidates) {
    try {
      if ((await stat(join(folder, candidate))).isFile()) return candidate.replace(/^\.\//, '')
    } catch (error) {
      if (!isMissing(error)) throw error
    }
  }
  return undefined
}

/** Nothing there, or links that lead round in a circle. */
const isMissing = (error: unknown) =>
  ['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG'].includes((error as NodeJS.ErrnoException).code ?? '')

async function readPage(path: string, root: string): Promise<{ text: string } | { reason: string }> {
  try {
    if (!(await realpath(path)).startsWith(root)) return { reason: 'leads out of the book. Put the file itself here' }
    const { size } = await stat(path)
    if (size > largestPage) return { reason: `has ${bytes(size)}; at most ${bytes(largestPage)} are read. Part it` }
    return decode(await readFile(path))
  } catch (error) {
    if (isMissing(error)) return { reason: 'is a link that leads nowhere. Mend or remove it' }
    if ((error as NodeJS.ErrnoException).code === 'EACCES') return { reason: 'may not be read. Change its permissions' }
    throw error
  }
}

function decode(content: Buffer): { text: string } | { reason: string } {
  if (content.includes(0)) return { reason: 'is no text. Take it out, or give it another extension' }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content) }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return { reason: 'is no UTF-8. Save it as UTF-8' }
  }
}
