import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestPerson, type TestServer } from '../testing.ts'

let server: TestServer
let person: TestPerson
beforeAll(async () => {
  server = await startTestServer({ OCTAVO_GUESSES_PER_MINUTE: '15' })
  person = await server.signUp('Toni')
})
afterAll(() => server.close())

const make = async (input: object) =>
  (await server.request(person, 'POST', '/v1/me/tokens', { name: 'ci', ...input })).body
const as = (token: string, method = 'GET', path = '/v1/me', body?: unknown) =>
  server.request(undefined, method, path, body, { authorization: `Bearer ${token}` })

test('a token acts for its maker and is kept as a hash', async () => {
  const made = await make({})
  expect(made).toMatchObject({ scopes: ['read', 'write'], lastUsedAt: null, lastFour: made.token.slice(-4) })
  expect(await as(made.token)).toMatchObject({ status: 200, body: { id: person.userId } })
  const rows = await server.database.asService('test', tx => tx.selectFrom('identity.api_tokens').selectAll().execute())
  expect(JSON.stringify(rows)).not.toContain(made.token.slice(4))
  const list = await server.request(person, 'GET', '/v1/me/tokens')
  expect(JSON.stringify(list.body)).not.toContain(made.token)
  expect(Date.now() - Date.parse(list.body.items[0].lastUsedAt)).toBeLessThan(60_000)
})

test('its use is noted at most once a minute', async () => {
  const { token, id } = await make({})
  const used = () =>
    server.database.asService('test', tx =>
      tx.selectFrom('identity.api_tokens').select('last_used_at').where('id', '=', id).executeTakeFirstOrThrow(),
    )
  await as(token)
  const first = await used()
  await as(token)
  expect(await used()).toEqual(first)
})

test('a read-only token reads only', async () => {
  const { token } = await make({ scopes: ['read'] })
  expect(await as(token)).toMatchObject({ status: 200 })
  expect(await as(token, 'PATCH', '/v1/me/profile', { name: 'Hijacked' })).toMatchObject({
    status: 403,
    body: { code: 'token_read_only' },
  })
  expect((await as(token)).body.profile.name).toBe('Toni')
})

test('revoked, expired and invented tokens do not work', async () => {
  const { token, id } = await make({ expiresAt: new Date(Date.now() + 3600_000).toISOString() })
  expect(await as(token)).toMatchObject({ status: 200 })
  await server.database.withOwner('let time pass', client =>
    client.query('update identity.api_tokens set expires_at = now() where id = $1', [id]),
  )
  expect(await as(token)).toMatchObject({ status: 401, body: { code: 'token_invalid' } })
  const other = await make({})
  const stranger = await server.signUp('Stranger')
  expect(await server.request(stranger, 'DELETE', `/v1/me/tokens/${other.id}`)).toMatchObject({ status: 404 })
  expect(await as(other.token)).toMatchObject({ status: 200 })
  expect(await server.request(person, 'DELETE', `/v1/me/tokens/${other.id}`)).toMatchObject({ status: 204 })
  expect(await as(other.token)).toMatchObject({ status: 401 })
  // Also beside a good session: whoever sends a token means it.
  const both = { ...person.headers, authorization: 'Bearer nonsense' }
  expect(await server.request(undefined, 'GET', '/v1/me', undefined, both)).toMatchObject({ status: 401 })
  const past = await server.request(person, 'POST', '/v1/me/tokens', { name: 'x', expiresAt: '2020-01-01T00:00:00Z' })
  expect(past).toMatchObject({ status: 422 })
})

test('guessing is stopped, for tokens and for sign-ins', async () => {
  const statuses: number[] = []
  for (let i = 0; i < 20; i++) statuses.push((await as(`oct_${'x'.repeat(43)}`)).status)
  expect(statuses.at(0)).toBe(401)
  expect(statuses.at(-1)).toBe(429)
  const guess = { email: 'a@example.com', password: 'a long password' }
  const signIns = await Promise.all(
    Array.from({ length: 20 }, () => server.request(undefined, 'POST', '/v1/auth/sign-in/email', guess)),
  )
  const refused = signIns.filter(({ status }) => status === 429)
  expect(refused.length).toBeGreaterThanOrEqual(4)
  expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0)
})
