import { type ErrorCode, OctavoError } from './errors.ts'

interface PostgresError {
  code: string
  constraint?: string
  message: string
}

/** What the database refuses, in our words. Codes: PostgreSQL appendix A; OC… are raised by our own triggers. */
export function fromPostgres(error: unknown): OctavoError | undefined {
  const { code, constraint, message } = (error ?? {}) as Partial<PostgresError>
  if (typeof code !== 'string') return undefined
  const problems = constraint ? [{ path: constraint, message: message ?? '' }] : []
  const make = (as: ErrorCode) => new OctavoError(as, undefined, { problems, cause: error })
  if (code === '23505' && constraint === 'deployments_one_open_key') return make('deployment_open')
  if (code === '23505') return make(constraint === 'generations_one_open_key' ? 'job_busy' : 'conflict')
  // Checks, lengths, forms, ranges, times that are none, and characters text cannot hold (NUL).
  if (['23514', '22001', '22P02', '22003', '22007', '22008', '22021', '22P05'].includes(code))
    return make('value_invalid')
  if (code === '23503') return make('not_found')
  if (code === '42501') return make('forbidden')
  if (code === 'OC001') return make('last_owner')
  if (code === 'OC002') return make('outline_cycle')
  if (code === 'OC004') return make('move_refused')
  if (code === 'OC005') return make('version_conflict')
  if (code === 'OC006') return make('suggestion_decided')
  if (code === 'OC008')
    return new OctavoError('quota_exceeded', `${message}: remove some, or ask for a larger plan (GET /v1/plans).`, {
      cause: error,
    })
  if (code === '53100') return make('disk_full')
  // Two that waited for each other: PostgreSQL has taken one of them back.
  if (code === '40P01' || code === '40001')
    return new OctavoError('database_busy', undefined, { retryAfter: 1, cause: error })
  if (code.startsWith('08') || code === '57P01' || code === '53300' || code === 'ECONNREFUSED')
    return make('database_unavailable')
  if (code === 'ENOSPC') return make('disk_full')
  return undefined
}
