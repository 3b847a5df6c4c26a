import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { driftOf, enforceQuotas, makePlan, subscribe } from '../../billing/organizations.fixture.ts'
import { onFailurePoint } from '../../generation/failure-point.ts'
import { startWorker, type Worker } from '../../generation/worker.ts'
import { sweepFiles } from '../../library/files/sweep-files.ts'
import { startTestServer, type TestPerson, type TestServer } from '../../testing.ts'
import { sweepExports } from './sweep-exports.ts'

let server: TestServer
let worker: Worker | undefined
let ann: TestPerson
let eve: TestPerson

beforeAll(async () => {
  server = await startTestServer()
  ann = await server.signUp('Ann')
  eve = await server.signUp('Eve')
})
afterEach(() => onFailurePoint(undefined))
afterAll(async () => {
  await worker?.close()
  await server?.close()
})

const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"/>'
const ask = (method: string, path: string, body?: unknown, person = ann) =>
  server.request(person, method, `/v1${path}`, body)

/** A book of two chapters with a picture, a private note and a picture nobody shows. */
async function newBook(person = ann): Promise<{ id: string; chapters: string[] }> {
  const { id } = (await ask('POST', '/books', { title: 'Bees', authors: ['Ann'] }, person)).body
  const chapters: string[] = []
  for (const [title, content] of [
    ['Hive', '# Hive\n\n![A bee](images/bee.svg)\n'],
    ['Swarm', 'No title of its own.\n\n![A bee](/images/bee.svg)\n'],
  ]) {
    chapters.push((await ask('POST', `/books/${id}/chapters`, { title, content }, person)).body.id)
  }
  await ask('PATCH', `/chapters/${chapters[0]}`, { notes: 'Nobody may read this.' }, person)
  await ask('PUT', `/books/${id}/files?name=images/bee.svg`, svg, person)
  await ask('PUT', `/books/${id}/files?name=data/bees.csv&kind=attachment`, 'bees\n1\n', person)
  await ask('PUT', `/books/${id}/files?name=given.docx&kind=original`, 'As it was given.', person)
  return { id, chapters }
}

const request = (bookId: string, body: object = { format: 'myst' }, person = ann) =>
  ask('POST', `/books/${bookId}/exports`, body, person)

async function ended(id: string, person = ann) {
  for (;;) {
    const { body } = await ask('GET', `/exports/${id}`, undefined, person)
    if (['completed', 'failed', 'canceled'].includes(body.state)) return body
    await new Promise(resolve => setTimeout(resolve, 30))
  }
}

async function download(id: string): Promise<Record<string, string>> {
  const response = await server.app.request(`/v1/exports/${id}/content`, { headers: ann.headers })
  expect(response.status).toBe(200)
  expect(response.headers.get('content-disposition')).toContain('attachment; filename="bees')
  const files = unzipSync(new Uint8Array(await response.arrayBuffer()))
  return Object.fromEntries(Object.entries(files).map(([path, bytes]) => [path, strFromU8(bytes)]))
}

const exportsUsed = async (person: TestPerson) => {
  const { body } = await ask('GET', `/organizations/${person.organizationId}/usage`, undefined, person)
  const month = body.resources.find(
    (one: { resource: string; period: string }) => one.resource === 'exports' && one.period === 'month',
  )
  return { used: month.used, reserved: month.reserved }
}

describe('before a worker takes it', () => {
  test('an export is queued, and canceled at once without counting', async () => {
    const { id: book } = await newBook()
    const { status, body } = await request(book)
    expect(status).toBe(201)
    expect(body).toMatchObject({ state: 'pending', format: 'myst', file: null, createdBy: ann.userId })
    expect(await exportsUsed(ann)).toEqual({ used: 0, reserved: 1 })
    expect((await ask('GET', `/exports/${body.id}/content`)).body.code).toBe('export_unfinished')
    const canceled = await ask('POST', `/exports/${body.id}/cancel`)
    expect(canceled.body).toMatchObject({ state: 'canceled', finishedAt: expect.any(String) })
    expect((await ask('POST', `/exports/${body.id}/cancel`)).body.code).toBe('job_finished')
    expect(await exportsUsed(ann)).toEqual({ used: 0, reserved: 0 })
  })

  test('what cannot be made is refused, and nothing is queued', async () => {
    const { id: book } = await newBook()
    const empty = (await ask('POST', '/books', { title: 'Empty' })).body.id
    expect((await request(empty)).body.code).toBe('book_unwritten')
    expect((await request(book, { format: 'scroll' })).status).toBe(422)
    expect((await request(book, { format: 'myst', options: { trim: 'huge' } })).status).toBe(422)
    expect((await request(book, { format: 'myst', options: { chapters: [book] } })).body.code).toBe('book_unwritten')
    expect((await ask('GET', `/books/${book}/exports`)).body.items).toEqual([])
    await ask('DELETE', `/books/${book}`)
    expect((await request(book)).body.code).toBe('book_trashed')
  })

  test('with one left in the plan, of many at once one is taken', async () => {
    const bob = await server.signUp('Bob')
    const plan = await makePlan(server.database, { 'exports month': 1 })
    await subscribe(server.database, bob.organizationId, plan)
    await server.database.asService('test', tx =>
      tx
        .updateTable('billing.plans')
        .set({ formats: ['myst'] })
        .where('id', '=', plan)
        .execute(),
    )
    const { id: book } = await newBook(bob)
    await enforceQuotas(server.database, true)
    try {
      const answers = await Promise.all(Array.from({ length: 6 }, () => request(book, { format: 'myst' }, bob)))
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 402, 402, 402, 402, 402])
      expect((await ask('GET', `/books/${book}/exports`, undefined, bob)).body.items).toHaveLength(1)
      // Deleted before it began, it is canceled and counts no more.
      const { id } = answers.find(({ status }) => status === 201)!.body
      expect((await ask('DELETE', `/exports/${id}`, undefined, bob)).status).toBe(204)
      const again = await request(book, { format: 'myst' }, bob)
      expect(again.status).toBe(201)
      await ask('POST', `/exports/${again.body.id}/cancel`, undefined, bob)
      await server.database.asService('test', tx =>
        tx.updateTable('billing.plans').set({ formats: [] }).where('id', '=', plan).execute(),
      )
      expect((await request(book, { format: 'myst' }, bob)).body.code).toBe('format_not_included')
    } finally {
      await enforceQuotas(server.database, false)
    }
    expect(await driftOf(server.database)).toEqual([])
  })
})

describe('with a worker', () => {
  beforeAll(async () => {
    worker = await startWorker(server.octavo)
  })

  test('a book is made, with its files where its pages look for them and nothing private', async () => {
    const { id: book } = await newBook()
    const before = await exportsUsed(ann)
    const { id, jobId } = (await request(book)).body
    const made = await ended(id)
    expect(made, JSON.stringify(made.error)).toMatchObject({
      state: 'completed',
      file: { mediaType: 'application/zip' },
      done: made.total,
      stage: '',
    })
    expect(made.log.map((line: { text: string }) => line.text)).toEqual(['Making a MyST project', 'Done'])
    expect(Date.parse(made.expiresAt) - Date.parse(made.finishedAt)).toBeGreaterThan(29 * 24 * 3_600_000)
    const files = await download(id)
    expect(Object.keys(files)).toEqual([
      'myst.yml',
      'index.md',
      'chapters/01-hive.md',
      'chapters/02-swarm.md',
      'chapters/images/bee.svg',
      'data/bees.csv',
      'images/bee.svg',
    ])
    expect(files['chapters/01-hive.md']).toBe('# Hive\n\n![A bee](images/bee.svg)\n')
    expect(files['chapters/02-swarm.md']).toMatch(/^# Swarm\n\nNo title/)
    expect(JSON.stringify(files)).not.toContain('Nobody may read')
    expect(await exportsUsed(ann)).toEqual({ used: before.used + 1, reserved: 0 })
    const job = (await ask('GET', `/jobs/${jobId}`)).body
    expect(job).toMatchObject({ kind: 'export', state: 'completed', progress: 100, result: { exportId: id } })
    // What was asked for twice is the same, byte for byte.
    const again = await ended((await request(book)).body.id)
    expect(again.bytes).toBe(made.bytes)
    const hashes = await server.database.asService('test', tx =>
      tx.selectFrom('library.files').select('sha256').where('id', 'in', [made.file.id, again.file.id]).execute(),
    )
    expect(hashes[0]).toEqual(hashes[1])
  })

  test('only some chapters', async () => {
    const { id: book, chapters } = await newBook()
    const { id } = (await request(book, { format: 'myst', options: { chapters: [chapters[1]] } })).body
    expect((await ended(id)).state).toBe('completed')
    expect(Object.keys(await download(id)).filter(path => path.endsWith('.md'))).toEqual([
      'index.md',
      'chapters/01-swarm.md',
    ])
  })

  test('one that fails says why, does not count, and can be tried again', async () => {
    const { id: book } = await newBook()
    const { sha256 } = (await ask('PUT', `/books/${book}/files?name=images/lost.svg`, `${svg}\n`)).body
    const path = join(server.octavo.config.dataDirectory, 'files', sha256.slice(0, 2), sha256.slice(2))
    await rm(path)
    const before = await exportsUsed(ann)
    const { id, jobId } = (await request(book)).body
    const failed = await ended(id)
    const message =
      'A MyST project could not be made: The file "images/lost.svg" of the book cannot be read. Add it again.'
    expect(failed).toMatchObject({ state: 'failed', error: { code: 'export_failed', message }, file: null })
    expect(failed.log.at(-1).text).toBe(message)
    expect(await exportsUsed(ann)).toEqual(before)
    await ask('PUT', `/books/${book}/files?name=images/lost.svg`, `${svg}\n\n`)
    expect((await ask('POST', `/jobs/${jobId}/resume`)).status).toBe(200)
    expect(await ended(id)).toMatchObject({ state: 'completed', error: null })
    expect((await exportsUsed(ann)).used).toBe(before.used + 1)
  })

  test('one that is canceled in the last moment keeps nothing', async () => {
    const { id: book } = await newBook()
    const before = await exportsUsed(ann)
    const reached = Promise.withResolvers<void>()
    const go = Promise.withResolvers<void>()
    onFailurePoint(point => {
      if (point !== 'export-rendered') return
      reached.resolve()
      return go.promise
    })
    const { id } = (await request(book)).body
    await reached.promise
    await ask('POST', `/exports/${id}/cancel`)
    go.resolve()
    expect(await ended(id)).toMatchObject({ state: 'canceled', file: null, error: null })
    expect(await exportsUsed(ann)).toEqual(before)
    expect((await ask('GET', `/books/${book}/files?kind=export`)).body.items).toEqual([])
  })

  test('is for nobody else', async () => {
    const { id: book } = await newBook()
    const { id } = (await request(book)).body
    const { file } = await ended(id)
    expect((await request(book, { format: 'myst' }, eve)).status).toBe(404)
    for (const [method, path] of [
      ['GET', `/books/${book}/exports`],
      ['GET', `/exports/${id}`],
      ['GET', `/exports/${id}/content`],
      ['POST', `/exports/${id}/cancel`],
      ['DELETE', `/exports/${id}`],
      ['GET', `/files/${file.id}/content`],
    ] as const) {
      expect((await ask(method, path, undefined, eve)).status, path).toBe(404)
    }
    // A reader exports; one who is narrowed out of it does not, by no way round.
    const join = (permissions: string[] | null) =>
      server.database.asService('test', tx =>
        tx
          .insertInto('library.collaborators')
          .values({ book_id: book, user_id: eve.userId, role: 'viewer', permissions })
          .onConflict(conflict => conflict.columns(['book_id', 'user_id']).doUpdateSet({ permissions }))
          .execute(),
      )
    await join(['comment'])
    expect((await request(book, { format: 'myst' }, eve)).status).toBe(403)
    expect((await ask('GET', `/exports/${id}/content`, undefined, eve)).status).toBe(403)
    expect((await ask('GET', `/files/${file.id}/content`, undefined, eve)).status).toBe(404)
    await join(null)
    const own = await request(book, { format: 'myst' }, eve)
    expect(own.status).toBe(201)
    expect((await ended(own.body.id, eve)).state).toBe('completed')
    expect((await ask('DELETE', `/exports/${id}`, undefined, eve)).status).toBe(403)
    expect((await ask('DELETE', `/exports/${own.body.id}`, undefined, eve)).status).toBe(204)
    expect((await ask('GET', `/books/${book}/files?kind=export`)).body.items).toHaveLength(1)
  })

  test('expires, and its room is free again; that it was made stays known', async () => {
    const { id: book } = await newBook()
    const { id } = (await request(book)).body
    await ended(id)
    await server.database.asService('test', tx =>
      tx
        .updateTable('publishing.exports')
        .set({ expires_at: sql`now() - interval '1 s'` })
        .where('id', '=', id)
        .execute(),
    )
    expect(await sweepExports(server.octavo)).toBe(1)
    expect((await ask('GET', `/exports/${id}`)).body).toMatchObject({ state: 'completed', file: null })
    expect((await ask('GET', `/exports/${id}/content`)).body.code).toBe('export_expired')
    await server.database.asService('test', tx =>
      tx.updateTable('library.blobs').set({ touched_at: sql`now() - interval '2 days'` }).execute(),
    )
    expect(await sweepFiles(server.octavo)).toBeGreaterThan(0)
    expect(await readdir(join(server.octavo.config.dataDirectory, 'arriving'))).toEqual([])
  })
})
