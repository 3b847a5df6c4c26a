import { realpath, stat } from 'node:fs/promises'
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path'
import { glob } from 'tinyglobby'
import { Failure, toFailure } from '../failure.ts'
import { count } from '../terminal/figures.ts'
import { readTextFile } from './read-file.ts'

/** A file the author gives, by its path relative to the brief. */
export interface SourceFile {
  origin: string
  text: string
  format: 'markdown' | 'text'
}

export interface Sources {
  files: SourceFile[]
  /** Pages the server fetches. */
  urls: string[]
}

export interface SourceSearch {
  /** Globs, files, folders and URLs, in the author's order; empty means all Markdown and text below `folder`. */
  patterns: readonly string[]
  /** Where patterns start. */
  folder: string
  /** Files that are no sources, as absolute paths: the brief itself. */
  except: readonly string[]
}

const textFiles = '**/*.{md,markdown,myst,txt}'
/** More than this is a mistake in a glob rather than somebody's notes. */
const mostFiles = 2_000
const byName = new Intl.Collator('en', { numeric: true })

/**
 * Finds and reads the sources of a brief. A glob stays within the brief's folder and follows no links; a
 * link, or a file or folder elsewhere, is taken when it is named in full. Folders Octavo has written a book into are never sources.
 * Throws Failure that lists every pattern that matches nothing and every file that cannot be used.
 */
export async function findSources({ patterns, folder, except }: SourceSearch): Promise<Sources> {
  const problems: string[] = []
  const found = new Map<string, string>()
  const urls: string[] = []
  const books = await writtenBooks(folder)
  for (const pattern of patterns.length > 0 ? patterns : [textFiles]) {
    if (/^https?:\/\//i.test(pattern)) {
      urls.push(pattern)
      continue
    }
    const before = found.size
    const files = await filesOf(pattern, folder, books)
    if ('problem' in files) {
      problems.push(files.problem)
      continue
    }
    for (const path of files.paths)
      if (!except.includes(path)) found.set(path, relative(folder, path).split(sep).join('/'))
    if (found.size === before && files.paths.every(path => !found.has(path)) && patterns.length > 0) {
      problems.push(
        `"${pattern}" matches no file in ${folder}. Check its spelling; globs start in the folder of the brief and follow no links.`,
      )
    }
  }
  if (found.size > mostFiles) {
    throw new Failure(
      `The sources are ${count(found.size)} files; at most ${count(mostFiles)} are read.`,
      'Narrow the globs under "sources" in the brief.',
    )
  }
  const files: SourceFile[] = []
  for (const [path, origin] of found) {
    try {
      const { text, format } = await readTextFile(path, origin)
      files.push({ origin, text, format })
    } catch (error) {
      const failure = toFailure(error)
      if (!failure) throw error
      problems.push(failure.message)
    }
  }
  if (problems.length > 0) {
    const what =
      problems.length === 1 ? 'A source cannot be used.' : `${count(problems.length)} sources cannot be used.`
    throw new Failure(what, [...problems, 'Mend this, or change "sources" in the brief, and run it again.'].join('\n'))
  }
  return { files, urls }
}

type Files = { paths: string[] } | { problem: string }

async function filesOf(pattern: string, folder: string, books: readonly string[]): Promise<Files> {
  // Named in full, so wherever it lies it is meant; and a name may hold characters that mean something in a glob.
  const named = resolve(folder, pattern)
  const kind = await kindOf(named)
  if (kind === 'file') return { paths: [named] }
  const base = kind === 'folder' ? named : folder
  if (!kind && (isAbsolute(pattern) || pattern.split(/[\\/]/).includes('..'))) {
    return { problem: leadsOut(pattern, folder) }
  }
  const paths = await glob(kind === 'folder' ? textFiles : pattern, {
    cwd: base,
    absolute: true,
    followSymbolicLinks: false,
    ignore: ['**/node_modules/**', ...books.map(book => `${book}/**`)],
  })
  // No link is followed on the way, but the fixed beginning of a glob may be one.
  const inside = (await realpath(base)) + sep
  for (const path of paths) {
    if (!(await realpath(path)).startsWith(inside)) return { problem: leadsOut(pattern, folder) }
  }
  return { paths: paths.sort(byName.compare) }
}

function leadsOut(pattern: string, folder: string): string {
  return `"${pattern}" leads out of ${folder}. Name such a file or folder in full, without wildcards.`
}

async function kindOf(path: string): Promise<'file' | 'folder' | undefined> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file'
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') return undefined
    throw error
  }
}

/** Folders that hold a book of ours: reading it as a source would feed the book to itself. */
async function writtenBooks(folder: string): Promise<string[]> {
  const records = await glob('**/.octavo.json', {
    cwd: folder,
    dot: true,
    followSymbolicLinks: false,
    ignore: ['**/node_modules/**'],
  })
  return records.map(record => dirname(record)).filter(path => path !== '.')
}
