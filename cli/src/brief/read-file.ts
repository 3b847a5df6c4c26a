import { readFile, stat } from 'node:fs/promises'
import { largestSource, readUpload, type UploadedText } from '@octavo/server/read-upload'
import { Failure } from '../failure.ts'
import { bytes } from '../terminal/figures.ts'

/**
 * Reads a file as the API would: text in UTF-8, or UTF-16 with a byte order mark, of at most 10 MB. Throws Failure with
 * the code source_too_large (before a byte is read), OctavoError source_empty or source_unreadable. `name` is what
 * messages call it.
 */
export async function readTextFile(path: string, name: string): Promise<UploadedText> {
  const { size } = await stat(path)
  if (size > largestSource) {
    throw new Failure(
      `${name} has ${bytes(size)}; a source may have ${bytes(largestSource)}. Split it, or give the part that matters.`,
      undefined,
      { code: 'source_too_large' },
    )
  }
  return readUpload(name, await readFile(path))
}
