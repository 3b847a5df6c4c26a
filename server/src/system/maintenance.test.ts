import { utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestPerson, type TestServer } from '../testing.ts'
import { isTidyDue, sweep } from './maintenance.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const ask = (text: string, values: unknown[] = []) =>
  server.database.withOwner('test', async client => (await client.query(text, values)).rows)

const addMember = (organizationId: string, person: TestPerson, role: 'editor' | 'viewer' | 'owner') =>
  ask('insert into identity.members (organization_id, user_id, role) values ($1, $2, $3)', [
    organizationId,
    person.userId,
    role,
  ])

test('expired sessions, proofs and tokens go, others stay', async () => {
  const person = await server.signUp('Session')
  const expired = await server.signUp('Expired')
  await server.request(expired, 'POST', '/v1/me/tokens', { name: 'x' })
  await server.octavo.signIn.makeSignInToken(expired.userId)
  for (const table of ['auth.sessions', 'identity.api_tokens']) {
    await ask(`update ${table} set expires_at = now() - interval '1 minute' where user_id = $1`, [expired.userId])
  }
  await ask(`update auth.verifications set expires_at = now() - interval '1 minute'`)
  expect(await sweep(server.octavo)).toMatchObject({
    sessions: 1,
    verifications: 1,
    tokens: 1,
    accounts: 0,
    autosaves: 0,
  })
  expect(await server.request(person, 'GET', '/v1/me')).toMatchObject({ status: 200 })
  expect(await sweep(server.octavo)).toMatchObject({
    sessions: 0,
    verifications: 0,
    tokens: 0,
    accounts: 0,
    autosaves: 0,
  })
})

test('an account is erased 30 days after it was closed, with what was its alone', async () => {
  const leaver = await server.signUp('Leaver')
  const editor = await server.signUp('Editor')
  const viewer = await server.signUp('Viewer')
  const coOwner = await server.signUp('Co Owner')
  const shared = (await server.request(leaver, 'POST', '/v1/organizations', { name: 'Shared' })).body.id
  const alone = (await server.request(leaver, 'POST', '/v1/organizations', { name: 'Alone' })).body.id
  await addMember(shared, viewer, 'viewer')
  await addMember(shared, editor, 'editor')
  await addMember(shared, coOwner, 'owner')
  expect(await server.request(leaver, 'DELETE', '/v1/me')).toMatchObject({ status: 204 })
  await server.request(coOwner, 'DELETE', `/v1/organizations/${shared}/members/${coOwner.userId}`)

  expect((await sweep(server.octavo))?.accounts).toBe(0)
  await ask(`update auth.users set deleted_at = now() - interval '31 days' where id = $1`, [leaver.userId])
  expect((await sweep(server.octavo))?.accounts).toBe(1)

  expect(await ask('select id from auth.users where id = $1', [leaver.userId])).toEqual([])
  const left = await ask('select id from identity.organizations where id = any ($1)', [
    [shared, alone, leaver.organizationId],
  ])
  expect(left).toEqual([{ id: shared }])
  const members = await ask('select user_id, role from identity.members where organization_id = $1 order by role', [
    shared,
  ])
  expect(members).toEqual([
    { user_id: viewer.userId, role: 'viewer' },
    { user_id: editor.userId, role: 'owner' },
  ])
})

test('the database is tidied once a week, over restarts', async () => {
  const { dataDirectory } = server.octavo.config
  expect(await isTidyDue(dataDirectory)).toBe(false) // a new database is tidy
  const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 3600 * 1000)
  await utimes(join(dataDirectory, 'tidied'), daysAgo(6), daysAgo(6))
  expect(await isTidyDue(dataDirectory)).toBe(false)
  await utimes(join(dataDirectory, 'tidied'), daysAgo(8), daysAgo(8))
  expect(await isTidyDue(dataDirectory)).toBe(true)
  expect(await isTidyDue(dataDirectory)).toBe(false)
})
