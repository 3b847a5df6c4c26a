import { sql } from 'kysely'
import type { Config } from '../config.ts'
import type { Caller } from '../http/environment.ts'
import { asOperator } from '../identity/operator.ts'
import type { Octavo } from '../octavo.ts'
import { createReadinessCheck, workerSilence } from './readiness.ts'
import { version } from './version.ts'

/** What whoever runs the installation has to know of it at a glance. Throws forbidden. */
export async function readInstallation(octavo: Octavo, caller: Caller) {
  const counted = await asOperator(
    octavo,
    caller,
    async tx => {
      const workers = await tx
        .selectFrom('system.workers')
        .select(['id', 'host', 'pid', 'started_at', 'seen_at'])
        .select(sql<boolean>`seen_at > now() - make_interval(secs => ${workerSilence})`.as('alive'))
        .orderBy('seen_at', 'desc')
        .limit(200)
        .execute()
      const facts = await tx
        .selectNoFrom([
          sql<string>`pg_database_size(current_database())`.as('database'),
          sql<string>`current_setting('server_version')`.as('postgres'),
          sql<string>`(select count(*) from auth.users where status <> 'deleted')`.as('people'),
          sql<string>`(select count(*) from identity.organizations)`.as('organizations'),
          sql<string>`(select count(*) from library.books where deleted_at is null)`.as('books'),
          sql<string>`(select count(*) from library.files)`.as('files'),
          sql<string>`(select coalesce(sum(bytes), 0) from library.files)`.as('bytes'),
        ])
        .executeTakeFirstOrThrow()
      const { rows: waiting } = await sql<{ state: string; n: string }>`
        select state, count(*) as n from generation.generations
        where parent_id is null and state in ('queued', 'running', 'streaming', 'paused')
        group by state`.execute(tx)
      return { workers, facts, waiting }
    },
    'an operator looks after the whole installation',
  )
  const { workers, facts, waiting } = counted
  return {
    reasons: await createReadinessCheck(octavo)(),
    version,
    startedAt: octavo.startedAt.toISOString(),
    address: octavo.publicUrl,
    database: { kind: octavo.database.kind, postgres: facts.postgres, bytes: Number(facts.database) },
    storage: {
      kind: octavo.config.storage ? ('bucket' as const) : ('folder' as const),
      place: octavo.storage.place,
      files: Number(facts.files),
      bytes: Number(facts.bytes),
    },
    people: Number(facts.people),
    organizations: Number(facts.organizations),
    books: Number(facts.books),
    jobs: Object.fromEntries(waiting.map(({ state, n }) => [state, Number(n)])),
    workers: workers.map(({ started_at, seen_at, ...worker }) => ({
      ...worker,
      startedAt: started_at.toISOString(),
      seenAt: seen_at.toISOString(),
    })),
    settings: settingsOf(octavo.config),
  }
}

/** What the environment decides, in words. Of secrets, only whether they are there. */
function settingsOf(config: Config): { name: string; value: string; variable: string }[] {
  const given = (keys: object) => Object.keys(keys).join(', ') || 'none'
  const set = (value: unknown) => (value === undefined ? 'not set' : 'set')
  return [
    { name: 'Strangers may sign up', value: config.signUp ? 'yes' : 'no', variable: 'OCTAVO_SIGN_UP' },
    { name: 'Ways of signing in', value: given(config.signInProviders), variable: '…_CLIENT_ID' },
    { name: 'Mail server', value: set(config.mail.smtpUrl), variable: 'SMTP_URL' },
    { name: 'Sender of mails', value: config.mail.from, variable: 'MAIL_FROM' },
    { name: 'Providers with a key for all', value: given(config.modelProviders), variable: '…_API_KEY' },
    {
      name: 'Limits of plans',
      value: config.billing === undefined ? 'as set before' : config.billing ? 'bind' : 'do not bind',
      variable: 'OCTAVO_BILLING',
    },
    { name: 'Chapters written at once', value: String(config.chaptersAtOnce), variable: 'OCTAVO_CHAPTERS_AT_ONCE' },
    { name: 'Requests a minute', value: String(config.requestsPerMinute), variable: 'OCTAVO_REQUESTS_PER_MINUTE' },
    { name: 'Guesses a minute', value: String(config.guessesPerMinute), variable: 'OCTAVO_GUESSES_PER_MINUTE' },
    {
      name: 'Connections to the database',
      value: String(config.database.connections),
      variable: 'DATABASE_CONNECTIONS',
    },
    { name: 'Proxies in front', value: String(config.proxies), variable: 'OCTAVO_PROXIES' },
    { name: 'GitHub app', value: config.github.app ? config.github.app.id : 'none', variable: 'GITHUB_APP_ID' },
    {
      name: 'Folders for publishing',
      value: config.publishFolders.join(', ') || 'none',
      variable: 'OCTAVO_PUBLISH_FOLDERS',
    },
    { name: 'Level of the log', value: config.logLevel, variable: 'OCTAVO_LOG_LEVEL' },
  ]
}
