import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, type TestPerson, type TestServer, testOrigin } from '../testing.ts'
import { RateLimiter } from './limit-rate.ts'

let server: TestServer
let person: TestPerson
beforeAll(async () => {
  server = await startTestServer()
  person = await server.signUp('Quentin')
})
afterAll(() => server.close())

describe('every request', () => {
  test('has an id, given or made', async () => {
    const given = await server.request(undefined, 'GET', '/health', undefined, { 'x-request-id': 'trace-1234' })
    expect(given.headers.get('x-request-id')).toBe('trace-1234')
    for (const bad of ['short', 'has spaces in it', 'x'.repeat(101), 'quote"quote"quote']) {
      const made = await server.request(undefined, 'GET', '/health', undefined, { 'x-request-id': bad })
      expect(made.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    }
    const problem = await server.request(undefined, 'GET', '/v1/me', undefined, { 'x-request-id': 'trace-5678' })
    expect(problem.body.requestId).toBe('trace-5678')
  })

  test('is one log line with its route pattern, without query, headers or body', async () => {
    const id = '00000000-0000-4000-8000-00000000beef'
    const path = `/v1/organizations/${id}/audit?cursor=SentinelInTheQuery`
    await server.request(person, 'GET', path, undefined, {
      'x-request-id': 'logged-request',
      'x-odd': 'SentinelInAHeader',
    })
    await server.request(person, 'PATCH', '/v1/me/profile', { bio: 'SentinelInTheBody' })
    const lines = server.logLines.filter(line => line.includes('logged-request')).map(line => JSON.parse(line))
    expect(lines).toEqual([
      {
        ...{ level: 'info', time: expect.any(String), requestId: 'logged-request', msg: 'request' },
        ...{ method: 'GET', route: '/v1/organizations/:id/audit', status: expect.any(Number), ms: expect.any(Number) },
        userId: person.userId,
      },
    ])
    expect(server.logLines.join('')).not.toMatch(/Sentinel/)
  })

  test('is measured by route pattern, so that strangers cannot fill the memory', async () => {
    for (let i = 0; i < 5; i++) await server.request(person, 'GET', `/v1/nowhere/${i}`)
    const text = await server.octavo.metrics.registry.metrics()
    expect(text).toContain('octavo_http_request_seconds_count{method="GET",route="/v1/me",status="401"}')
    expect(text).not.toContain('nowhere')
  })

  test('is answered with headers that bind the browser', async () => {
    const studio = await server.request(undefined, 'GET', '/')
    expect(studio.headers.get('content-security-policy')).toContain("script-src 'self';")
    const { headers } = await server.request(undefined, 'GET', '/docs/errors')
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(headers.get('content-security-policy')).not.toContain('unsafe')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('strict-transport-security')).toBeNull()
    const docs = await server.request(undefined, 'GET', '/docs')
    expect(docs.headers.get('content-security-policy')).toContain("connect-src 'self';")
    const nonce = /'nonce-([^']+)'/.exec(docs.headers.get('content-security-policy') ?? '')?.[1]
    const scripts = docs.body.match(/<script[^>]*>/g)
    expect(scripts.length).toBeGreaterThan(0)
    for (const script of scripts) expect(script).toContain(`nonce="${nonce}"`)
    expect(docs.body).not.toMatch(/(src|href)="https?:/)
  })
})

test('a page of one person does not act for the one who signed in after', async () => {
  const [ada, grace] = [await server.signUp('Ada Lovelace'), await server.signUp('Grace Hopper')]
  const asks = (person: string) =>
    server.request(grace, 'POST', '/v1/books', { title: 'Whose' }, { 'octavo-person': person })
  const refused = await asks(ada.userId)
  expect([refused.status, refused.body.code]).toEqual([403, 'person_changed'])
  expect((await server.request(grace, 'GET', '/v1/books')).body.items).toEqual([])
  expect((await asks(grace.userId)).status).toBe(201)
})

test('an installation behind https says so, with secure cookies', async () => {
  const secure = await startTestServer({ OCTAVO_PUBLIC_URL: 'https://octavo.example.com/' })
  const somebody = await secure.signUp('Somebody')
  expect(somebody.headers.cookie).toMatch(/^__Secure-octavo/)
  const own = { cookie: somebody.headers.cookie!, origin: 'https://octavo.example.com' }
  const answer = await secure.request(undefined, 'PATCH', '/v1/me/settings', {}, own)
  expect(answer).toMatchObject({ status: 200 })
  expect(answer.headers.get('strict-transport-security')).toContain('max-age')
  expect(await secure.request(somebody, 'PATCH', '/v1/me/settings', {})).toMatchObject({ status: 403 })
  await secure.close()
})

describe('another site', () => {
  const change = (headers: Record<string, string>) =>
    server.request(undefined, 'PATCH', '/v1/me/profile', { name: 'Forged' }, headers)
  const cookie = () => ({ cookie: person.headers.cookie! })

  test('cannot make a browser change anything', async () => {
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: 'not an origin' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      {},
    ]) {
      const answer = await change({ ...cookie(), ...(headers as Record<string, string>) })
      expect.soft(answer, JSON.stringify(headers)).toMatchObject({ status: 403, body: { code: 'cross_site' } })
    }
    expect((await server.request(person, 'GET', '/v1/me')).body.profile.name).toBe('Quentin')
    expect(await change({ ...cookie(), 'sec-fetch-site': 'same-origin' })).toMatchObject({ status: 200 })
    expect(await change({ ...cookie(), origin: testOrigin })).toMatchObject({ status: 200 })
  })

  test('cannot sign a browser in, or send it elsewhere', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://evil.example' }
    expect(await server.request(undefined, 'POST', '/v1/auth/sign-in/token', 'token=a', form)).toMatchObject({
      status: 403,
      body: { code: 'cross_site' },
    })
    const credentials = { email: 'a@example.com', password: 'long password' }
    const json = { origin: 'https://evil.example' }
    const path = '/v1/auth/sign-in/email'
    expect(await server.request(undefined, 'POST', path, credentials, json)).toMatchObject({ status: 403 })
    const social = { ...credentials, callbackURL: 'https://evil.example/' }
    expect(await server.request(undefined, 'POST', path, social)).toMatchObject({
      status: 403,
      body: { code: 'cross_site' },
    })
  })
})

describe('what cannot be read', () => {
  test('is refused with what to do', async () => {
    const asJson = { 'content-type': 'application/json' }
    expect(await server.request(person, 'PATCH', '/v1/me/settings', '{', asJson)).toMatchObject({
      status: 400,
      body: { code: 'request_malformed' },
    })
    const huge = 'x'.repeat(13 * 1024 * 1024)
    expect(await server.request(person, 'PATCH', '/v1/me/profile', huge, asJson)).toMatchObject({ status: 413 })
    expect(await server.request(person, 'GET', '/v1/organizations/not-a-uuid')).toMatchObject({ status: 422 })
    const answer = await server.request(person, 'GET', '/v1/nowhere')
    expect(answer).toMatchObject({ status: 404, body: { code: 'not_found', type: '/docs/errors#not_found' } })
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
  })
})

test('too many requests are refused, each person for himself', async () => {
  const small = await startTestServer({ OCTAVO_REQUESTS_PER_MINUTE: '5' })
  const one = await small.signUp('One')
  const two = await small.signUp('Two')
  const statuses: number[] = []
  for (let i = 0; i < 12; i++) statuses.push((await small.request(one, 'GET', '/v1/me')).status)
  // The minute may turn in the middle, which lets a few more through.
  expect(statuses.slice(0, 5)).toEqual([200, 200, 200, 200, 200])
  expect(statuses).toContain(429)
  const refused = await small.request(one, 'GET', '/v1/me')
  expect(refused).toMatchObject({ status: 429, body: { code: 'too_many_requests' } })
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
  expect(await small.request(two, 'GET', '/v1/me')).toMatchObject({ status: 200 })
  await small.close()
})

describe('the rate limiter', () => {
  const minute = 60_000

  test('lets through no more than the limit within any minute, but for the weighing', () => {
    const limiter = new RateLimiter()
    const takes = (count: number, at: number) =>
      Array.from({ length: count }, () => limiter.take('k', 10, at)).filter(wait => wait === 0).length
    expect(takes(20, 59_000)).toBe(10)
    expect(takes(20, minute + 1000)).toBeLessThanOrEqual(1)
    expect(takes(20, 2 * minute + 59_000)).toBe(10)
  })

  test('remembers two minutes and no more', () => {
    const limiter = new RateLimiter()
    for (let i = 0; i < 1000; i++) limiter.take(`k${i}`, 10, 1000)
    expect(limiter.size).toBe(1000)
    limiter.take('k', 10, minute)
    limiter.take('k', 10, 2 * minute)
    expect(limiter.size).toBe(2)
  })

  test('says how long to wait', () => {
    const limiter = new RateLimiter()
    limiter.take('k', 1, 45_000)
    expect(limiter.take('k', 1, 45_000)).toBe(15)
  })
})
