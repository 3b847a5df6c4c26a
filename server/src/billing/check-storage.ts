import type { Tx } from '@octavo/database'
import { sql } from 'kysely'
import { OctavoError } from '../errors.ts'
import { quantity } from './amounts.ts'

/**
 * Whether the plan of an organization has room for so many bytes more, asked before they are written anywhere; what is
 * then saved is admitted by the database itself. A service transaction. Throws quota_exceeded.
 */
export async function checkStorage(tx: Tx, organizationId: string, bytes: number): Promise<void> {
  const { rows } = await sql<{ used: number; maximum: number | null; fits: boolean }>`
    select used, maximum, fits from billing.available(${organizationId}::uuid, 'storage', ${bytes}::bigint)`.execute(tx)
  const full = rows.find(row => !row.fits)
  if (!full) return
  throw new OctavoError(
    'quota_exceeded',
    `The plan includes ${quantity(Number(full.maximum), 'storage')}, and ${quantity(Number(full.used), 'storage')} are used: remove some files or sources, or ask for a larger plan (GET /v1/plans).`,
  )
}
