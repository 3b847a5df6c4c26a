import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import { glob } from 'tinyglobby'
import { passedOver } from '../build/read-folder.ts'
import { Failure } from '../failure.ts'

/** A folder as a zip archive, without what nobody writes by hand. Links are not followed: they may lead anywhere. */
export async function packFolder(folder: string): Promise<Uint8Array<ArrayBuffer>> {
  const paths = await glob('**/*', {
    cwd: folder,
    ignore: passedOver,
    dot: false,
    followSymbolicLinks: false,
    onlyFiles: true,
  })
  if (paths.length === 0) throw new Failure(`${folder} has no files.`, 'Name a folder with a manuscript in it.')
  const files: Record<string, Uint8Array> = {}
  for (const path of paths.sort()) files[path] = await readFile(join(folder, path))
  return new Uint8Array(zipSync(files))
}
