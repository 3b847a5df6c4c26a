import { sql } from 'kysely'
import type { Octavo } from '../octavo.ts'
import { dropOlderLocalKeys, keepLocalKey, makeMasterKey } from './local-secrets.ts'
import { SecretError } from './secrets.ts'

const batchSize = 100

/** Every table with something sealed, and under which provider its rows were (`SecretPlace`). */
const sealedTables = [
  { table: sql.table('identity.provider_keys'), provider: sql.ref('provider') },
  { table: sql.table('publishing.connections'), provider: sql`'connections/' || id` },
]
type SealedTable = (typeof sealedTables)[number]

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
  for (const sealed of sealedTables) {
    let after: string | undefined = '00000000-0000-0000-0000-000000000000'
    while (after) after = await rotateBatch(octavo, sealed, after, rotation)
  }
  if (ownKeys && rotation.failed.length === 0) {
    await dropOlderLocalKeys(octavo.config.dataDirectory)
    octavo.secrets.keepNewest()
  }
  octavo.log.info({ keyId: rotation.keyId, rotated: rotation.rotated, failed: rotation.failed.length }, 'rotated')
  return rotation
}

async function countOlder({ database, secrets }: Octavo): Promise<number> {
  return database.asService('a rotation looks at all tenants', async tx => {
    let older = 0
    for (const { table } of sealedTables) {
      const { rows } = await sql<{ count: number }>`
        select count(*)::integer as count from ${table} where master_key_id <> ${secrets.newestKeyId}`.execute(tx)
      older += rows[0]!.count
    }
    return older
  })
}

interface SealedRow {
  id: string
  organization_id: string
  provider: string
  master_key_id: string
  ciphertext: Buffer
}

/** The id of the last row looked at; undefined when there was none. */
function rotateBatch(
  { database, secrets }: Octavo,
  { table, provider }: SealedTable,
  after: string,
  rotation: Rotation,
): Promise<string | undefined> {
  return database.asService('a rotation seals the keys of all tenants anew', async tx => {
    const { rows } = await sql<SealedRow>`
      select id, organization_id, ${provider} as provider, master_key_id, ciphertext from ${table}
      where master_key_id <> ${rotation.keyId} and id > ${after}
      order by id limit ${batchSize} for update`.execute(tx)
    for (const row of rows) {
      const place = { organizationId: row.organization_id, provider: row.provider }
      try {
        const plain = secrets.open({ keyId: row.master_key_id, ciphertext: row.ciphertext }, place)
        const { keyId, ciphertext } = secrets.seal(plain, place)
        await sql`update ${table} set master_key_id = ${keyId}, ciphertext = ${ciphertext} where id = ${row.id}`.execute(
          tx,
        )
        rotation.rotated++
      } catch (error) {
        if (!(error instanceof SecretError)) throw error
        rotation.failed.push({ ...place, reason: error.message })
      }
    }
    return rows.at(-1)?.id
  })
}
