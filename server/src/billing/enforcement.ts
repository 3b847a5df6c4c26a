import type { Octavo } from '../octavo.ts'

/**
 * Brings what OCTAVO_BILLING says into the database, where every process finds it. Without it nothing changes: a command
 * beside a server must not lift the server's limits.
 */
export async function syncEnforcement({ config, database }: Octavo): Promise<void> {
  const { billing } = config
  if (billing === undefined) return
  await database.asService('whether plans bind is the operator’s word', tx =>
    tx.updateTable('billing.enforcement').set({ quotas: billing }).where('quotas', '<>', billing).execute(),
  )
}
