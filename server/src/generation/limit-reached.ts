import type { Tx } from '@octavo/database'
import { type ErrorCode, OctavoError } from '../errors.ts'
import type { Octavo } from '../octavo.ts'
import type { Job } from './call.ts'

/** The limit at which chapters have paused, if it was one. */
export async function limitReached(octavo: Octavo, job: Job): Promise<OctavoError | undefined> {
  const part = await octavo.database.asService('see why chapters paused', tx =>
    tx
      .selectFrom('generation.generations')
      .select('error')
      .where('parent_id', '=', job.id)
      .where('state', '=', 'paused')
      .where('error', 'is not', null)
      .executeTakeFirst(),
  )
  const error = part?.error as { code: ErrorCode; message: string } | undefined
  return error && new OctavoError(error.code, error.message)
}

/** How many chapters a job has written and how many are left. */
export async function doneAndLeft(tx: Tx, job: Job): Promise<{ done: number; left: number }> {
  const parts = await tx.selectFrom('generation.generations').select('state').where('parent_id', '=', job.id).execute()
  const done = parts.filter(part => part.state === 'completed').length
  return { done, left: parts.length - done }
}
