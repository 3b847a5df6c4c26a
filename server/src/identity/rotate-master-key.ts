import type { Octavo } from '../octavo.ts'
import { dropOlderLocalKeys, keepLocalKey, makeMasterKey } from './local-secrets.ts'
import { SecretError } from './secrets.ts'

const batchSize = 100

export interface Rotation {
  /** The master key everything is sealed with now. */
  keyId: string
  rotated: number
  /** Keys that could not be opened and stay as they were, each with the reason. */
  failed: { organizationId: string; provider: string; reason: string }[]
}

/**
 * Seals every provider key anew with the newest master key. Each batch is a transaction of its own, so a rotation that was
 * interrupted goes on where it stopped, and a key that cannot be opened holds up no other.
 *
 * On a server the newest key is the first of OCTAVO_MASTER_KEYS; the older ones may go once nothing failed. An embedded
 * installation that keeps its own makes a new one, unless an earlier rotation is unfinished.
 */
export async function rotateMasterKey(octavo: Octavo): Promise<Rotation> {
  const ownKeys = octavo.config.masterKeys === undefined
  if (ownKeys && (await countOlder(octavo)) === 0) {
    const key = makeMasterKey()
    await keepLocalKey(octavo.config.dataDirectory, key)
    octavo.secrets.addNewest(key)
  }
  const rotation: Rotation = { keyId: octavo.secrets.newestKeyId, rotated: 0, failed: [] }
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const last = await rotateBatch(octavo, after, rotation)
    if (!last) break
    after = last
  }
  if (ownKeys && rotation.failed.length === 0) {
    await dropOlderLocalKeys(octavo.config.dataDirectory)
    octavo.secrets.keepNewest()
  }
  octavo.log.info({ keyId: rotation.keyId, rotated: rotation.rotated, failed: rotation.failed.length }, 'rotated')
  return rotation
}

async function countOlder({ database, secrets }: Octavo): Promise<number> {
  const { count } = await database.asService('a rotation looks at all tenants', tx =>
    tx
      .selectFrom('identity.provider_keys')
      .select(eb => eb.fn.countAll<number>().as('count'))
      .where('master_key_id', '<>', secrets.newestKeyId)
      .executeTakeFirstOrThrow(),
  )
  return count
}

/** The id of the last row looked at; undefined when there was none. */
function rotateBatch({ database, secrets }: Octavo, after: string, rotation: Rotation): Promise<string | undefined> {
  return database.asService('a rotation seals the keys of all tenants anew', async tx => {
    const rows = await tx
      .selectFrom('identity.provider_keys')
      .select(['id', 'organization_id', 'provider', 'master_key_id', 'ciphertext'])
      .where('master_key_id', '<>', rotation.keyId)
      .where('id', '>', after)
      .orderBy('id')
      .limit(batchSize)
      .forUpdate()
      .execute()
    for (const row of rows) {
      const place = { organizationId: row.organization_id, provider: row.provider }
      try {
        const plain = secrets.open({ keyId: row.master_key_id, ciphertext: row.ciphertext }, place)
        const { keyId, ciphertext } = secrets.seal(plain, place)
        await tx
          .updateTable('identity.provider_keys')
          .set({ master_key_id: keyId, ciphertext })
          .where('id', '=', row.id)
          .execute()
        rotation.rotated++
      } catch (error) {
        if (!(error instanceof SecretError)) throw error
        rotation.failed.push({ ...place, reason: error.message })
      }
    }
    return rows.at(-1)?.id
  })
}
