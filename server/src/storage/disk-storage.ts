import { chmod, mkdir, open, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Disk } from 'flydrive'
import { FSDriver } from 'flydrive/drivers/fs'
import { keyOf, type Storage } from './storage.ts'

/** Keeps files below the data directory, for nobody but the user the server runs as. */
export async function openDisk(dataDirectory: string): Promise<Storage> {
  const root = join(dataDirectory, 'files')
  await mkdir(root, { recursive: true, mode: 0o700 })
  // A folder that was made by hand may be open to others.
  await chmod(root, 0o700)
  const disk = new Disk(new FSDriver({ location: root, visibility: 'private' }))
  return {
    place: root,
    async keep({ path, sha256 }) {
      const target = join(root, keyOf(sha256))
      await mkdir(dirname(target), { recursive: true, mode: 0o700 })
      // Not by the driver, which writes in place: a crash would leave half a file under the hash of the whole.
      await rename(path, target)
    },
    async read(sha256, range) {
      // Not by the driver, which knows no ranges and tells only in the middle of an answer that nothing is there.
      const file = await open(join(root, keyOf(sha256)))
      return file.createReadStream(range)
    },
    remove: sha256 => disk.delete(keyOf(sha256)),
  }
}
