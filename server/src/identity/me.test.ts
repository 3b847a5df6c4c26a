import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestPerson, type TestServer } from '../testing.ts'

let server: TestServer
let person: TestPerson
beforeAll(async () => {
  server = await startTestServer()
  person = await server.signUp('Paula')
})
afterAll(() => server.close())

const addAccount = (provider: string, primary = false) =>
  server.database.withOwner('as if linked', async client => {
    const { rows } = await client.query(
      'insert into auth.accounts (user_id, provider_id, account_id, is_primary) values ($1, $2, $2, $3) returning id',
      [person.userId, provider, primary],
    )
    return rows[0].id as string
  })

test('profile and settings change and are checked', async () => {
  const profile = {
    name: 'Paula P.',
    bio: 'Writes.',
    website: 'https://example.com',
    socialLinks: { mastodon: 'https://example.social/@p' },
    genres: ['poetry'],
    goals: 'A book',
    experience: 'experienced',
    mode: 'learning',
    avatarUrl: null,
  }
  expect(await server.request(person, 'PATCH', '/v1/me/profile', profile)).toMatchObject({ status: 200, body: profile })
  const settings = {
    theme: 'dark',
    fontSize: 16,
    timeZone: 'Europe/Vienna',
    language: 'de',
    requiredFeatures: ['note'],
  }
  expect(await server.request(person, 'PATCH', '/v1/me/settings', settings)).toMatchObject({
    status: 200,
    body: settings,
  })
  const { body } = await server.request(person, 'GET', '/v1/me')
  expect(body).toMatchObject({ profile, settings: { ...settings, defaultWords: 4000 } })
  expect((await server.request(person, 'PATCH', '/v1/me/profile', {})).body).toMatchObject(profile)

  const wrong = await server.request(person, 'PATCH', '/v1/me/settings', {
    fontSize: 3,
    timeZone: 'Mars',
    theme: 'pink',
  })
  expect(wrong.status).toBe(422)
  expect(wrong.body.problems).toHaveLength(3)
  const script = { website: 'javascript:alert(1)' }
  expect(await server.request(person, 'PATCH', '/v1/me/profile', script)).toMatchObject({ status: 422 })
  expect(await server.request(undefined, 'PATCH', '/v1/me/settings', {})).toMatchObject({ status: 401 })
})

test('the introduction is finished once', async () => {
  expect((await server.request(person, 'POST', '/v1/me/onboarding')).body.onboardedAt).toBeTruthy()
  expect(await server.request(person, 'POST', '/v1/me/onboarding')).toMatchObject({ status: 409 })
})

test('a user name is one person’s, in any case of its letters', async () => {
  const other = await server.signUp('Other')
  expect(await server.request(person, 'PATCH', '/v1/me', { username: 'Paula' })).toMatchObject({
    body: { username: 'Paula' },
  })
  expect(await server.request(other, 'PATCH', '/v1/me', { username: 'pAULA' })).toMatchObject({ status: 409 })
  expect(await server.request(other, 'PATCH', '/v1/me', { username: 'a b' })).toMatchObject({ status: 422 })
})

test('ways of signing in: one is primary, the last one stays', async () => {
  const password = await addAccount('credential', true)
  const github = await addAccount('github')
  const list = () => server.request(person, 'GET', '/v1/me/accounts')
  expect((await list()).body.items).toMatchObject([
    { id: password, provider: 'credential', primary: true },
    { id: github, provider: 'github', primary: false },
  ])
  const stranger = await server.signUp('Stranger')
  expect(await server.request(stranger, 'POST', `/v1/me/accounts/${github}/primary`)).toMatchObject({ status: 404 })
  expect(await server.request(stranger, 'DELETE', `/v1/me/accounts/${github}`)).toMatchObject({ status: 404 })
  expect(await server.request(person, 'POST', `/v1/me/accounts/${github}/primary`)).toMatchObject({
    body: { items: [{ primary: false }, { primary: true }] },
  })
  const answers = await Promise.all(
    [password, github].map(id => server.request(person, 'DELETE', `/v1/me/accounts/${id}`)),
  )
  expect(answers.map(({ status }) => status).sort()).toEqual([204, 409])
  expect((await list()).body.items).toMatchObject([{ primary: true }])
})

test('an account is closed, but not while others depend on it', async () => {
  const leaver = await server.signUp('Leaver')
  const stayer = await server.signUp('Stayer')
  const team = (await server.request(leaver, 'POST', '/v1/organizations', { name: 'Shared' })).body.id
  await server.database.asService('test', tx =>
    tx
      .insertInto('identity.members')
      .values({ organization_id: team, user_id: stayer.userId, role: 'editor' })
      .execute(),
  )
  const refused = await server.request(leaver, 'DELETE', '/v1/me')
  expect(refused).toMatchObject({ status: 409, body: { code: 'last_owner' } })
  expect(refused.body.detail).toContain('Shared')
  await server.request(leaver, 'PATCH', `/v1/organizations/${team}/members/${stayer.userId}`, { role: 'owner' })
  expect(await server.request(leaver, 'DELETE', '/v1/me')).toMatchObject({ status: 204 })
  expect(await server.request(leaver, 'GET', '/v1/me')).toMatchObject({ status: 401 })
  await expect(server.octavo.signIn.openSession(leaver.userId, new Headers())).rejects.toMatchObject({
    code: 'account_suspended',
  })
})
