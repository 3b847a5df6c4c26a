import { sql } from 'kysely'
import type { Octavo } from '../../octavo.ts'

/** Deletes the files of exports that have expired; that they were made stays known. Says how many. */
export async function sweepExports(octavo: Octavo): Promise<number> {
  return octavo.database.asService('exports expire for all tenants', async tx => {
    const gone = await tx
      .deleteFrom('library.files')
      .where('kind', '=', 'export')
      .where('id', 'in', eb =>
        eb
          .selectFrom('publishing.exports')
          .select('file_id')
          .where('file_id', 'is not', null)
          .where('expires_at', '<', sql<Date>`now()`)
          .$narrowType<{ file_id: string }>(),
      )
      .executeTakeFirst()
    return Number(gone.numDeletedRows)
  })
}
