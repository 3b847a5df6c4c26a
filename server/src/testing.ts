import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import type { Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openTestDatabase, type TestDatabase } from '@octavo/database/testing'
import { createApp } from './app.ts'
import { assembleOctavo } from './assemble.ts'
import { type Config, readConfig } from './config.ts'
import type { Caller } from './http/environment.ts'
import { Secrets } from './identity/secrets.ts'
import { listen } from './listen.ts'
import { createLog } from './log.ts'
import type { Octavo } from './octavo.ts'

export { syncCatalogue } from './generation/catalogue.ts'
export { grantSuperadmin } from './identity/local-owner.ts'
export { BareRepository } from './publishing/git/bare-repository.ts'
export { type GitHubServer, startGitHubServer } from './publishing/testing/github-server.ts'
export { GitHubState } from './publishing/testing/github-state.ts'
export { syncFeatures } from './quality/feature-catalogue.ts'

/** Somebody who has signed up, with what proves it. */
export interface TestPerson extends Caller {
  name: string
  email: string
  /** Their personal organization. */
  organizationId: string
  /** Session cookie and origin, as a browser on one of our own pages sends them. */
  headers: Record<string, string>
}

// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects; a wrong shape fails the test itself.
type AnyBody = any

/** An answer, its body parsed when it is JSON. */
export interface TestAnswer<Body = AnyBody> {
  status: number
  headers: Headers
  body: Body
}

export interface TestMail {
  to: string
  subject: string
  text: string
}

export interface TestServer {
  readonly octavo: Octavo
  readonly app: ReturnType<typeof createApp>
  readonly database: TestDatabase
  /** Every line the server has logged, at level debug. */
  readonly logLines: string[]
  /** A new person with a confirmed address. */
  signUp(name: string): Promise<TestPerson>
  /** Asks as this person; nobody when undefined. An object is sent as JSON; FormData, bytes and text as they are. */
  request<Body = AnyBody>(
    person: TestPerson | undefined,
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<TestAnswer<Body>>
  /** Listens on a port of this machine until it is closed; gives its URL, without a slash at the end. */
  listen(): Promise<string>
  /** The mails sent so far, oldest first. */
  mails(): Promise<TestMail[]>
  /** Throws when a secret that went through this server shows in its log. */
  close(): Promise<void>
}

/** The origin under which the test server believes to be reached. */
export const testOrigin = 'http://localhost:4321'

/** Everything in the log, and no limit that a test reaches unasked. */
const testEnvironment = {
  OCTAVO_LOG_LEVEL: 'debug',
  OCTAVO_REQUESTS_PER_MINUTE: '100000',
  OCTAVO_GUESSES_PER_MINUTE: '100000',
}

/** A whole server, on request with the built studio, without a port until it is told to listen: real database, generated secrets, mails kept in a temporary folder. */
export async function startTestServer(
  environment: Record<string, string> = {},
  { studio }: { studio?: string } = {},
): Promise<TestServer> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'octavo-server-'))
  const config: Config = {
    ...readConfig({ ...testEnvironment, ...environment }),
    dataDirectory,
  }
  const logLines: string[] = []
  const seen = new Sentinels()
  const log = createLog(config.logLevel, { write: line => logLines.push(line) })
  const database = await openTestDatabase()
  const secrets = new Secrets([{ id: 'test-1', key: randomBytes(32) }], randomBytes(32).toString('base64'))
  seen.note(secrets.session)
  const octavo = assembleOctavo(config, database, secrets, log)
  const app = createApp(octavo, { studio })
  const listening: Server[] = []

  return {
    octavo,
    app,
    database,
    logLines,
    async signUp(name) {
      const email = `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '.')}.${randomUUID().slice(0, 8)}@example.com`
      const userId = await octavo.signIn.createPerson({ email, name })
      const cookies = await octavo.signIn.openSession(userId, new Headers())
      const caller = { userId, readOnly: false }
      const { id } = await database.asUser(caller, tx =>
        tx.selectFrom('identity.organizations').select('id').where('personal', '=', true).executeTakeFirstOrThrow(),
      )
      const cookie = cookies.map(text => text.split(';')[0]).join('; ')
      seen.note(cookie.split('=')[1])
      return { ...caller, name, email, organizationId: id, headers: { cookie, origin: testOrigin } }
    },
    async request(person, method, path, body, headers = {}) {
      seen.noteFields(body)
      const raw = isRaw(body)
      const response = await app.request(`${testOrigin}${path}`, {
        method,
        headers: {
          ...(person?.headers ?? {}),
          ...(!raw && { 'content-type': 'application/json' }),
          ...headers,
        },
        body: raw ? (body ?? null) : JSON.stringify(body),
      })
      const text = await response.text()
      const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '')
      const answer = isJson && text ? JSON.parse(text) : text
      seen.noteFields(answer)
      return { status: response.status, headers: response.headers, body: answer }
    },
    async listen() {
      const { server, port } = await listen(app, '127.0.0.1', 0)
      listening.push(server)
      octavo.publicUrl = `http://localhost:${port}`
      return octavo.publicUrl
    },
    async mails() {
      await octavo.signIn.settled()
      const outbox = join(dataDirectory, 'outbox')
      const files = await readdir(outbox).catch(() => [])
      const texts = await Promise.all(files.sort().map(file => readFile(join(outbox, file), 'utf8')))
      return texts.map(toMail)
    },
    async close() {
      for (const server of listening) {
        server.closeAllConnections()
        await new Promise(closed => server.close(closed))
      }
      await octavo.signIn.settled()
      await database.destroy()
      await rm(dataDirectory, { recursive: true, force: true })
      seen.refuseIn(logLines)
    },
  }
}

function isRaw(body: unknown): body is string | FormData | Uint8Array<ArrayBuffer> | undefined {
  return body === undefined || typeof body === 'string' || body instanceof FormData || body instanceof Uint8Array
}

/** What was secret in the requests and answers of a test; none of it may show in a log line. */
class Sentinels {
  readonly #secrets = new Set<string>()

  note(secret: string | undefined): void {
    if (secret && secret.length >= 8) this.#secrets.add(secret)
  }

  noteFields(value: unknown): void {
    if (typeof value !== 'object' || value === null || isRaw(value)) return
    for (const [name, item] of Object.entries(value)) {
      if (typeof item === 'string' && /password|token$|apiKey/i.test(name)) this.note(item)
    }
  }

  refuseIn(lines: readonly string[]): void {
    const secrets = [...this.#secrets]
    const line = lines.find(text => secrets.some(secret => text.includes(secret)))
    if (line) throw new Error(`a log line holds a secret: ${line}`)
  }
}

function toMail(file: string): TestMail {
  const end = file.indexOf('\n\n')
  const header = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(file.slice(0, end))?.[1] ?? ''
  return { to: header('To'), subject: header('Subject'), text: file.slice(end + 2) }
}
