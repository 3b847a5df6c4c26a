import { randomBytes } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestPerson, type TestServer } from '../testing.ts'
import { decryptProviderKeys } from './provider-keys.ts'
import { rotateMasterKey } from './rotate-master-key.ts'
import { SecretError, Secrets } from './secrets.ts'

const apiKey = 'sk-proj-0123456789abcdefghij'
let server: TestServer
let owner: TestPerson
beforeAll(async () => {
  server = await startTestServer()
  owner = await server.signUp('Olga')
})
afterAll(() => server.close())

const pathOf = (person: TestPerson, provider: string) =>
  `/v1/organizations/${person.organizationId}/provider-keys/${provider}`
const put = (provider: string, key = apiKey) => server.request(owner, 'PUT', pathOf(owner, provider), { apiKey: key })
const rows = () =>
  server.database.asService('test', tx => tx.selectFrom('identity.provider_keys').selectAll().execute())

test('a key goes in and never comes out again', async () => {
  const stored = await put('openai')
  expect(stored).toMatchObject({ status: 200, body: { provider: 'openai', lastFour: 'ghij', baseUrl: null } })
  const list = await server.request(owner, 'GET', pathOf(owner, '').replace(/\/$/, ''))
  const audit = await server.request(owner, 'GET', `/v1/organizations/${owner.organizationId}/audit`)
  for (const answer of [stored, list, audit]) expect(JSON.stringify(answer.body)).not.toContain(apiKey.slice(0, -4))
  expect(JSON.stringify((await rows()).map(row => row.ciphertext.toString('latin1')))).not.toContain(
    apiKey.slice(3, 20),
  )
  expect(await decryptProviderKeys(server.octavo, owner.organizationId)).toEqual([
    { provider: 'openai', apiKey, baseUrl: null },
  ])
})

test('storing again replaces, deleting removes', async () => {
  await put('google')
  await put('google', 'AIza-the-second-one-9876')
  const list = await server.request(owner, 'GET', `/v1/organizations/${owner.organizationId}/provider-keys`)
  expect(list.body.items.filter(({ provider }: { provider: string }) => provider === 'google')).toMatchObject([
    { lastFour: '9876' },
  ])
  expect(await server.request(owner, 'DELETE', pathOf(owner, 'google'))).toMatchObject({ status: 204 })
  expect(await server.request(owner, 'DELETE', pathOf(owner, 'google'))).toMatchObject({ status: 404 })
})

test('mistakes are refused', async () => {
  expect(await put('Open AI')).toMatchObject({ status: 422 })
  expect(await put('openai', 'two words')).toMatchObject({ status: 422 })
  const file = { apiKey, baseUrl: 'file:///etc/passwd' }
  expect(await server.request(owner, 'PUT', pathOf(owner, 'openai'), file)).toMatchObject({ status: 422 })
})

test('editors see masked keys, viewers none, and only admins change them', async () => {
  const team = (await server.request(owner, 'POST', '/v1/organizations', { name: 'Team' })).body.id
  const path = `/v1/organizations/${team}/provider-keys`
  await server.request(owner, 'PUT', `${path}/openai`, { apiKey })
  for (const [role, status] of [
    ['editor', 200],
    ['viewer', 403],
  ] as const) {
    const person = await server.signUp(role)
    await server.database.asService('test', tx =>
      tx.insertInto('identity.members').values({ organization_id: team, user_id: person.userId, role }).execute(),
    )
    expect(await server.request(person, 'GET', path)).toMatchObject({ status })
    expect(await server.request(person, 'PUT', `${path}/openai`, { apiKey: 'sk-another-key-000000' })).toMatchObject({
      status: 403,
    })
    expect(await server.request(person, 'DELETE', `${path}/openai`)).toMatchObject({ status: 403 })
  }
  expect(await decryptProviderKeys(server.octavo, team)).toMatchObject([{ apiKey }])
})

test('what was sealed opens in its own place only, whole and with its own key', () => {
  const key = { id: 'a', key: randomBytes(32) }
  const secrets = new Secrets([key], 'x'.repeat(32))
  const place = { organizationId: 'o1', provider: 'openai' }
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.nat(), (secret, position) => {
      const sealed = secrets.seal(secret, place)
      expect(secrets.open(sealed, place)).toBe(secret)
      const bent = Buffer.from(sealed.ciphertext)
      bent[position % bent.length]! ^= 1
      expect(() => secrets.open({ ...sealed, ciphertext: bent }, place)).toThrow(SecretError)
    }),
  )
  const sealed = secrets.seal('secret', place)
  expect(() => secrets.open(sealed, { ...place, organizationId: 'o2' })).toThrow(SecretError)
  expect(() => secrets.open(sealed, { ...place, provider: 'google' })).toThrow(SecretError)
  expect(() => secrets.open({ ...sealed, keyId: 'gone' }, place)).toThrow(/"gone" is not configured/)
  const impostor = new Secrets([{ id: 'a', key: randomBytes(32) }], 'x'.repeat(32))
  expect(() => impostor.open(sealed, place)).toThrow(SecretError)
  expect(secrets.seal('secret', place).ciphertext).not.toEqual(sealed.ciphertext)
})

test('rotation seals all anew, resumes, and breaks no other key', async () => {
  const people = await Promise.all(['R1', 'R2'].map(name => server.signUp(name)))
  for (const person of people)
    await server.request(person, 'PUT', pathOf(person, 'openai'), { apiKey: `${apiKey}-${person.name}` })
  const lost = await server.signUp('Lost')
  await server.request(lost, 'PUT', pathOf(lost, 'openai'), { apiKey })
  await server.database.asService('test: a key whose master key is gone', tx =>
    tx
      .updateTable('identity.provider_keys')
      .set({ master_key_id: 'gone' })
      .where('organization_id', '=', lost.organizationId)
      .execute(),
  )

  server.octavo.secrets.addNewest({ id: 'test-2', key: randomBytes(32) })
  const rotation = await rotateMasterKey(server.octavo)
  expect(rotation.failed).toMatchObject([{ organizationId: lost.organizationId, provider: 'openai' }])
  expect(rotation.failed[0]?.reason).toContain('"gone" is not configured')
  expect(rotation).toMatchObject({ keyId: 'test-2', rotated: (await rows()).length - 1 })
  expect(new Set((await rows()).map(row => row.master_key_id))).toEqual(new Set(['test-2', 'gone']))
  for (const person of people) {
    expect(await decryptProviderKeys(server.octavo, person.organizationId)).toMatchObject([
      { apiKey: `${apiKey}-${person.name}` },
    ])
  }
  expect((await rotateMasterKey(server.octavo)).rotated).toBe(0)
  await expect(decryptProviderKeys(server.octavo, lost.organizationId)).rejects.toThrow(SecretError)
  await server.request(lost, 'DELETE', pathOf(lost, 'openai'))
})

test('an embedded installation makes, keeps and retires its own master keys', async () => {
  const before = server.octavo.secrets.newestKeyId
  const { keyId, failed } = await rotateMasterKey(server.octavo)
  expect(failed).toEqual([])
  expect(keyId).not.toBe(before)
  const file = join(server.octavo.config.dataDirectory, 'secrets.json')
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  const { masterKeys } = JSON.parse(await readFile(file, 'utf8'))
  expect(masterKeys.map(({ id }: { id: string }) => id)).toEqual([keyId])
  expect(await decryptProviderKeys(server.octavo, owner.organizationId)).toMatchObject([{ apiKey }])
})
