import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { BareRepository } from '../../src/testing.ts'
import { makeWorkshop, type Workshop } from './workshop.fixture.ts'

let folder: string
let workshop: Workshop
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'octavo-published-'))
  workshop = await makeWorkshop({ OCTAVO_PUBLISH_FOLDERS: folder })
})
afterAll(async () => {
  await workshop?.remove()
  await rm(folder, { recursive: true, force: true })
})

test('killed after the push, or after the edits are saved, nothing is done twice', async () => {
  const location = join(folder, 'book.git')
  const repository = new BareRepository(location)
  const made = await workshop.withApi(async ask => {
    const { id } = await ask('POST', '/v1/books', { title: 'Crashes' })
    const content = '# One\n\nIt stops.\n'
    const chapter = await ask('POST', `/v1/books/${id}/chapters`, { title: 'One', content })
    const { id: to } = await ask('POST', `/v1/books/${id}/publishing/destinations`, { target: 'git', location })
    const base = `/v1/books/${id}/publishing`
    const { deployment, job } = await ask('POST', `${base}/deployments`, { destinationId: to })
    return { base, to, chapterId: chapter.id, deploymentId: deployment.id, jobId: job.id }
  })
  expect(await workshop.runWorker(made.jobId, 'book-pushed:1')).toBe('SIGKILL')
  const head = await repository.head('main')
  expect(head).not.toBeNull()
  expect(await workshop.runWorker(made.jobId)).toBeNull()
  expect(await repository.head('main')).toBe(head)

  const path = 'chapters/01-one.md'
  const changes = new Map([[path, Buffer.from('# One\n\nIt stops, and goes on.\n')]])
  await repository.commit({ branch: 'main', parent: head, changes, message: 'By a reader' })
  const { syncId, jobId } = await workshop.withApi(async ask => {
    const deployment = await ask('GET', `${made.base}/deployments/${made.deploymentId}`)
    expect(deployment).toMatchObject({ state: 'ready', commit: head, added: 3, error: null })
    const { sync, job } = await ask('POST', `${made.base}/syncs`, { destinationId: made.to })
    return { syncId: sync.id, jobId: job.id }
  })
  expect(await workshop.runWorker(jobId, 'edits-saved:1')).toBe('SIGKILL')
  expect(await workshop.runWorker(jobId)).toBeNull()
  await workshop.withApi(async ask => {
    expect(await ask('GET', `${made.base}/syncs/${syncId}`)).toMatchObject({ state: 'completed', modified: 1 })
    const { items } = await ask('GET', `/v1/chapters/${made.chapterId}/versions`)
    expect(items.map(({ changeType }: { changeType: string }) => changeType)).toEqual(['imported', 'edited'])
    // One exchange each way, however often it was begun.
    expect((await ask('GET', `${made.base}/syncs`)).items).toHaveLength(2)
  })
}, 240_000)
