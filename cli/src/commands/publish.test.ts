import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BareRepository } from '@octavo/server/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask } from '../api/ask.ts'
import { connect } from '../api/connect.ts'
import { makeWorkbench, type Running, type Workbench } from '../run-octavo.fixture.ts'

let bench: Workbench
let server: Running
beforeAll(async () => {
  bench = await makeWorkbench()
  // One server for most commands, which find it by the data directory: each of them then starts quickly.
  server = bench.start(['serve', '--port', '0', '--json'], { OCTAVO_PUBLISH_FOLDERS: bench.folder })
  await server.until('\n')
  const { api, close } = await connect({
    variables: {},
    url: undefined,
    token: undefined,
    dataDirectory: join(bench.folder, 'data'),
    editor: undefined,
    command: 'octavo',
    unicode: true,
  })
  try {
    const book = await ask(api.v1.books.$post({ json: { title: 'Bees', language: 'en' } }))
    const content = '# The hive\n\nThe hive stands in the garden.\n'
    await ask(api.v1.books[':id'].chapters.$post({ param: { id: book.id }, json: { title: 'The hive', content } }))
  } finally {
    await close()
  }
}, 120_000)
afterAll(async () => {
  server?.process.kill('SIGTERM')
  await server?.ended
  await bench?.remove()
})

const book = 'bees'
const read = (path: string) => readFile(join(bench.folder, path), 'utf8')

test('a book goes to a folder, and what is edited there stays', async () => {
  const preview = await bench.run(['publish', book, '--to', 'site', '--preview'])
  expect(preview).toMatchObject({ code: 0, err: '' })
  expect(preview.out).toContain('+ index.md\n--- /dev/null')
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
  const path = 'chapters/01-the-hive.md'
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

test('whoever runs a command in his own process may publish anywhere he may write', async () => {
  server.process.kill('SIGTERM')
  await server.ended
  const { code, err } = await bench.run(['publish', book, '--to', 'bees.zip'])
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(await read('bees.zip')).toMatch(/^PK/)
}, 120_000)
