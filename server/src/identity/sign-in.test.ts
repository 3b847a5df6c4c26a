import { getMigrations } from 'better-auth/db/migration'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, type TestServer, testOrigin } from '../testing.ts'
import { signInOptions } from './sign-in-options.ts'

const password = 'correct horse battery'
let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const post = (path: string, body: object, headers?: Record<string, string>) =>
  server.request(undefined, 'POST', `/v1/auth/${path}`, body, headers)

/** The token of the newest mail to an address. */
async function tokenMailedTo(email: string, on: TestServer = server): Promise<string> {
  const mail = (await on.mails()).filter(({ to }) => to === email).at(-1)
  return /[?&]token=([\w-]+)/.exec(mail?.text ?? '')![1]!
}

/** Presses the button behind the link of a mail that asks to confirm an address. */
const verify = (token: string) => post('verify-email', { token })

async function signUp(email: string, name = 'Ada'): Promise<void> {
  expect(await post('sign-up/email', { name, email, password })).toMatchObject({ status: 200 })
}

async function signUpAndVerify(email: string): Promise<void> {
  await signUp(email)
  expect(await verify(await tokenMailedTo(email))).toMatchObject({ status: 204 })
}

function cookieOf(answer: { headers: Headers }): string {
  return answer.headers
    .getSetCookie()
    .map(cookie => cookie.split(';')[0])
    .join('; ')
}

async function signIn(email: string): Promise<{ cookie: string; origin: string }> {
  const answer = await post('sign-in/email', { email, password })
  expect(answer.status).toBe(200)
  return { cookie: cookieOf(answer), origin: testOrigin }
}

const userRow = (email: string) =>
  server.database.asService('test', tx =>
    tx.selectFrom('auth.users').selectAll().where('email', '=', email).executeTakeFirst(),
  )

describe('signing up', () => {
  test('makes profile, settings, role and personal organization, and asks to confirm the address', async () => {
    await signUp('Ada@Example.com')
    expect(await post('sign-in/email', { email: 'ada@example.com', password })).toMatchObject({
      status: 403,
      body: { code: 'email_unverified' },
    })
    const token = await tokenMailedTo('ada@example.com')

    // Opening the link, as mail programs do, uses nothing up.
    await server.request(undefined, 'GET', `/verify-email?token=${token}`)
    expect(await verify(token)).toMatchObject({ status: 204 })
    expect(await verify(token)).toMatchObject({ status: 410, body: { code: 'link_invalid' } })

    const headers = await signIn('ADA@example.com')
    const { body } = await server.request(undefined, 'GET', '/v1/me', undefined, headers)
    expect(body).toMatchObject({
      email: 'ada@example.com',
      emailVerified: true,
      roles: ['user'],
      profile: { name: 'Ada', mode: 'creator', onboardedAt: null },
      settings: { defaultWords: 4000, fontSize: 14, autosaveSeconds: 30, theme: 'system' },
      organizations: [{ personal: true, role: 'owner' }],
    })
    expect(Date.now() - Date.parse(body.lastSignInAt)).toBeLessThan(60_000)
  })

  test('is all or nothing', async () => {
    await server.database.withOwner('break the welcome', client =>
      client.query(`create function identity.fail() returns trigger language plpgsql set search_path = '' as
        $$ begin raise exception 'no organizations today'; end $$;
        create trigger fail before insert on identity.organizations for each row execute function identity.fail()`),
    )
    const answer = await post('sign-up/email', { name: 'Nobody', email: 'nobody@example.com', password })
    await server.database.withOwner('mend it', client =>
      client.query('drop trigger fail on identity.organizations; drop function identity.fail()'),
    )
    expect(answer).toMatchObject({ status: 500, body: { code: 'internal' } })
    expect(await userRow('nobody@example.com')).toBeUndefined()
    expect((await server.mails()).some(({ to }) => to === 'nobody@example.com')).toBe(false)
  })

  test('answers the same for an address that has an account, and writes to its owner', async () => {
    await signUp('twice@example.com')
    await signUp('twice@example.com')
    expect((await server.mails()).filter(({ to }) => to === 'twice@example.com').at(-1)?.subject).toBe(
      'You already have an account',
    )
  })

  test('refuses short passwords and mistaken addresses', async () => {
    expect(await post('sign-up/email', { name: 'A', email: 'a@example.com', password: 'ninechars' })).toMatchObject({
      status: 422,
      body: { code: 'password_weak' },
    })
    expect((await post('sign-up/email', { name: 'A', email: 'nonsense', password })).status).toBe(422)
  })

  test('cannot raise oneself or mark an address as confirmed', async () => {
    const extra = { status: 'active', emailVerified: true, username: 'root', lastSignInAt: new Date().toISOString() }
    await post('sign-up/email', { name: 'Eve', email: 'eve@example.com', password, ...extra })
    const user = await userRow('eve@example.com')
    expect(user ?? { email_verified: false, username: null }).toMatchObject({ email_verified: false, username: null })
  })

  test('when closed needs an invitation', async () => {
    const closed = await startTestServer({ OCTAVO_SIGN_UP: 'false' })
    const owner = await closed.signUp('Owner')
    const ask = (email: string) =>
      closed.request(undefined, 'POST', '/v1/auth/sign-up/email', { name: 'Guest', email, password })
    expect(await ask('guest@example.com')).toMatchObject({ status: 403, body: { code: 'sign_up_closed' } })
    const invitations = `/v1/organizations/${owner.organizationId}/invitations`
    await closed.request(owner, 'POST', invitations, { email: 'Guest@example.com', role: 'viewer' })
    expect(await ask('guest@example.com')).toMatchObject({ status: 200 })
    await closed.close()
  })
})

test('a confirmation link expires, and another can be sent', async () => {
  const email = 'late@example.com'
  await signUp(email)
  const token = await tokenMailedTo(email)
  await server.database.withOwner('let time pass', client =>
    client.query(`update auth.verifications set expires_at = now() - interval '1 second'`),
  )
  expect(await verify(token)).toMatchObject({ status: 410, body: { code: 'link_invalid' } })
  expect(await post('send-verification-email', { email })).toMatchObject({ status: 200 })
  expect(await verify(await tokenMailedTo(email))).toMatchObject({ status: 204 })
  expect((await userRow(email))?.email_verified).toBe(true)
})

test('the library’s own verification link, which would work more than once, is not served', async () => {
  expect(await server.request(undefined, 'GET', '/v1/auth/verify-email?token=x')).toMatchObject({ status: 404 })
  expect(await server.request(undefined, 'GET', '/v1/auth/list-sessions')).toMatchObject({ status: 404 })
})

test('a wrong password and an unknown address are refused alike', async () => {
  await signUpAndVerify('known@example.com')
  const wrong = await post('sign-in/email', { email: 'known@example.com', password: 'not the password' })
  const unknown = await post('sign-in/email', { email: 'unknown@example.com', password })
  expect(wrong).toMatchObject({ status: 401, body: { code: 'sign_in_failed' } })
  expect({ ...unknown.body, requestId: '' }).toEqual({ ...wrong.body, requestId: '' })
})

test('a new password ends all sessions; its link works once', async () => {
  const email = 'forgetful@example.com'
  await signUpAndVerify(email)
  const headers = await signIn(email)
  expect(await post('request-password-reset', { email })).toMatchObject({ status: 200 })
  expect(await post('request-password-reset', { email: 'unknown@example.com' })).toMatchObject({ status: 200 })
  const token = await tokenMailedTo(email)
  const stored = await server.database.asService('test', tx =>
    tx.selectFrom('auth.verifications').selectAll().execute(),
  )
  expect(JSON.stringify(stored)).not.toContain(token)

  expect(await post('reset-password', { token, newPassword: 'short' })).toMatchObject({ status: 422 })
  const newPassword = 'another long password'
  expect(await post('reset-password', { token, newPassword })).toMatchObject({ status: 200 })
  expect(await post('reset-password', { token, newPassword })).toMatchObject({ status: 410 })
  expect(await server.request(undefined, 'GET', '/v1/me', undefined, headers)).toMatchObject({ status: 401 })
  expect(await post('sign-in/email', { email, password })).toMatchObject({ status: 401 })
  expect(await post('sign-in/email', { email, password: newPassword })).toMatchObject({ status: 200 })
})

test('an address changes after the old and the new one confirmed it', async () => {
  await signUpAndVerify('old@example.com')
  const headers = await signIn('old@example.com')
  expect(await post('change-email', { newEmail: 'new@example.com' }, headers)).toMatchObject({ status: 200 })
  expect(await userRow('new@example.com')).toBeUndefined()
  await verify(await tokenMailedTo('old@example.com'))
  expect(await userRow('new@example.com')).toBeUndefined()
  expect(await verify(await tokenMailedTo('new@example.com'))).toMatchObject({ status: 204 })
  expect((await userRow('new@example.com'))?.email_verified).toBe(true)
})

test('sessions are listed without their tokens and can be ended', async () => {
  await signUpAndVerify('devices@example.com')
  const laptop = await signIn('devices@example.com')
  const phone = await post('sign-in/email', { email: 'devices@example.com', password }, { 'user-agent': 'Phone' })
  const { body } = await server.request(undefined, 'GET', '/v1/me/sessions', undefined, laptop)
  expect(body.items).toHaveLength(2)
  const other = body.items.find((session: { current: boolean }) => !session.current)
  expect(other).toMatchObject({ device: 'Phone', current: false })
  expect(Date.parse(other.expiresAt) - Date.now()).toBeGreaterThan(29 * 24 * 3600 * 1000)
  expect(JSON.stringify(body)).not.toContain(phone.body.token)
  const stranger = await server.signUp('Stranger')
  const path = `/v1/me/sessions/${other.id}`
  expect(await server.request(stranger, 'DELETE', path)).toMatchObject({ status: 404 })
  expect(await server.request(undefined, 'DELETE', path, undefined, laptop)).toMatchObject({ status: 204 })
  expect(await server.request(undefined, 'GET', '/v1/me', undefined, { cookie: cookieOf(phone) })).toMatchObject({
    status: 401,
  })
})

test('signing out ends the session', async () => {
  const person = await server.signUp('Leaver')
  expect(await server.request(person, 'POST', '/v1/auth/sign-out', {})).toMatchObject({ status: 200 })
  expect(await server.request(person, 'GET', '/v1/me')).toMatchObject({ status: 401 })
})

describe('a sign-in link', () => {
  const use = (token: string, headers?: Record<string, string>) => post('sign-in/token', { token }, headers)

  test('signs in once, and opening it uses nothing up', async () => {
    const person = await server.signUp('Linda')
    const token = await server.octavo.signIn.makeSignInToken(person.userId)
    await server.request(undefined, 'GET', `/sign-in?token=${token}`)
    const answer = await use(token)
    expect(answer.status).toBe(204)
    const [cookie] = answer.headers.getSetCookie()
    expect(cookie).toMatch(/HttpOnly/i)
    expect(cookie).toMatch(/SameSite=Lax/i)
    const own = await server.request(undefined, 'GET', '/v1/me', undefined, { cookie: cookieOf(answer) })
    expect(own.body.id).toBe(person.userId)
    const again = await use(token)
    expect(again).toMatchObject({ status: 410, body: { code: 'link_invalid' } })
    expect(again.headers.getSetCookie()).toEqual([])
  })

  test('expires, and opens nothing of another kind', async () => {
    const person = await server.signUp('Tardy')
    const token = await server.octavo.signIn.makeSignInToken(person.userId)
    expect(await verify(token)).toMatchObject({ status: 410 })
    await server.database.withOwner('let time pass', client =>
      client.query(`update auth.verifications set expires_at = now() - interval '1 second'`),
    )
    expect(await use(token)).toMatchObject({ status: 410, body: { code: 'link_invalid' } })
    await signUp('kinds@example.com')
    expect(await use(await tokenMailedTo('kinds@example.com'))).toMatchObject({ status: 410 })
    expect(await use('')).toMatchObject({ status: 422 })
  })

  test('cannot be pressed by another site, nor by somebody who is locked out', async () => {
    const person = await server.signUp('Target')
    const token = await server.octavo.signIn.makeSignInToken(person.userId)
    const elsewhere = { origin: 'https://evil.example' }
    for (const headers of [
      elsewhere,
      { ...elsewhere, 'content-type': 'text/plain' },
      { 'content-type': 'text/plain' },
    ]) {
      expect(await use(token, headers)).toMatchObject({ status: 403, body: { code: 'cross_site' } })
      expect(await post('verify-email', { token }, headers)).toMatchObject({
        status: 403,
        body: { code: 'cross_site' },
      })
    }
    await server.database.asService('test', tx =>
      tx.updateTable('auth.users').set({ status: 'suspended' }).where('id', '=', person.userId).execute(),
    )
    expect(await use(token)).toMatchObject({ status: 403, body: { code: 'account_suspended' } })
  })
})

test('anybody can read by which ways one signs in, and nothing secret', async () => {
  const ways = await server.request(undefined, 'GET', '/v1/sign-in-options')
  expect(ways.body).toEqual({
    providers: [],
    signUp: true,
    embedded: server.database.kind === 'embedded',
    shortestPassword: 10,
  })
})

test('other providers are offered when they are set up', async () => {
  const social = await startTestServer({
    GITHUB_CLIENT_ID: 'github-client',
    GITHUB_CLIENT_SECRET: 'github-secret-value',
  })
  const start = (provider: string) =>
    social.request(undefined, 'POST', '/v1/auth/sign-in/social', { provider, callbackURL: '/' })
  const { body } = await start('github')
  expect((await social.request(undefined, 'GET', '/v1/sign-in-options')).body.providers).toEqual(['github'])
  expect(body.url).toMatch(/^https:\/\/github\.com\/login\/oauth\/authorize\?/)
  expect(body.url).toContain(encodeURIComponent(`${testOrigin}/v1/auth/callback/github`))
  expect(await start('google')).toMatchObject({ status: 404, body: { code: 'sign_in_provider_unknown' } })
  await social.close()
})

test('our tables are what the library expects', async () => {
  const options = signInOptions({
    config: server.octavo.config,
    database: server.database,
    log: server.octavo.log,
    secret: server.octavo.secrets.session,
    publicUrl: () => testOrigin,
    send: () => {},
    context: () => Promise.reject(new Error('not needed')),
  })
  const { toBeCreated, toBeAdded, schemaProblems } = await getMigrations(options)
  expect({ toBeCreated, toBeAdded, schemaProblems }).toEqual({ toBeCreated: [], toBeAdded: [], schemaProblems: [] })
})
