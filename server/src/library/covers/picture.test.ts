import { type SimulatedProvider, startSimulatedProvider } from '@octavo/models/testing'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { syncCatalogue } from '../../generation/catalogue.ts'
import { onFailurePoint } from '../../generation/failure-point.ts'
import { startWorker, type Worker } from '../../generation/worker.ts'
import { readStoredBook } from '../../publishing/press-book.ts'
import { startTestServer, type TestPerson, type TestServer } from '../../testing.ts'

const model = 'openai-compatible/painter'
/** Per million tokens: a picture of 1,500 tokens costs $0.15. */
const outputPrice = 100

let provider: SimulatedProvider
let server: TestServer
let worker: Worker
let ann: TestPerson

beforeAll(async () => {
  provider = await startSimulatedProvider()
  server = await startTestServer({ OPENAI_COMPATIBLE_URL: `${provider.url}/v1` })
  await syncCatalogue(server.octavo)
  worker = await startWorker(server.octavo)
  ann = await server.signUp('Ann')
})
afterAll(async () => {
  await worker?.close()
  await server?.close()
  await provider?.stop()
})
afterEach(() => {
  onFailurePoint(undefined)
  provider.journal.length = 0
})

const ask = (person: TestPerson, method: string, path: string, body?: unknown) =>
  server.request(person, method, path, body)
const get = async (path: string, person = ann) => (await ask(person, 'GET', path)).body

async function newBook(person = ann): Promise<string> {
  const words = { title: 'Lighthouses', subtitle: 'A night watch', authors: ['Ada Lovelace'], kind: 'fiction' }
  const { body } = await ask(person, 'POST', '/v1/books', { ...words, description: 'A keeper alone with the sea.' })
  await ask(person, 'POST', `/v1/books/${body.id}/chapters`, { title: 'Night', content: '# Night\n\nIt burns.\n' })
  return body.id
}

/** The painter with a price, in the catalogue from here on. */
async function addPainter() {
  await server.database.asService('a painter that costs something', tx =>
    tx
      .insertInto('generation.models')
      .values({
        ...{ id: model, provider_id: 'openai-compatible', name: 'Painter', context_window: 32_000, max_output: 4_000 },
        ...{ input_price: 0, output_price: outputPrice, capabilities: ['image'] },
      })
      .onConflict(conflict => conflict.column('id').doNothing())
      .execute(),
  )
}

/** Waits until a job rests. */
async function rest(jobId: string, person = ann) {
  const events = await server.app.request(`/v1/jobs/${jobId}/events`, { headers: person.headers })
  await events.text()
  return get(`/v1/jobs/${jobId}`, person)
}

async function paint(bookId: string, body: object = { model }, person = ann) {
  const answer = await ask(person, 'POST', `/v1/books/${bookId}/covers/picture`, body)
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return rest(answer.body.id, person)
}

const spent = async (person = ann) => (await get(`/v1/organizations/${person.organizationId}/usage`, person)).cost.spent
const coversOf = async (bookId: string) => (await get(`/v1/books/${bookId}/covers`)).items

test('without an image model it says what to do', async () => {
  const id = await newBook()
  expect((await get(`/v1/books/${id}/covers/picture`)).models).toEqual([])
  const refused = await ask(ann, 'POST', `/v1/books/${id}/covers/picture`, {})
  expect(refused).toMatchObject({ status: 422, body: { code: 'key_missing' } })
  expect(refused.body.detail).toContain('No image model is set up')
  const writer = await ask(ann, 'POST', `/v1/books/${id}/covers/picture`, { model: 'octavo/compositor-1' })
  expect(writer).toMatchObject({ status: 422, body: { code: 'model_unknown' } })
  const keyless = await ask(ann, 'POST', `/v1/books/${id}/covers/picture`, { model: 'openai/gpt-image-2.5-flare' })
  expect(keyless).toMatchObject({ status: 422, body: { code: 'key_missing' } })
})

test('a picture becomes a cover with our letters, paid for as estimated or less', async () => {
  await addPainter()
  const id = await newBook()
  const offer = await get(`/v1/books/${id}/covers/picture`)
  expect(offer.models).toEqual([{ id: model, name: 'Painter', cost: 0.4 }])
  expect(offer.prompt).toContain('“Lighthouses: A night watch”. A keeper alone with the sea.')
  const before = await spent()

  const job = await paint(id, { palette: 'bone' })
  expect(job, JSON.stringify(job.error)).toMatchObject({ state: 'completed', kind: 'picture', model })
  expect([job.estimatedCost, job.cost, (await spent()) - before]).toEqual([0.4, 0.15, expect.closeTo(0.15, 9)])
  const [entry] = provider.journal
  expect(entry!.prompt).toContain('A keeper alone with the sea.')
  expect(entry!.prompt).toContain('no lettering at all')
  const calls = (await get(`/v1/jobs/${job.id}/calls`)).items
  expect(calls).toMatchObject([{ purpose: 'picture', state: 'completed', outputTokens: 1_500, cost: 0.15 }])
  const ledger = await server.database.asService('look at the ledger', tx =>
    tx
      .selectFrom('billing.ledger')
      .select(['operation', 'resource', 'kind'])
      .where('generation_id', '=', job.id)
      .where('kind', '=', 'commit')
      .orderBy('resource')
      .execute(),
  )
  expect(ledger.map(({ operation, resource }) => `${operation} ${resource}`)).toEqual([
    'cover generations',
    'cover tokens',
  ])

  const [cover] = await coversOf(id)
  expect(cover).toMatchObject({
    ...{ id: job.result.coverId, origin: 'model', chosen: true, width: 1600, height: 2560, outdated: false },
    design: { layout: 'poster', palette: 'bone', title: 'Lighthouses' },
    pictureId: expect.any(String),
  })
  const { cover: printed, files } = await server.octavo.database.asUser(ann, tx => readStoredBook(tx, id))
  expect(files.map(({ path }) => path)).toEqual([printed])

  const wrap = await server.app.request(`/v1/covers/${cover.id}/wrap?pages=200&format=png`, { headers: ann.headers })
  expect(wrap.status).toBe(200)
  const { data, info } = await sharp(Buffer.from(await wrap.arrayBuffer()))
    .raw()
    .toBuffer({ resolveWithObject: true })
  // At the upper right corner, which is cut off, there is the dark picture and not the ground of the palette.
  const corner = [...data.subarray((info.width - 1) * info.channels, (info.width - 1) * info.channels + 3)]
  expect(Math.max(...corner)).toBeLessThan(120)
})

test('the same picture is drawn around again with another setting, for nothing, and goes with its last cover', async () => {
  await addPainter()
  const id = await newBook()
  await paint(id)
  const [first] = await coversOf(id)
  const asked = provider.journal.length
  const choices = { layout: 'literary', palette: 'plum', motif: 'waves', picture: first.pictureId }
  const again = await ask(ann, 'POST', `/v1/books/${id}/covers`, choices)
  expect(again).toMatchObject({ status: 201, body: { origin: 'model', pictureId: first.pictureId, chosen: false } })
  const other = await ask(ann, 'POST', `/v1/books/${await newBook()}/covers`, choices)
  expect(other.status).toBe(404)
  expect(provider.journal.length).toBe(asked)
  const copy = (await ask(ann, 'POST', `/v1/books/${id}/duplicate`, {})).body.id
  expect((await coversOf(copy)).every(({ pictureId }: { pictureId: string }) => pictureId)).toBe(true)

  await ask(ann, 'DELETE', `/v1/covers/${first.id}`)
  expect((await ask(ann, 'GET', `/v1/files/${first.pictureId}`)).status).toBe(200)
  await ask(ann, 'DELETE', `/v1/covers/${again.body.id}`)
  expect((await ask(ann, 'GET', `/v1/files/${first.pictureId}`)).status).toBe(404)
})

test('a provider that fails leaves nothing, costs nothing, and can be asked again', async () => {
  await addPainter()
  const id = await newBook()
  const before = await spent()
  provider.fail({ status: 400 })
  const job = await paint(id, { model, prompt: 'Something it will not draw' })
  expect(job).toMatchObject({ state: 'failed', cost: 0, error: { code: 'request_invalid' } })
  expect(await coversOf(id)).toEqual([])
  expect((await get(`/v1/books/${id}/files`)).items).toEqual([])
  expect(await spent()).toBe(before)
  const { resources } = await get(`/v1/organizations/${ann.organizationId}/usage`)
  for (const { resource, reserved } of resources) expect(reserved, resource).toBe(0)
  await ask(ann, 'POST', `/v1/jobs/${job.id}/resume`)
  expect((await rest(job.id)).state).toBe('completed')
  expect(await coversOf(id)).toHaveLength(1)
})

test('a picture that is paid for is not asked for again', async () => {
  await addPainter()
  const id = await newBook()
  onFailurePoint(async point => {
    if (point !== 'picture-kept') return
    onFailurePoint(undefined)
    throw new Error('the power went')
  })
  const failed = await paint(id)
  expect(failed).toMatchObject({ state: 'failed', cost: 0.15 })
  await ask(ann, 'POST', `/v1/jobs/${failed.id}/resume`)
  expect(await rest(failed.id)).toMatchObject({ state: 'completed', cost: 0.15 })
  expect(provider.journal).toHaveLength(1)
})

test('no picture is asked for beyond the budget of the organization', async () => {
  await addPainter()
  const owner = await server.signUp('Owner')
  await ask(owner, 'PUT', `/v1/organizations/${owner.organizationId}/budget`, { amount: 0.3 })
  const job = await paint(await newBook(owner), { model }, owner)
  expect(job).toMatchObject({ state: 'paused', error: { code: 'budget_exhausted' } })
  expect(provider.journal).toEqual([])
})

test('who may not edit the book may not ask, and strangers do not see it', async () => {
  const id = await newBook()
  const viewer = await server.signUp('Viewer')
  const invitation = { email: viewer.email, role: 'viewer' }
  await ask(ann, 'POST', `/v1/books/${id}/collaborators/invitations`, invitation)
  const mail = (await server.mails()).findLast(one => one.to === viewer.email)!
  const accepted = { token: /token=([\w-]+)/.exec(mail.text)![1] }
  expect((await ask(viewer, 'POST', '/v1/invitations/accept', accepted)).status).toBe(200)
  for (const method of ['GET', 'POST']) {
    const body = method === 'POST' ? { model } : undefined
    const path = `/v1/books/${id}/covers/picture`
    expect((await ask(viewer, method, path, body)).status).toBe(403)
    expect((await ask(await server.signUp('Bob'), method, path, body)).status).toBe(404)
    expect((await server.request(undefined, method, path, body)).status).toBe(401)
  }
  expect(provider.journal).toEqual([])
})
