import { stat } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { type Brief, brief, readBrief } from '@octavo/manuscript'
import { Failure, toFailure } from '../failure.ts'
import { readTextFile } from './read-file.ts'

/** What the command line says over the brief. */
export interface BriefOptions {
  title?: string
  description?: string
  audience?: string
  kind?: string
  language?: string
  chapters?: number
  words?: number
  model?: string
  source?: string[]
}

export interface FoundBrief {
  brief: Brief
  /** Where its globs start. */
  folder: string
  /** The file it was read from, if any. */
  path: string | undefined
  /** Whether all text below the folder is a source, since none is named. */
  takesAll: boolean
}

/**
 * The brief a command means: that of a folder, a file, or options alone. Options win over the file. Without an argument
 * it is the brief of the working directory, if there is one. Throws Failure and BriefError.
 */
export async function findBrief(argument: string | undefined, options: BriefOptions): Promise<FoundBrief> {
  const place = await locate(argument, options)
  const written = place.path === undefined ? undefined : readBrief(await readBriefText(place.path), shown(place.path))
  const { source, ...fields } = options
  const merged = brief.safeParse({ ...written, ...fields, ...(source && { sources: source }) })
  if (!merged.success) {
    const names = [...new Set(merged.error.issues.map(issue => `--${String(issue.path[0])}`))]
    throw new Failure(
      `${names.join(', ')} cannot be used like this.`,
      'See octavo write --help for what each option takes.',
      { exitCode: 2 },
    )
  }
  const takesAll = merged.data.sources.length === 0 && place.isFolder
  // What is named on the command line is relative to where the command runs.
  return { brief: merged.data, folder: source ? process.cwd() : place.folder, path: place.path, takesAll }
}

interface Place {
  folder: string
  path: string | undefined
  isFolder: boolean
}

async function locate(argument: string | undefined, options: BriefOptions): Promise<Place> {
  const given = resolve(argument ?? '.')
  const kind = await kindOf(given)
  if (!kind) throw new Failure(`There is no file or folder ${argument}.`, 'Name a folder with a brief.md, or a brief.')
  if (kind === 'file') return { folder: dirname(given), path: given, isFolder: false }
  const path = join(given, 'brief.md')
  if (await kindOf(path)) return { folder: given, path, isFolder: true }
  if (options.title !== undefined) return { folder: given, path: undefined, isFolder: argument !== undefined }
  throw new Failure(
    argument === undefined ? 'There is no brief.md here.' : `There is no brief.md in ${argument}.`,
    'Write one that begins with three lines: "---", then title: "Your title", then "---"; or give --title "Your title".',
    argument === undefined ? { exitCode: 2 } : {},
  )
}

async function kindOf(path: string): Promise<'file' | 'folder' | undefined> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file'
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

async function readBriefText(path: string): Promise<string> {
  try {
    return (await readTextFile(path, shown(path))).text
  } catch (error) {
    const failure = toFailure(error)
    // An empty brief is for readBrief to explain: it shows how to begin one.
    if (failure?.code === 'source_empty') return ''
    throw failure ? new Failure('The brief cannot be read.', failure.message, { cause: error }) : error
  }
}

function shown(path: string): string {
  const near = relative(process.cwd(), path)
  return near.startsWith('..') ? path : near
}
