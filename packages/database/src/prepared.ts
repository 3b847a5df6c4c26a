import { createHash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { databaseOver } from './database.ts'
import { IN_MEMORY, initdbParameters, openEmbedded } from './embedded.ts'
import { MIGRATIONS } from './migrations.ts'

/** Beside the dependencies: made with them, thrown away with them. */
const FOLDER = fileURLToPath(new URL('../../../node_modules/.cache/octavo/', import.meta.url))

/** Changes whenever a fresh database would turn out different. */
export async function fingerprint(): Promise<string> {
  const hash = createHash('sha256')
  for (const file of (await readdir(MIGRATIONS)).sort())
    hash.update(file).update(await readFile(join(MIGRATIONS, file)))
  hash.update(await readFile(new URL('../package.json', import.meta.url))) // the engines' exact versions
  hash.update(initdbParameters.join(' '))
  return hash.digest('hex').slice(0, 16)
}

const fileOf = async () => join(FOLDER, `database-${await fingerprint()}.tar`)

/**
 * An empty, migrated database as an archive to start from, which takes a fraction of making one anew; undefined when none
 * was prepared for these migrations.
 */
export async function findPrepared(): Promise<Blob | undefined> {
  const file = await fileOf()
  return existsSync(file) ? new Blob([await readFile(file)]) : undefined
}

/** Prepares that archive (about 32 MB), unless it is there, and removes those of other migrations. */
export async function prepare(): Promise<Blob> {
  const file = await fileOf()
  if (!existsSync(file)) {
    const engine = await openEmbedded(IN_MEMORY, () => {})
    await databaseOver(engine, () => {}).migrate('up')
    await engine.withOwner('leave the log behind', client => client.query('checkpoint'))
    await mkdir(FOLDER, { recursive: true })
    const temporary = `${file}.${randomUUID()}` // several processes may do this at the same moment
    await writeFile(temporary, Buffer.from(await (await engine.snapshot()).arrayBuffer()))
    await rename(temporary, file)
    await engine.close()
    for (const other of await readdir(FOLDER)) {
      if (/^database-.*\.tar$/.test(other) && join(FOLDER, other) !== file)
        await rm(join(FOLDER, other), { force: true })
    }
  }
  // Read at once: another process may replace the file while this one still reads.
  return new Blob([await readFile(file)])
}
