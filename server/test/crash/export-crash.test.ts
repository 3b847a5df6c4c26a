import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorkshop, type Workshop } from './workshop.fixture.ts'

let workshop: Workshop
beforeAll(async () => {
  workshop = await makeWorkshop()
})
afterAll(() => workshop?.remove())

test('killed while a book is exported, a worker goes on; one file comes of it, and it counts once', async () => {
  const { bookId, exportId, jobId } = await workshop.withApi(async ask => {
    const book = await ask('POST', '/v1/books', { title: 'Crashes' })
    await ask('POST', `/v1/books/${book.id}/chapters`, { title: 'One', content: '# One\n\nWords.\n' })
    const made = await ask('POST', `/v1/books/${book.id}/exports`, { format: 'myst' })
    return { bookId: book.id, exportId: made.id, jobId: made.jobId }
  })
  expect(await workshop.runWorker(jobId, 'export-rendered:1')).toBe('SIGKILL')
  expect(await workshop.runWorker(jobId, 'export-kept:1')).toBe('SIGKILL')
  expect(await workshop.runWorker(jobId)).toBeNull()

  await workshop.withApi(async ask => {
    const made = await ask('GET', `/v1/exports/${exportId}`)
    expect(made).toMatchObject({ state: 'completed', error: null })
    const { items } = await ask('GET', `/v1/books/${bookId}/files?kind=export`)
    expect(items).toMatchObject([{ id: made.file.id }])
    const zip = await ask('GET', `/v1/exports/${exportId}/content`)
    expect(strFromU8(unzipSync(zip)['chapters/01-one.md']!)).toBe('# One\n\nWords.\n')
    const organizations = await ask('GET', '/v1/organizations')
    const usage = await ask('GET', `/v1/organizations/${organizations.items[0].id}/usage`)
    const month = (one: { resource: string; period: string }) => one.resource === 'exports' && one.period === 'month'
    expect(usage.resources.find(month)).toMatchObject({ used: 1, reserved: 0 })
  })
  // What a killed process was receiving waits for housekeeping, which leaves what is younger than a day.
  expect((await readdir(join(workshop.folder, 'arriving'))).length).toBeLessThanOrEqual(1)
}, 300_000)
