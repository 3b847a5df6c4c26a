import { afterAll, beforeAll, expect, test } from 'vitest'
import { syncCatalogue } from '../generation/catalogue.ts'
import { grantSuperadmin } from '../identity/local-owner.ts'
import { startTestServer, type TestPerson, type TestServer } from '../testing.ts'

let server: TestServer
let operator: TestPerson
let ann: TestPerson
let job: string

beforeAll(async () => {
  server = await startTestServer({ OPENAI_API_KEY: 'sk-never-shown' })
  operator = await server.signUp('Oper Ator')
  ann = await server.signUp('Ann')
  await grantSuperadmin(server.octavo, operator.email)
  const { id } = (await server.request(ann, 'POST', '/v1/books', { title: 'Secret plans' })).body
  await syncCatalogue(server.octavo)
  const started = await server.request(ann, 'POST', `/v1/books/${id}/jobs`, { kind: 'outline' })
  expect(started.status, JSON.stringify(started.body)).toBe(201)
  job = started.body.id
})
afterAll(() => server?.close())

const ask = (person: TestPerson | undefined, method: string, path: string, body?: unknown) =>
  server.request(person, method, `/v1/operator${path}`, body)

test('is for operators alone', async () => {
  for (const [method, path, body] of [
    ['GET', '/installation'],
    ['GET', '/audit'],
    ['GET', '/jobs'],
    ['GET', '/failed-calls'],
    ['POST', `/jobs/${job}/cancel`],
    ['POST', `/jobs/${job}/retry`],
    ['PATCH', `/jobs/${job}`, { priority: 9 }],
  ] as const) {
    expect.soft((await ask(ann, method, path, body)).status, path).toBe(403)
    expect.soft((await ask(undefined, method, path, body)).status, path).toBe(401)
  }
  expect((await server.request(ann, 'GET', `/v1/jobs/${job}`)).body).toMatchObject({ state: 'queued', priority: 0 })
})

test('tells what the installation is, and no secret of it', async () => {
  const { status, body } = await ask(operator, 'GET', '/installation')
  expect(status).toBe(200)
  expect(body).toMatchObject({
    reasons: [expect.stringContaining('no worker')],
    people: 2,
    books: 1,
    jobs: { queued: 1 },
    storage: { kind: 'folder' },
    workers: [],
  })
  expect(body.database.bytes).toBeGreaterThan(0)
  expect(body.settings).toContainEqual({
    name: 'Providers with a key for all',
    value: 'openai',
    variable: '…_API_KEY',
  })
  expect(JSON.stringify(body)).not.toContain('sk-never')
})

test('lists the jobs of everybody without what is in them', async () => {
  const { body } = await ask(operator, 'GET', '/jobs?open=true')
  expect(body.items).toMatchObject([{ id: job, kind: 'outline', state: 'queued', person: { name: 'Ann' } }])
  expect(JSON.stringify(body)).not.toContain('Secret plans')
  expect((await ask(operator, 'GET', '/jobs?state=failed')).body.items).toEqual([])
})

test('moves, cancels and retries a job of anybody; it is remembered', async () => {
  expect((await ask(operator, 'PATCH', `/jobs/${job}`, { priority: 7 })).body.priority).toBe(7)
  expect((await ask(operator, 'POST', `/jobs/${job}/cancel`)).body.state).toBe('canceled')
  expect((await ask(operator, 'POST', `/jobs/${job}/cancel`)).body.code).toBe('job_finished')
  expect((await ask(operator, 'PATCH', `/jobs/${job}`, { priority: 1 })).body.code).toBe('job_finished')
  expect((await ask(operator, 'POST', `/jobs/${job}/retry`)).body).toMatchObject({ state: 'queued', run: 2 })
  const { body } = await ask(operator, 'GET', '/audit?limit=3')
  expect(body.items.map(({ action }: { action: string }) => action)).toEqual([
    'job.retried',
    'job.canceled',
    'job.prioritized',
  ])
  expect(body.items[0]).toMatchObject({ actor: 'Oper Ator', subject: job })
  expect((await ask(operator, 'GET', `/audit?limit=3&cursor=${body.next}`)).status).toBe(200)
})

test('names the people and organizations that something was done to', async () => {
  const bea = await server.signUp('Bea')
  const founded = await server.request(bea, 'POST', '/v1/organizations', { name: 'Bea Press', slug: 'bea-press' })
  expect((await ask(operator, 'POST', `/users/${bea.userId}/suspend`)).status).toBe(200)
  expect((await ask(operator, 'GET', '/audit?limit=2')).body.items).toMatchObject([
    { action: 'user.suspended', subject: bea.userId, subjectName: 'Bea', actor: 'Oper Ator' },
    { action: 'organization.founded', subject: founded.body.id, subjectName: 'Bea Press', actor: 'Bea' },
  ])
})
