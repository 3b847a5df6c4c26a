import type { Database } from '@octavo/database'
import type { Logger } from 'pino'
import type { Config } from './config.ts'
import { JobBoard } from './generation/job-board.ts'
import { createMetrics } from './http/metrics.ts'
import { findOrMakeLocalOwner } from './identity/local-owner.ts'
import { createMailer } from './identity/mail.ts'
import type { Secrets } from './identity/secrets.ts'
import { createSignIn } from './identity/sign-in.ts'
import type { Octavo } from './octavo.ts'
import { createStorage } from './storage/storage.ts'

/** Puts an installation together over a database that is open and migrated. */
export function assembleOctavo(config: Config, database: Database, secrets: Secrets, log: Logger): Octavo {
  const mail = createMailer(config, log)
  const octavo: Octavo = {
    config,
    database,
    log,
    secrets,
    mail,
    signIn: createSignIn({ config, database, mail, log, secret: secrets.session, publicUrl: () => octavo.publicUrl }),
    storage: createStorage(config),
    jobs: new JobBoard(),
    metrics: createMetrics(),
    startedAt: new Date(),
    publicUrl: config.publicUrl ?? `http://localhost:${config.port}`,
    localOwner: () => findOrMakeLocalOwner(octavo),
  }
  return octavo
}
