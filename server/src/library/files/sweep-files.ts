import { sql } from 'kysely'
import type { Octavo } from '../../octavo.ts'
import { clearArrivals } from '../../storage/receive.ts'

/** Contents removed in one transaction, which holds them locked meanwhile. */
const atOnce = 50

/**
 * Removes contents that no file has and nobody has begun to store within a day, and what died while arriving; says how
 * many contents. Somebody who stores the same content at this moment waits, and then stores it anew.
 */
export async function sweepFiles(octavo: Octavo): Promise<number> {
  await clearArrivals(octavo.config.dataDirectory)
  let removed = 0
  for (;;) {
    const some = await octavo.database.asService('contents nobody has are for no person to know', async tx => {
      const orphans = await tx
        .selectFrom('library.blobs as b')
        .select('b.sha256')
        .where('b.touched_at', '<', sql<Date>`now() - interval '1 day'`)
        .where(eb =>
          eb.not(eb.exists(eb.selectFrom('library.files as f').select('f.id').whereRef('f.sha256', '=', 'b.sha256'))),
        )
        .limit(atOnce)
        .forUpdate()
        .skipLocked()
        .execute()
      // Locked by now, so that no file can begin to have them; but one may have since they were looked for.
      const hashes = orphans.map(({ sha256 }) => sha256)
      const had =
        hashes.length === 0
          ? []
          : await tx.selectFrom('library.files').select('sha256').where('sha256', 'in', hashes).execute()
      const taken = new Set(had.map(({ sha256 }) => sha256))
      // The bytes first: a crash in between leaves a row, by which they are looked for again.
      for (const sha256 of hashes) {
        if (taken.has(sha256)) continue
        await octavo.storage.remove(sha256)
        await tx.deleteFrom('library.blobs').where('sha256', '=', sha256).execute()
      }
      return orphans.length
    })
    removed += some
    if (some < atOnce) return removed
  }
}
