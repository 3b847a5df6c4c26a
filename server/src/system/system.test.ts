import { afterAll, beforeAll, expect, test } from 'vitest'
import { errors } from '../errors.ts'
import { grantSuperadmin } from '../identity/local-owner.ts'
import { startTestServer, type TestPerson, type TestServer } from '../testing.ts'

let server: TestServer
let person: TestPerson
beforeAll(async () => {
  server = await startTestServer()
  person = await server.signUp('<b>Sys</b>')
})
afterAll(() => server.close())

const get = (path: string, who?: TestPerson, headers?: Record<string, string>) =>
  server.request(who, 'GET', path, undefined, headers)

test('without the studio, its first pages say how to build it', async () => {
  for (const path of ['/', '/sign-in?token=x']) {
    const { headers, body } = await get(path)
    expect(headers.get('content-type')).toContain('text/html')
    expect(body).toContain('<code>npm run build</code>')
    expect(body).not.toMatch(/(src|href)="(https?:)?\/\//)
    expect(body).not.toContain('<script')
  }
})

test('the documentation comes from this server alone', async () => {
  const docs = await get('/docs')
  expect(docs.body).toContain('/docs/scalar.js')
  expect((await get('/docs/scalar.js')).body.length).toBeGreaterThan(1_000_000)
  const { body } = await get('/openapi.json')
  expect(body.openapi).toBe('3.1.0')
  expect(Object.keys(body.paths)).toEqual(expect.arrayContaining(['/v1/me', '/v1/auth/sign-up/email', '/health']))
})

test('every error is explained where its problem type points', async () => {
  const { body } = await get('/docs/errors')
  for (const code of Object.keys(errors)) expect(body).toContain(`id="${code}"`)
})

test('alive is not ready: that takes a worker', async () => {
  expect(await get('/health')).toMatchObject({ status: 200, body: { status: 'ok' } })
  const waiting = await get('/ready')
  expect(waiting).toMatchObject({ status: 503, body: { ready: false } })
  expect(waiting.body.reasons).toEqual([expect.stringContaining('worker')])
  await server.database.asService('test', tx =>
    tx.insertInto('system.workers').values({ id: 'w', host: 'h', pid: 1 }).execute(),
  )
  expect(await get('/ready')).toMatchObject({ status: 200, body: { ready: true, reasons: [] } })
})

test('measurements are for this machine and for operators', async () => {
  expect(await get('/metrics')).toMatchObject({ status: 401 })
  expect(await get('/metrics', person)).toMatchObject({ status: 403 })
  const from = (remoteAddress: string, headers: Record<string, string> = {}) =>
    server.app.request('/metrics', { headers }, { incoming: { socket: { remoteAddress } } } as object)
  expect((await from('127.0.0.1')).status).toBe(200)
  expect((await from('::ffff:127.0.0.1')).status).toBe(200)
  expect((await from('192.0.2.1')).status).toBe(401)
  expect((await from('127.0.0.1', { 'x-forwarded-for': '192.0.2.1' })).status).toBe(401)
  await grantSuperadmin(server.octavo, person.email)
  const answer = await get('/metrics', person)
  expect(answer.status).toBe(200)
  expect(answer.body).toContain('octavo_http_request_seconds_bucket')
})
