import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { type Database, databaseOver, openDatabase } from './database.ts'
import { IN_MEMORY, openEmbedded } from './embedded.ts'
import { LOGIN_ROLE } from './engine.ts'
import { fingerprint, prepare } from './prepared.ts'

export { type Person, seedWorld, type World } from './testing/world.ts'

/** A migrated, empty database that nobody else uses. */
export type TestDatabase = Database & {
  /** Closes it and leaves nothing behind. */
  destroy(): Promise<void>
}

/**
 * Opens a fresh database: in memory, or with OCTAVO_TEST_DATABASE=postgres on the server that DATABASE_URL names, whose
 * login must be a superuser. Both are copies of one that is migrated once per set of migrations.
 */
export async function openTestDatabase(): Promise<TestDatabase> {
  const kind = process.env.OCTAVO_TEST_DATABASE ?? 'embedded'
  if (kind === 'embedded') return openCopyOfSnapshot()
  if (kind === 'postgres') return openCopyOfTemplate(serverUrl())
  throw new Error(`OCTAVO_TEST_DATABASE is "${kind}"; it can be embedded or postgres`)
}

/** Where a migrated, empty test database is, told as the environment of another process that is to open it. */
export interface TestDatabasePlace {
  environment: Record<string, string>
  destroy(): Promise<void>
}

/** As openTestDatabase, for processes that are killed: a data directory of its own, or a database on the server. */
export async function placeTestDatabase(): Promise<TestDatabasePlace> {
  const directory = await mkdtemp(join(tmpdir(), 'octavo-test-'))
  const forget = () => rm(directory, { recursive: true, force: true })
  if ((process.env.OCTAVO_TEST_DATABASE ?? 'embedded') === 'embedded') {
    return { environment: { OCTAVO_DATA: directory }, destroy: forget }
  }
  const { urls, drop } = await copyTemplate(serverUrl())
  return {
    environment: { OCTAVO_DATA: directory, DATABASE_URL: urls.url, DATABASE_OWNER_URL: urls.ownerUrl },
    async destroy() {
      await drop()
      await forget()
    },
  }
}

function serverUrl(): URL {
  const url = process.env.DATABASE_URL
  if (!url)
    throw new Error(
      'OCTAVO_TEST_DATABASE=postgres needs a superuser’s DATABASE_URL; tests make databases of their own there',
    )
  return new URL(url)
}

/** Read once in a process: it opens many. */
let snapshot: Promise<Blob> | undefined

async function openCopyOfSnapshot(): Promise<TestDatabase> {
  snapshot ??= prepare()
  const engine = await openEmbedded(IN_MEMORY, () => {}, await snapshot)
  const database = databaseOver(engine, () => {})
  return { ...database, destroy: () => database.close() }
}

async function openCopyOfTemplate(server: URL): Promise<TestDatabase> {
  const { urls, drop } = await copyTemplate(server)
  const database = await openDatabase(urls)
  return {
    ...database,
    async destroy() {
      await database.close()
      await drop()
    },
  }
}

async function copyTemplate(server: URL) {
  const template = `octavo_template_${await fingerprint()}`
  const name = `octavo_test_${randomUUID().replaceAll('-', '')}`
  await onServer(server, async client => {
    await client.query('select pg_advisory_lock(hashtext($1))', [template]) // until the client ends
    await makeTemplate(client, server, template)
    await client.query(`create database ${name} template ${template}`)
  })
  const urls = { url: withLogin(server, name), ownerUrl: withDatabase(server, name).href }
  const drop = () => onServer(server, client => client.query(`drop database ${name} with (force)`))
  return { urls, drop: async () => void (await drop()) }
}

async function makeTemplate(client: pg.Client, server: URL, template: string): Promise<void> {
  const { rowCount } = await client.query('select from pg_database where datname = $1', [template])
  if (rowCount === 1) return
  const unfinished = `${template}_unfinished`
  await client.query(`drop database if exists ${unfinished} with (force)`)
  await client.query(`create database ${unfinished}`)
  const database = await openDatabase({ url: withDatabase(server, unfinished).href })
  await database.migrate('up')
  await database.close()
  // So that tests can sign in as the runtime does, on a server that asks for passwords.
  if (server.password) {
    const password = pg.escapeLiteral(decodeURIComponent(server.password))
    await client.query(`alter role ${LOGIN_ROLE} password ${password}`)
  }
  await client.query(`alter database ${unfinished} rename to ${template}`)
}

function withDatabase(server: URL, name: string): URL {
  const url = new URL(server)
  url.pathname = `/${name}`
  return url
}

function withLogin(server: URL, name: string): string {
  const url = withDatabase(server, name)
  url.username = LOGIN_ROLE
  return url.href
}

async function onServer<T>(server: URL, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: server.href })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
