import type { Database } from '@octavo/database'
import type { Logger } from 'pino'
import type { Config } from './config.ts'
import type { JobBoard } from './generation/job-board.ts'
import type { Caller } from './http/environment.ts'
import type { Metrics } from './http/metrics.ts'
import type { Mailer } from './identity/mail.ts'
import type { Secrets } from './identity/secrets.ts'
import type { SignIn } from './identity/sign-in.ts'
import type { Storage } from './storage/storage.ts'

/** One running installation: what every service is given. */
export interface Octavo {
  readonly config: Config
  readonly database: Database
  readonly log: Logger
  readonly secrets: Secrets
  readonly mail: Mailer
  readonly signIn: SignIn
  readonly storage: Storage
  readonly jobs: JobBoard
  readonly metrics: Metrics
  readonly startedAt: Date
  /** Where links lead, without a slash at the end. Follows the port once it is known. */
  publicUrl: string
  /** The person an embedded installation belongs to, made on the first call. Throws on a server installation. */
  localOwner(): Promise<Caller>
}
