import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BareRepository } from '@octavo/server/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorkbench, type Workbench } from '../run-octavo.fixture.ts'

let bench: Workbench
let book: string
beforeAll(async () => {
  bench = await makeWorkbench()
  await bench.write('notes/bees.md', '# Bees\n\nThe hive stands in the garden. The queen lays every egg in it.\n')
  const { code, err, events } = await bench.run([
    'write',
    'notes',
    '--title',
    'Bees',
    '--out',
    'bees',
    '--yes',
    '--json',
  ])
  expect({ code, err }).toEqual({ code: 0, err: '' })
  book = String(events.find(event => 'book' in event && 'out' in event)?.book)
}, 120_000)
afterAll(() => bench?.remove())

const read = (path: string) => readFile(join(bench.folder, path), 'utf8')

test('a book goes to a folder, and what is edited there stays', async () => {
  const preview = await bench.run(['publish', book, '--to', 'site', '--preview'])
  expect(preview).toMatchObject({ code: 0, err: '' })
  expect(preview.out).toContain('+ index.md\n--- /dev/null')
  await mkdir(join(bench.folder, 'site'))
  const { code, err, out } = await bench.run(['publish', book, '--to', 'site'])
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out).toMatch(/Everything is there\.\nBees: \d+ files changed\./)
  expect(await read('site/myst.yml')).toContain('title: "Bees"')

  await writeFile(join(bench.folder, 'site/index.md'), 'mine')
  const again = await bench.run(['publish', book, '--to', 'site'])
  expect(again.out).toContain('Nothing to change.')
  expect(await read('site/index.md')).toBe('mine')
}, 120_000)

test('a book goes to a repository, and edits come back from it', async () => {
  const place = `git:${join(bench.folder, 'bees.git')}`
  const { code, err } = await bench.run(['publish', book, '--to', place])
  expect({ code, err }).toEqual({ code: 0, err: '' })
  const repository = new BareRepository(join(bench.folder, 'bees.git'))
  const head = await repository.head('main')
  const tree = await repository.tree(head!)
  const path = [...tree.keys()].find(path => path.startsWith('chapters/'))!
  const before = Buffer.from(await repository.read(tree.get(path)!.blob)).toString()
  const changes = new Map([[path, Buffer.from(`${before}\nAnd a line of a reader.\n`)]])
  await repository.commit({ branch: 'main', parent: head, changes, message: 'By a reader' })

  const synced = await bench.run(['sync', book, '--from', place])
  expect(synced).toMatchObject({ code: 0, err: '' })
  expect(synced.out).toBe(`Brought back ${path}\n1 file brought back.\n`)
  const after = await bench.run(['sync', book, '--from', place, '--json'])
  expect(after.events.at(-1)).toMatchObject({ event: 'synced', state: 'completed', files: [] })
}, 120_000)

test('what stops a book is said, with places, and ends with 1', async () => {
  expect(await bench.run(['gate', book])).toMatchObject({ code: 0 })
  const unknown = await bench.run(['publish', book, '--to', 'github:nobody'])
  expect(unknown).toMatchObject({ code: 1, err: expect.stringContaining('github:owner/name') })
  const missing = await bench.run(['connect', 'github'])
  expect(missing).toMatchObject({ code: 1, err: expect.stringContaining('GITHUB_TOKEN is not set') })
  expect((await bench.run(['connect'])).out).toContain('Contents: Read and write')
}, 120_000)
