import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { readLock } from '@octavo/database'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Config, readConfig } from './config.ts'
import { createLog } from './log.ts'
import { type OpenOctavo, openOctavo, type RunningServer, StartError, startServer } from './start.ts'

let config: Config
let octavo: OpenOctavo
let server: RunningServer
beforeAll(async () => {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'octavo-start-'))
  config = { ...readConfig({ OCTAVO_PORT: '0' }), dataDirectory }
  octavo = await openOctavo(config, createLog('silent'))
  server = await startServer(octavo, { worker: false })
})
// The last test closes what the first one opened.
afterAll(() => rm(config.dataDirectory, { recursive: true, force: true }))

test('the first start makes an installation that answers', async () => {
  expect((await fetch(`${server.url}/health`)).status).toBe(200)
  expect((await stat(config.dataDirectory)).mode & 0o777).toBe(0o700)
  expect((await stat(join(config.dataDirectory, 'secrets.json'))).mode & 0o777).toBe(0o600)
  expect(await readLock(config.dataDirectory)).toMatchObject({ pid: process.pid, url: server.url })
})

test('serving leaves the platform its own Response', async () => {
  expect(await new Response('of a library').bytes()).toHaveLength(12)
})

/** What the button behind a sign-in link asks for. */
const useLink = (token: string, headers: Record<string, string> = {}) =>
  fetch(`${server.url}/v1/auth/sign-in/token`, {
    method: 'POST',
    headers: { origin: server.url, 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ token }),
  })

test('its link signs the local owner in, once, and opening it uses nothing up', async () => {
  const link = new URL(server.signInLink!)
  const token = link.searchParams.get('token')!
  expect(link.origin).toBe(server.url)
  const stored = await octavo.database.asService('test', tx =>
    tx.selectFrom('auth.verifications').selectAll().execute(),
  )
  expect(JSON.stringify(stored)).not.toContain(token)
  for (let i = 0; i < 2; i++) expect((await fetch(link)).status).toBe(200)

  const answer = await useLink(token)
  expect(answer.status).toBe(204)
  const [cookie] = answer.headers.getSetCookie()
  const me = await (await fetch(`${server.url}/v1/me`, { headers: { cookie: cookie!.split(';')[0]! } })).json()
  expect(me).toMatchObject({ email: 'owner@localhost', emailVerified: true, roles: ['superadmin', 'user'] })
  expect((await useLink(token)).status).toBe(410)
})

test('the command line finds a token beside the data', async () => {
  const file = join(config.dataDirectory, 'local-token')
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  const authorization = `Bearer ${(await readFile(file, 'utf8')).trim()}`
  const me = await (await fetch(`${server.url}/v1/me`, { headers: { authorization } })).json()
  const { userId } = await octavo.localOwner()
  expect(me).toMatchObject({ email: 'owner@localhost', id: userId })
})

test('addresses come from the connection, not from what a client says', async () => {
  const { userId } = await octavo.localOwner()
  const token = await octavo.signIn.makeSignInToken(userId)
  await useLink(token, { 'x-octavo-address': '203.0.113.9', 'x-forwarded-for': '203.0.113.9' })
  const sessions = await octavo.database.asService('test', tx =>
    tx.selectFrom('auth.sessions').select('ip_address').execute(),
  )
  expect(sessions.length).toBeGreaterThan(0)
  for (const { ip_address } of sessions) expect(ip_address).toBe('127.0.0.1')
})

test('a port that is taken is said so', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await new Promise(resolve => other.once('listening', resolve))
  const address = other.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const busy = { ...octavo, config: { ...config, port } }
  await expect(startServer(busy, { worker: false })).rejects.toThrow(StartError)
  await expect(startServer(busy, { worker: false })).rejects.toThrow(`Port ${port} is taken`)
  other.close()
})

test('a second process on the same data is refused, naming where the first one serves', async () => {
  await expect(openOctavo(config, createLog('silent'))).rejects.toMatchObject({
    code: 'data_directory_busy',
    message: expect.stringContaining(server.url),
  })
})

test('what was closed starts again; closing lets a request under way finish', async () => {
  const program = `
    const { readConfig, openOctavo, startServer } = await import(process.argv[1])
    const octavo = await openOctavo(readConfig(process.env))
    octavo.signIn.sessionOf = () => new Promise(done => setTimeout(done, 500)) // a slow request
    const server = await startServer(octavo, { worker: false })
    console.log(server.url)
    await new Promise(asked => process.once('SIGTERM', asked))
    await server.close()
    await octavo.close()
    console.log('closed')`
  await server.close()
  await octavo.close()
  const { dataDirectory } = config
  const index = new URL('index.ts', import.meta.url).href
  const env = {
    ...process.env,
    OCTAVO_DATA: dataDirectory,
    OCTAVO_PORT: '0',
    DATABASE_URL: '',
    OCTAVO_LOG_LEVEL: 'error',
  }
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, index], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const url = String((await lines.next()).value)
  const answer = fetch(`${url}/health`, { headers: { connection: 'close' } })
  await sleep(100)
  child.kill('SIGTERM')
  expect((await answer).status).toBe(200)
  expect((await lines.next()).value).toBe('closed')
  const [code] = await once(child, 'exit')
  expect(code).toBe(0)
  expect(await readLock(dataDirectory)).toBeUndefined()
})
