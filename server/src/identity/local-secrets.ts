import { randomBytes, randomUUID } from 'node:crypto'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Config, MasterKey } from '../config.ts'
import { Secrets } from './secrets.ts'

const fileSchema = z.object({
  session: z.string().min(32),
  masterKeys: z
    .array(z.object({ id: z.string(), key: z.base64().refine(key => Buffer.from(key, 'base64').length === 32) }))
    .min(1),
})
type SecretsFile = z.infer<typeof fileSchema>

const pathIn = (dataDirectory: string): string => join(dataDirectory, 'secrets.json')

/** The configured secrets; what is not configured is kept in `<data>/secrets.json`, made on the first start. */
export async function loadSecrets(config: Config): Promise<Secrets> {
  if (config.masterKeys && config.secret) return new Secrets(config.masterKeys, config.secret)
  const file = await readOrMake(config.dataDirectory)
  const local = file.masterKeys.map(({ id, key }) => ({ id, key: Buffer.from(key, 'base64') }))
  return new Secrets(config.masterKeys ?? local, config.secret ?? file.session)
}

/** A fresh master key, named by its day and three random bytes. */
export function makeMasterKey(): MasterKey {
  return { id: `${new Date().toISOString().slice(0, 10)}-${randomBytes(3).toString('hex')}`, key: randomBytes(32) }
}

/** Puts a new master key first in the file, before anything is sealed with it. */
export async function keepLocalKey(dataDirectory: string, key: MasterKey): Promise<void> {
  const file = await readOrMake(dataDirectory)
  await write(dataDirectory, { ...file, masterKeys: [encode(key), ...file.masterKeys] })
}

/** Removes all master keys but the newest from the file. */
export async function dropOlderLocalKeys(dataDirectory: string): Promise<void> {
  const file = await readOrMake(dataDirectory)
  await write(dataDirectory, { ...file, masterKeys: file.masterKeys.slice(0, 1) })
}

async function readOrMake(dataDirectory: string): Promise<SecretsFile> {
  const path = pathIn(dataDirectory)
  try {
    return fileSchema.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) {
      // Made anew it would lock away every stored key, so that is for a person to decide.
      throw new Error(`${path} is damaged: restore it from a backup, or delete it and store all provider keys anew.`)
    }
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  const made = { session: randomBytes(32).toString('base64'), masterKeys: [encode(makeMasterKey())] }
  await write(dataDirectory, made)
  return made
}

/** Written beside and renamed, so that a crash leaves the old file or the new one. The data directory is locked by its process. */
async function write(dataDirectory: string, file: SecretsFile): Promise<void> {
  const temporary = join(dataDirectory, `secrets.${randomUUID()}`)
  try {
    await writeFile(temporary, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600, flag: 'wx', flush: true })
    await rename(temporary, pathIn(dataDirectory))
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

function encode({ id, key }: MasterKey): SecretsFile['masterKeys'][number] {
  return { id, key: key.toString('base64') }
}
