import { sql } from 'kysely'
import type { Octavo } from '../octavo.ts'

/** How long a worker may be silent, in seconds: ten of its heartbeats. */
export const workerSilence = 20
/** Migrations only change by an operator's hand, and looking takes a connection of its own on a server. Milliseconds. */
const migrationsKnownFor = 60_000

/** What keeps this process from doing its whole work; nothing when it is ready. */
export type ReadinessCheck = () => Promise<string[]>

export function createReadinessCheck(octavo: Octavo): ReadinessCheck {
  let currentUntil = 0
  return async () => {
    try {
      const reasons: string[] = []
      if (Date.now() > currentUntil) {
        const { pending } = await octavo.database.migrationStatus()
        if (pending.length > 0) reasons.push(`${pending.length} migrations are missing: octavo migrate up`)
        else currentUntil = Date.now() + migrationsKnownFor
      }
      if (!(await isWorkerAlive(octavo))) reasons.push('no worker has been seen lately, so jobs wait: octavo worker')
      return reasons
    } catch (error) {
      octavo.log.warn({ err: error }, 'not ready')
      return ['the database does not answer: octavo doctor says more']
    }
  }
}

/** Whether any worker has been seen lately; without one, jobs wait. */
export function isWorkerAlive(octavo: Octavo): Promise<boolean> {
  return octavo.database.asService('readiness is nobody’s in particular', async tx => {
    const worker = await tx
      .selectFrom('system.workers')
      .select('id')
      .where('seen_at', '>', sql<Date>`now() - make_interval(secs => ${workerSilence})`)
      .limit(1)
      .executeTakeFirst()
    return worker !== undefined
  })
}
