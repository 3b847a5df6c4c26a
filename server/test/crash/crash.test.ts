import { type JournalEntry, type SimulatedProvider, startSimulatedProvider } from '@octavo/models/testing'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorkshop, type Workshop } from './workshop.fixture.ts'

const model = 'openai-compatible/simulated'
const chapters = 4

let provider: SimulatedProvider
let workshop: Workshop
beforeAll(async () => {
  provider = await startSimulatedProvider({ firstTokenMs: 20, tokensPerSecond: 4_000 })
  workshop = await makeWorkshop({
    OPENAI_COMPATIBLE_URL: `${provider.url}/v1`,
    // One after the other: a call that another chapter has on the wire when the process dies is rightly made again.
    OCTAVO_CHAPTERS_AT_ONCE: '1',
  })
})
afterAll(async () => {
  await workshop?.remove()
  await provider?.stop()
})

type Item = { chapter?: { id: string } | null }

/** Prompts that the provider answered to the end more than once. */
function repeated(journal: readonly JournalEntry[]): string[] {
  const done = journal.filter(entry => entry.completed).map(entry => entry.prompt)
  return done.filter((prompt, index) => done.indexOf(prompt) !== index)
}

async function queueBook(settings: object = {}): Promise<{ bookId: string; jobId: string }> {
  return workshop.withApi(async ask => {
    const book = await ask('POST', '/v1/books', {
      title: 'Crashes',
      targetChapters: chapters,
      targetWords: chapters * 240,
      ...settings,
    })
    await ask('POST', `/v1/books/${book.id}/sources`, {
      origin: 'note.md',
      text: '# Notes\n\nA *crash* is an end without goodbye.\n',
    })
    const job = await ask('POST', `/v1/books/${book.id}/jobs`, { kind: 'write', model })
    return { bookId: book.id, jobId: job.id }
  })
}

async function expectCompleteBook(bookId: string, jobId: string): Promise<void> {
  await workshop.withApi(async ask => {
    expect((await ask('GET', `/v1/jobs/${jobId}`)).state).toBe('completed')
    const parts = (await ask('GET', `/v1/jobs/${jobId}/chapters`)).items
    expect(parts.map((part: { state: string }) => part.state)).toEqual(
      Array.from({ length: chapters }, () => 'completed'),
    )
    const outline = (await ask('GET', `/v1/books/${bookId}/outline`)).items
    const written = outline.flatMap((item: Item) => item.chapter?.id ?? [])
    expect(written.length).toBeGreaterThanOrEqual(chapters)
    for (const id of written) {
      expect((await ask('GET', `/v1/chapters/${id}`)).content.length).toBeGreaterThan(100)
      expect((await ask('GET', `/v1/chapters/${id}/versions`)).items).toHaveLength(1)
    }
  })
  await expectTrueMeter(jobId)
}

/** Whatever was killed when: the meter says what the calls say, once, and holds nothing any more. */
async function expectTrueMeter(jobId: string): Promise<void> {
  await workshop.withOctavo(({ database }) =>
    database.asService('read the meter', async tx => {
      const { rows } = await sql`
        select (select sum(quantity) from billing.ledger where job_id = ${jobId} and resource = 'tokens')
             = (select sum(c.input_tokens + c.output_tokens) from generation.calls c
                join generation.generations g on g.id = c.generation_id
                where c.state = 'completed' and ${jobId} in (g.id, g.parent_id)) as tokens,
          (select sum(quantity)::integer from billing.ledger where job_id = ${jobId} and resource = 'generations') as generations,
          (select count(*)::integer from billing.reservations where state = 'open') as held,
          (select count(*)::integer from billing.drift()) as drift`.execute(tx)
      expect(rows).toEqual([{ tokens: true, generations: 1, held: 0, drift: 0 }])
    }),
  )
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
  for (const point of points) expect(await workshop.runWorker(jobId, point), point).toBe('SIGKILL')
  expect(await workshop.runWorker(jobId)).toBeNull()
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
  workshop.set('OCTAVO_CHAPTERS_AT_ONCE', String(atOnce))
  const { bookId, jobId } = await queueBook()
  const kills = ['call-answered:3', 'call-reserved:4', 'call-answered:2']
  for (const point of kills) expect(await workshop.runWorker(jobId, point), point).toBe('SIGKILL')
  expect(await workshop.runWorker(jobId)).toBeNull()
  await expectCompleteBook(bookId, jobId)
  expect(repeated(provider.journal).length).toBeLessThanOrEqual(kills.length * atOnce)
}, 120_000)

test('killed while it remediates what it wrote, a chapter is mended once, and nothing is paid for twice', async () => {
  provider.journal.length = 0
  workshop.set('OCTAVO_CHAPTERS_AT_ONCE', '1')
  const { bookId, jobId } = await queueBook({
    requiredFeatures: ['tip', 'warning'],
    remediateAutomatically: true,
    auditThreshold: 100,
    remediationAttempts: 1,
    targetChapters: 1,
  })
  const points = ['chapter-saved:1', 'call-recorded:1', 'wish-answered:1', 'call-started:1', 'remediation-applied:1']
  for (const point of points) expect(await workshop.runWorker(jobId, point), point).toBe('SIGKILL')
  expect(await workshop.runWorker(jobId)).toBeNull()
  await workshop.withApi(async ask => {
    expect((await ask('GET', `/v1/jobs/${jobId}`)).state).toBe('completed')
    const outline = (await ask('GET', `/v1/books/${bookId}/outline`)).items
    const [chapterId] = outline.flatMap((item: Item) => item.chapter?.id ?? [])
    const { content } = await ask('GET', `/v1/chapters/${chapterId}`)
    expect(content.match(/\{tip\}/g)).toHaveLength(1)
    expect(content.match(/\{warning\}/g)).toHaveLength(1)
    expect((await ask('GET', `/v1/chapters/${chapterId}/versions`)).items).toHaveLength(2)
    const remediations = (await ask('GET', `/v1/chapters/${chapterId}/remediations`)).items
    expect(remediations).toMatchObject([{ automatic: true, state: 'completed', resultVersion: 2 }])
  })
  expect(repeated(provider.journal)).toEqual([])
}, 240_000)

test.skipIf(process.env.OCTAVO_TEST_DATABASE !== 'postgres')(
  'several workers share a book, and when one is killed the others finish it',
  async () => {
    workshop.set('OCTAVO_CHAPTERS_AT_ONCE', '2')
    const { bookId, jobId } = await queueBook()
    const [first, ...others] = await Promise.all([
      workshop.runWorker(jobId, 'chapter-saved:1'),
      workshop.runWorker(jobId),
      workshop.runWorker(jobId),
    ])
    // Whichever of the three saves no chapter is not killed; the book is complete all the same.
    expect(['SIGKILL', null]).toContain(first)
    expect(others).toEqual([null, null])
    await expectCompleteBook(bookId, jobId)
  },
  120_000,
)
