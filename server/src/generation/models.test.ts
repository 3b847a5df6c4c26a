import { startSimulatedProvider } from '@octavo/models/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { grantSuperadmin } from '../identity/local-owner.ts'
import { startTestServer, type TestPerson, type TestServer } from '../testing.ts'
import { syncCatalogue } from './catalogue.ts'

let server: TestServer
let author: TestPerson
let operator: TestPerson

beforeAll(async () => {
  server = await startTestServer({ OPENAI_API_KEY: 'sk-operator-0123456789' })
  await syncCatalogue(server.octavo)
  author = await server.signUp('Ada')
  operator = await server.signUp('Grace')
  await grantSuperadmin(server.octavo, operator.email)
})
afterAll(() => server?.close())

const modelsOf = async (person: TestPerson) => (await server.request(person, 'GET', '/v1/models')).body.items
const newModel = {
  id: 'openai/house-model',
  name: 'House model',
  contextWindow: 8_000,
  maxOutput: 1_000,
  inputPrice: 1,
  outputPrice: 2,
}

test('models say what they cost and whether they can be called', async () => {
  const models = await modelsOf(author)
  const compositor = models.find((model: { id: string }) => model.id === 'octavo/compositor-1')
  expect(compositor).toMatchObject({ available: true, inputPrice: 0, tier: 'free' })
  const byProvider = Map.groupBy(
    models as { providerId: string; status: string; available: boolean }[],
    model => model.providerId,
  )
  expect(byProvider.get('openai')!.some(model => model.available)).toBe(true)
  expect(byProvider.get('anthropic')!.some(model => model.available)).toBe(false)
  expect(
    models.every((model: { status: string; available: boolean }) => model.status === 'active' || !model.available),
  ).toBe(true)
})

test('only an operator adds and changes models, and the shipped catalogue leaves his changes alone', async () => {
  expect((await server.request(author, 'POST', '/v1/operator/models', newModel)).status).toBe(403)
  expect((await server.request(operator, 'POST', '/v1/operator/models', newModel)).status).toBe(201)
  expect((await server.request(operator, 'POST', '/v1/operator/models', newModel)).body.code).toBe('conflict')
  const change = (person: TestPerson, body: object) =>
    server.request(person, 'PATCH', '/v1/operator/models?id=octavo%2Fcompositor-1', body)
  expect((await change(author, { name: 'Mine' })).status).toBe(403)
  expect((await change(operator, { name: 'The compositor' })).body).toMatchObject({
    name: 'The compositor',
    customized: true,
  })
  await syncCatalogue(server.octavo)
  expect(await modelsOf(author)).toEqual(expect.arrayContaining([expect.objectContaining({ name: 'The compositor' })]))
  expect((await change(operator, { inputPrice: -1 })).body.code).toBe('request_invalid')
  expect(
    (await server.request(operator, 'PATCH', '/v1/operator/models?id=nobody%2Fnothing', { name: 'x' })).status,
  ).toBe(404)
})

test('a provider in maintenance takes its models out of service', async () => {
  const set = (person: TestPerson, status: string) =>
    server.request(person, 'PATCH', '/v1/operator/providers/openai', { status })
  expect((await set(author, 'maintenance')).status).toBe(403)
  expect((await set(operator, 'maintenance')).body).toMatchObject({ id: 'openai', status: 'maintenance' })
  const models = (await modelsOf(author)) as { providerId: string; available: boolean }[]
  expect(models.some(model => model.providerId === 'openai' && model.available)).toBe(false)
  await set(operator, 'active')
})

test('a provider key is tried with a real call, by admins only', async () => {
  const provider = await startSimulatedProvider()
  const path = `/v1/organizations/${author.organizationId}/provider-keys/anthropic`
  try {
    const baseUrl = `${provider.url}/v1`
    await server.octavo.database.asService('point a provider of a test at loopback', tx =>
      tx.updateTable('generation.providers').set({ base_url: baseUrl }).where('id', '=', 'anthropic').execute(),
    )
    expect((await server.request(author, 'PUT', path, { apiKey: 'sk-ant-0123456789' })).status).toBeLessThan(300)
    expect((await server.request(author, 'POST', `${path}/test`)).body).toMatchObject({ works: true, problem: null })
    provider.fail({ status: 401 })
    const refused = (await server.request(author, 'POST', `${path}/test`)).body
    expect(refused).toMatchObject({ works: false, problem: expect.stringContaining('key') })
    expect(JSON.stringify(refused)).not.toContain('sk-ant-0123456789')
    expect((await server.request(await server.signUp('Eve'), 'POST', `${path}/test`)).status).toBe(404)
  } finally {
    await provider.stop()
  }
})

test('no key comes back with models and providers', async () => {
  const answers = await Promise.all(['/v1/models', '/v1/providers'].map(path => server.request(author, 'GET', path)))
  expect(JSON.stringify(answers.map(answer => answer.body))).not.toContain('sk-operator')
})
