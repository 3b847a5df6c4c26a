import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { placeTestDatabase, type TestDatabasePlace } from '@octavo/database/testing'
import { type JournalEntry, type SimulatedProvider, startSimulatedProvider } from '@octavo/models/testing'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApp, type Octavo, openOctavo, readConfig } from '../../src/index.ts'

const program = fileURLToPath(new URL('./worker-process.ts', import.meta.url))
const model = 'openai-compatible/simulated'
const chapters = 4

let provider: SimulatedProvider
let place: TestDatabasePlace
let environment: Record<string, string>

beforeAll(async () => {
  provider = await startSimulatedProvider({ firstTokenMs: 20, tokensPerSecond: 4_000 })
  place = await placeTestDatabase()
  environment = {
    ...place.environment,
    OCTAVO_SECRET: randomBytes(32).toString('base64'),
    OCTAVO_MASTER_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    OCTAVO_LOG_LEVEL: 'fatal',
    OPENAI_COMPATIBLE_URL: `${provider.url}/v1`,
    // One after the other: a call that another chapter has on the wire when the process dies is rightly made again.
    OCTAVO_CHAPTERS_AT_ONCE: '1',
  }
})

afterAll(async () => {
  await place?.destroy()
  await provider?.stop()
})

/** Asks the API in this process, with the data to itself; between the runs of the worker. */
async function withApi<T>(
  work: (
    ask: (method: string, path: string, body?: unknown) => Promise<{ status: number; body: Answer }>,
  ) => Promise<T>,
): Promise<T> {
  const octavo = await openOctavo(readConfig(environment))
  try {
    const caller = { userId: await author(octavo), readOnly: false }
    const app = createApp(octavo)
    return await work(async (method, path, body) => {
      const init = {
        method,
        ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      }
      const response = await app.request(path, init, { caller })
      return { status: response.status, body: (await response.json()) as Answer }
    })
  } finally {
    await octavo.close()
  }
}

let authorId: string | undefined

async function author({ database }: Octavo): Promise<string> {
  const insert = `insert into auth.users (name, email) values ('Ada', 'ada@example.test') returning id`
  authorId ??= (await database.loginPool.query<{ id: string }>(insert)).rows[0]!.id
  return authorId
}

interface Answer {
  id: string
  state: string
  items: { id: string; state: string; attempt: number; key: string; chapter?: { id: string } | null }[]
  content: string
}

/** Runs a worker until it ends or is killed; gives the signal that killed it. */
function runWorker(jobId: string, ...at: string[]): Promise<NodeJS.Signals | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, jobId, ...at], {
      env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE, ...environment },
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    child.once('error', reject)
    child.once('exit', (code, signal) =>
      code === 0 || signal ? resolve(signal) : reject(new Error(`the worker ended with ${code}`)),
    )
  })
}

/** Prompts that the provider answered to the end more than once. */
function repeated(journal: readonly JournalEntry[]): string[] {
  const done = journal.filter(entry => entry.completed).map(entry => entry.prompt)
  return done.filter((prompt, index) => done.indexOf(prompt) !== index)
}

async function queueBook(settings: object = {}): Promise<{ bookId: string; jobId: string }> {
  return withApi(async ask => {
    const book = await ask('POST', '/v1/books', {
      title: 'Crashes',
      targetChapters: chapters,
      targetWords: chapters * 240,
      ...settings,
    })
    await ask('POST', `/v1/books/${book.body.id}/sources`, {
      origin: 'note.md',
      text: '# Notes\n\nA *crash* is an end without goodbye.\n',
    })
    const job = await ask('POST', `/v1/books/${book.body.id}/jobs`, { kind: 'write', model })
    expect(job.status, JSON.stringify(job.body)).toBe(201)
    return { bookId: book.body.id, jobId: job.body.id }
  })
}

async function expectCompleteBook(bookId: string, jobId: string): Promise<void> {
  await withApi(async ask => {
    expect((await ask('GET', `/v1/jobs/${jobId}`)).body.state).toBe('completed')
    const parts = (await ask('GET', `/v1/jobs/${jobId}/chapters`)).body.items
    expect(parts.map(part => part.state)).toEqual(Array.from({ length: chapters }, () => 'completed'))
    const outline = (await ask('GET', `/v1/books/${bookId}/outline`)).body.items
    const written = outline.flatMap(item => item.chapter?.id ?? [])
    expect(written.length).toBeGreaterThanOrEqual(chapters)
    for (const id of written) {
      expect((await ask('GET', `/v1/chapters/${id}`)).body.content.length).toBeGreaterThan(100)
      expect((await ask('GET', `/v1/chapters/${id}/versions`)).body.items).toHaveLength(1)
    }
  })
  await expectTrueMeter(jobId)
}

/** Whatever was killed when: the meter says what the calls say, once, and holds nothing any more. */
async function expectTrueMeter(jobId: string): Promise<void> {
  const octavo = await openOctavo(readConfig(environment))
  try {
    await octavo.database.asService('read the meter', async tx => {
      const { rows } = await sql`
        select (select sum(quantity) from billing.ledger where job_id = ${jobId} and resource = 'tokens')
             = (select sum(c.input_tokens + c.output_tokens) from generation.calls c
                join generation.generations g on g.id = c.generation_id
                where c.state = 'completed' and ${jobId} in (g.id, g.parent_id)) as tokens,
          (select sum(quantity)::integer from billing.ledger where job_id = ${jobId} and resource = 'generations') as generations,
          (select count(*)::integer from billing.reservations where state = 'open') as held,
          (select count(*)::integer from billing.drift()) as drift`.execute(tx)
      expect(rows).toEqual([{ tokens: true, generations: 1, held: 0, drift: 0 }])
    })
  } finally {
    await octavo.close()
  }
}

test('killed at every step, a book is completed and no recorded answer is paid for twice', async () => {
  const { bookId, jobId } = await queueBook()
  const points = [
    'call-started:1',
    // While planning: on a server, a worker that takes over may have two chapters on the wire at this moment.
    'call-reserved:1',
    'call-recorded:1',
    'plan-saved:1',
    'call-recorded:1',
    'codex-saved:1',
    'call-started:3',
    'call-recorded:2',
    'chapter-saved:1',
    'chapter-saved:2',
    'chapters-finished:1',
  ]
  for (const point of points) expect(await runWorker(jobId, point), point).toBe('SIGKILL')
  expect(await runWorker(jobId)).toBeNull()
  await expectCompleteBook(bookId, jobId)
  // On a server a worker that takes over may have a second chapter on the wire when it is killed, whose answer nobody has
  // recorded: one call for each kill while chapters are written.
  const onTheWire =
    process.env.OCTAVO_TEST_DATABASE === 'postgres' ? points.length - points.indexOf('codex-saved:1') - 1 : 0
  expect(repeated(provider.journal).length).toBeLessThanOrEqual(onTheWire)
}, 240_000)

test('killed at any moment, only calls on the wire are made again', async () => {
  provider.journal.length = 0
  const atOnce = 4
  environment.OCTAVO_CHAPTERS_AT_ONCE = String(atOnce)
  const { bookId, jobId } = await queueBook()
  const kills = ['call-answered:3', 'call-reserved:4', 'call-answered:2']
  for (const point of kills) expect(await runWorker(jobId, point), point).toBe('SIGKILL')
  expect(await runWorker(jobId)).toBeNull()
  await expectCompleteBook(bookId, jobId)
  expect(repeated(provider.journal).length).toBeLessThanOrEqual(kills.length * atOnce)
}, 120_000)

test('killed while it remediates what it wrote, a chapter is mended once, and nothing is paid for twice', async () => {
  provider.journal.length = 0
  environment.OCTAVO_CHAPTERS_AT_ONCE = '1'
  const { bookId, jobId } = await queueBook({
    requiredFeatures: ['tip', 'warning'],
    remediateAutomatically: true,
    auditThreshold: 100,
    remediationAttempts: 1,
    targetChapters: 1,
  })
  const points = ['chapter-saved:1', 'call-recorded:1', 'wish-answered:1', 'call-started:1', 'remediation-applied:1']
  for (const point of points) expect(await runWorker(jobId, point), point).toBe('SIGKILL')
  expect(await runWorker(jobId)).toBeNull()
  await withApi(async ask => {
    expect((await ask('GET', `/v1/jobs/${jobId}`)).body.state).toBe('completed')
    const outline = (await ask('GET', `/v1/books/${bookId}/outline`)).body.items
    const [chapterId] = outline.flatMap(item => item.chapter?.id ?? [])
    const { content } = (await ask('GET', `/v1/chapters/${chapterId}`)).body
    expect(content.match(/\{tip\}/g)).toHaveLength(1)
    expect(content.match(/\{warning\}/g)).toHaveLength(1)
    expect((await ask('GET', `/v1/chapters/${chapterId}/versions`)).body.items).toHaveLength(2)
    const remediations = (await ask('GET', `/v1/chapters/${chapterId}/remediations`)).body.items
    expect(remediations).toMatchObject([{ automatic: true, state: 'completed', resultVersion: 2 }])
  })
  expect(repeated(provider.journal)).toEqual([])
}, 240_000)

test.skipIf(process.env.OCTAVO_TEST_DATABASE !== 'postgres')(
  'several workers share a book, and when one is killed the others finish it',
  async () => {
    environment.OCTAVO_CHAPTERS_AT_ONCE = '2'
    const { bookId, jobId } = await queueBook()
    const [first, ...others] = await Promise.all([
      runWorker(jobId, 'chapter-saved:1'),
      runWorker(jobId),
      runWorker(jobId),
    ])
    // Whichever of the three saves no chapter is not killed; the book is complete all the same.
    expect(['SIGKILL', null]).toContain(first)
    expect(others).toEqual([null, null])
    await expectCompleteBook(bookId, jobId)
  },
  120_000,
)
