import { realpath } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path'
import type { Config } from '../../config.ts'
import { OctavoError } from '../../errors.ts'

/**
 * The real path of a folder or file that books may be published to: below one of the operator's folders, whatever links
 * lead there. It need not exist yet. Throws destination_refused.
 */
export async function allowedPath({ publishFolders }: Pick<Config, 'publishFolders'>, path: string): Promise<string> {
  if (!isAbsolute(path)) {
    throw new OctavoError('destination_refused', 'Give the whole path of the folder, from the root.')
  }
  const real = await realPath(resolve(path))
  for (const root of publishFolders) {
    const below = relative(await realPath(resolve(root)), real)
    if (below === '' || (!below.startsWith('..') && !isAbsolute(below))) return real
  }
  throw new OctavoError(
    'destination_refused',
    publishFolders.length === 0
      ? 'This installation publishes to no folder. The operator names some in OCTAVO_PUBLISH_FOLDERS.'
      : 'The operator does not publish there. Choose a folder below one of OCTAVO_PUBLISH_FOLDERS.',
  )
}

/** Of what exists of a path, with the rest as it is: links that are not there yet lead nowhere. */
async function realPath(path: string): Promise<string> {
  try {
    return await realpath(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || dirname(path) === path) throw error
    return join(await realPath(dirname(path)), basename(path))
  }
}
