import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Print, PrintFormat } from '@octavo/press'
import { Failure } from '../failure.ts'

/** Formats that are a folder of files. */
const folders = new Set<PrintFormat>(['site', 'markdown'])
/** Lists what was printed into a folder, so that the next print may take away what is no longer part of it. */
const listing = '.octavo-print'

export interface WrittenPrint {
  path: string
  bytes: number
  /** Files whose content is other than before. */
  changed: number
}

/**
 * Writes what came off the press below `out`: one file named after the book, or a folder named after the format. A file
 * is there whole or not at all; what an earlier print left in its folder and this one has not is taken away, and what
 * somebody else put there stays. Throws Failure when a folder holds something that is not the press's own.
 */
export async function writePrint(
  out: string,
  name: string,
  format: PrintFormat,
  { files }: Print,
): Promise<WrittenPrint> {
  await mkdir(out, { recursive: true })
  let bytes = 0
  for (const content of files.values()) bytes += content.byteLength
  if (!folders.has(format)) {
    const [[ending, content]] = [...files] as [[string, Uint8Array]]
    const path = join(out, `${name}.${ending}`)
    return { path, bytes, changed: Number(await writeChanged(path, content)) }
  }
  const path = join(out, format)
  const before = await listed(path)
  let changed = 0
  for (const [file, content] of files) changed += Number(await writeChanged(join(path, file), content))
  for (const file of before) if (!files.has(file)) await rm(join(path, file), { force: true })
  await writeChanged(join(path, listing), new TextEncoder().encode(`${[...files.keys()].sort().join('\n')}\n`))
  return { path, bytes, changed }
}

async function listed(folder: string): Promise<string[]> {
  try {
    return (await readFile(join(folder, listing), 'utf8')).split('\n').filter(isOwn)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    const there = await readdir(folder).catch((missing: NodeJS.ErrnoException) => {
      if (missing.code === 'ENOENT') return []
      throw missing
    })
    if (there.length === 0) return []
    throw new Failure(`${folder} holds files Octavo did not write.`, 'Choose another folder with --out.', {
      exitCode: 2,
    })
  }
}

/** A listing may have been edited: nothing outside of the folder is ever taken away. */
const isOwn = (path: string) =>
  path !== '' && !path.split('/').some(part => part === '' || part === '.' || part === '..')

const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

async function writeChanged(path: string, content: Uint8Array): Promise<boolean> {
  const before = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (before && before.byteLength === content.byteLength && digest(before) === digest(content)) return false
  await mkdir(dirname(path), { recursive: true })
  const partial = `${path}.part`
  await writeFile(partial, content)
  await rename(partial, path)
  return true
}
