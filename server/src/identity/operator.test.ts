import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestPerson, type TestServer } from '../testing.ts'
import { grantSuperadmin } from './local-owner.ts'

let server: TestServer
let operator: TestPerson
let person: TestPerson
beforeAll(async () => {
  server = await startTestServer()
  operator = await server.signUp('Oper Ator')
  person = await server.signUp('Percy Person')
  await grantSuperadmin(server.octavo, operator.email)
})
afterAll(() => server.close())

test('finds people by part of address, name and user name, and by status', async () => {
  const find = async (query: string) => {
    const { body } = await server.request(operator, 'GET', `/v1/operator/users?${query}`)
    return body.items.map(({ name }: { name: string }) => name)
  }
  expect(await find('q=PERCY')).toEqual(['Percy Person'])
  expect(await find(`q=${encodeURIComponent(person.email.slice(3, 20))}`)).toEqual(['Percy Person'])
  expect(await find('q=%25')).toEqual([])
  expect(await find('status=suspended')).toEqual([])
  expect(await find('limit=1')).toEqual(['Percy Person'])
  const first = await server.request(operator, 'GET', '/v1/operator/users?limit=1')
  expect(await find(`limit=1&cursor=${first.body.next}`)).toEqual(['Oper Ator'])
})

test('is nobody else', async () => {
  for (const [method, path, body] of [
    ['GET', '/v1/operator/users'],
    ['POST', `/v1/operator/users/${operator.userId}/suspend`],
    ['POST', `/v1/operator/users/${person.userId}/reactivate`],
    ['POST', `/v1/operator/users/${person.userId}/roles`, { role: 'superadmin' }],
    ['DELETE', `/v1/operator/users/${operator.userId}/roles/superadmin`],
    ['POST', '/v1/operator/keys/rotate'],
  ] as const) {
    expect.soft(await server.request(person, method, path, body), path).toMatchObject({ status: 403 })
    expect.soft(await server.request(undefined, method, path, body), path).toMatchObject({ status: 401 })
  }
  expect((await server.request(person, 'GET', '/v1/me')).body.roles).toEqual(['user'])
})

test('locks people out at once, and lets them in again', async () => {
  const target = await server.signUp('Target')
  const { token } = (await server.request(target, 'POST', '/v1/me/tokens', { name: 'x' })).body
  const byToken = () => server.request(undefined, 'GET', '/v1/me', undefined, { authorization: `Bearer ${token}` })
  expect(await byToken()).toMatchObject({ status: 200 })
  const path = `/v1/operator/users/${target.userId}`
  expect(await server.request(operator, 'POST', `${path}/suspend`)).toMatchObject({ body: { status: 'suspended' } })
  expect(await server.request(target, 'GET', '/v1/me')).toMatchObject({ status: 401 })
  expect(await byToken()).toMatchObject({ status: 401 })
  await expect(server.octavo.signIn.openSession(target.userId, new Headers())).rejects.toMatchObject({
    code: 'account_suspended',
  })
  expect(await server.request(operator, 'POST', `${path}/reactivate`)).toMatchObject({ body: { status: 'active' } })
  expect(await server.octavo.signIn.openSession(target.userId, new Headers())).toHaveLength(1)
  expect(await server.request(operator, 'POST', `/v1/operator/users/${operator.userId}/suspend`)).toMatchObject({
    status: 403,
  })
})

test('grants and revokes roles, with who and when, but not about himself', async () => {
  const roles = `/v1/operator/users/${person.userId}/roles`
  const granted = await server.request(operator, 'POST', roles, { role: 'author' })
  expect(granted.body.roles).toMatchObject([
    { role: 'author', grantedBy: operator.userId },
    { role: 'user', grantedBy: null },
  ])
  expect(await server.request(operator, 'POST', roles, { role: 'author' })).toMatchObject({ status: 200 })
  expect((await server.request(operator, 'DELETE', `${roles}/author`)).body.roles).toMatchObject([{ role: 'user' }])
  expect(await server.request(operator, 'DELETE', `${roles}/author`)).toMatchObject({ status: 404 })
  const own = `/v1/operator/users/${operator.userId}/roles`
  expect(await server.request(operator, 'POST', own, { role: 'creator' })).toMatchObject({ status: 403 })
  expect(await server.request(operator, 'DELETE', `${own}/superadmin`)).toMatchObject({ status: 403 })
  const nobody = '/v1/operator/users/00000000-0000-4000-8000-000000000000/roles'
  expect(await server.request(operator, 'POST', nobody, { role: 'author' })).toMatchObject({ status: 404 })
})
