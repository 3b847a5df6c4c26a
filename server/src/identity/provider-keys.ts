import { OctavoError } from '../errors.ts'
import type { Caller } from '../http/environment.ts'
import type { Octavo } from '../octavo.ts'
import { recordAudit } from '../system/audit.ts'
import { refuseInternalUrl } from './internal-url.ts'
import { requireRole } from './organization-role.ts'

/** What people see of a stored key. */
export interface ProviderKey {
  provider: string
  lastFour: string
  baseUrl: string | null
  createdAt: string
  updatedAt: string
}

const columns = ['provider', 'last_four', 'base_url', 'created_at', 'updated_at'] as const

interface ProviderKeyRow {
  provider: string
  last_four: string
  base_url: string | null
  created_at: Date
  updated_at: Date
}

function toProviderKey(row: ProviderKeyRow): ProviderKey {
  return {
    provider: row.provider,
    lastFour: row.last_four,
    baseUrl: row.base_url,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  }
}

/** An organization's keys, masked. Throws not_found, forbidden below editor. */
export function listProviderKeys(octavo: Octavo, caller: Caller, organizationId: string): Promise<ProviderKey[]> {
  return octavo.database.asUser(caller, async tx => {
    await requireRole(tx, organizationId, 'editor')
    const rows = await tx
      .selectFrom('identity.provider_keys')
      .select(columns)
      .where('organization_id', '=', organizationId)
      .orderBy('provider')
      .execute()
    return rows.map(toProviderKey)
  })
}

/** Stores a key, in place of an older one of the same provider. Throws not_found, forbidden below admin, address_refused. */
export async function putProviderKey(
  octavo: Octavo,
  caller: Caller,
  input: { organizationId: string; provider: string; apiKey: string; baseUrl?: string | undefined },
): Promise<ProviderKey> {
  const { organizationId, provider, apiKey, baseUrl = null } = input
  // On one's own machine models on the same network are the point; on a server that network is not the tenant's.
  if (baseUrl && octavo.database.kind === 'server') refuseInternalUrl(baseUrl)
  const { keyId, ciphertext } = octavo.secrets.seal(apiKey, { organizationId, provider })
  // Four characters of a short key would be too much of it.
  const lastFour = apiKey.length >= 12 ? apiKey.slice(-4) : ''
  const sealed = { base_url: baseUrl, master_key_id: keyId, ciphertext, last_four: lastFour }
  return octavo.database.asUser(caller, async tx => {
    await requireRole(tx, organizationId, 'admin')
    const row = await tx
      .insertInto('identity.provider_keys')
      .values({ organization_id: organizationId, provider, created_by: caller.userId, ...sealed })
      .onConflict(conflict => conflict.columns(['organization_id', 'provider']).doUpdateSet(sealed))
      .returning(columns)
      .executeTakeFirstOrThrow()
    await recordAudit(tx, {
      action: 'provider_key.stored',
      subject: provider,
      organizationId,
      details: { lastFour, baseUrl },
    })
    return toProviderKey(row)
  })
}

/** Deletes a key. Throws not_found, forbidden below admin. */
export function deleteProviderKey(
  octavo: Octavo,
  caller: Caller,
  { organizationId, provider }: { organizationId: string; provider: string },
): Promise<void> {
  return octavo.database.asUser(caller, async tx => {
    await requireRole(tx, organizationId, 'admin')
    const { numDeletedRows } = await tx
      .deleteFrom('identity.provider_keys')
      .where('organization_id', '=', organizationId)
      .where('provider', '=', provider)
      .executeTakeFirstOrThrow()
    if (numDeletedRows === 0n) throw new OctavoError('not_found')
    await recordAudit(tx, { action: 'provider_key.deleted', subject: provider, organizationId })
  })
}

/** An organization's keys in the clear, for the call to the provider and nothing else. Throws SecretError. */
export async function decryptProviderKeys(
  octavo: Octavo,
  organizationId: string,
): Promise<{ provider: string; apiKey: string; baseUrl: string | null }[]> {
  const rows = await octavo.database.asService('people never read ciphertexts; a job calls the provider for them', tx =>
    tx
      .selectFrom('identity.provider_keys')
      .select(['provider', 'base_url', 'master_key_id', 'ciphertext'])
      .where('organization_id', '=', organizationId)
      .execute(),
  )
  return rows.map(row => ({
    provider: row.provider,
    apiKey: octavo.secrets.open(
      { keyId: row.master_key_id, ciphertext: row.ciphertext },
      { organizationId, provider: row.provider },
    ),
    baseUrl: row.base_url,
  }))
}
