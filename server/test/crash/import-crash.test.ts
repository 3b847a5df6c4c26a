import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorkshop, type Workshop } from './workshop.fixture.ts'

let workshop: Workshop
beforeAll(async () => {
  workshop = await makeWorkshop()
}, 120_000)
afterAll(() => workshop?.remove())

test('killed while a manuscript is read, a worker reads it again; there is never half of it', async () => {
  const begun = await workshop.withApi(ask =>
    ask('POST', '/v1/imports?name=bees.md', '# Hive\n\nA queen lives here.\n\n# Swarm\n\nThey leave in May.\n'),
  )
  expect(await workshop.runWorker(begun.jobId, 'import-read:1')).toBe('SIGKILL')
  await workshop.withApi(async ask => {
    expect(await ask('GET', `/v1/structures/${begun.id}`)).toMatchObject({ state: 'reading', items: [], method: null })
  })
  expect(await workshop.runWorker(begun.jobId)).toBeNull()

  await workshop.withApi(async ask => {
    const proposed = await ask('GET', `/v1/structures/${begun.id}`)
    expect(proposed).toMatchObject({ state: 'proposed', items: [{ title: 'Hive' }, { title: 'Swarm' }], version: 1 })
    const { chapters } = await ask('POST', `/v1/structures/${begun.id}/confirm`, {})
    expect(chapters).toMatchObject([{ outcome: 'added' }, { outcome: 'added' }])
  })
}, 300_000)
