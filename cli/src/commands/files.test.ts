import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorkbench, type Workbench } from '../run-octavo.fixture.ts'

let bench: Workbench
const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"/>\n'

beforeAll(async () => {
  bench = await makeWorkbench({ served: true })
  await bench.write('notes/light.md', '# Light\n\nA *lighthouse* is a tower with a lamp.\n')
  // Planning makes the book; nothing is written.
  await bench.run(['outline', 'notes', '--title', 'Towers', '--out', 'towers'])
  await bench.write('tower.png', svg)
  await bench.write('refs.bib', '@book{stevenson,\n title = {Lights}}\n')
}, 240_000)
afterAll(() => bench?.remove())

test('files are added under the names they should have, listed, got back and removed', async () => {
  const added = await bench.run(['files', 'add', 'towers', 'tower.png', 'refs.bib', '--json'])
  expect(added.code, added.err).toBe(0)
  expect(added.events).toMatchObject([
    { event: 'added', name: 'images/tower.svg', givenName: 'images/tower.png', kind: 'image', width: 3 },
    { event: 'added', name: 'refs.bib', kind: 'bibliography' },
  ])
  const list = await bench.run(['files', 'towers'])
  expect(list.out).toMatch(/image +images\/tower\.svg +3 × 2/)
  const got = await bench.run(['files', 'get', 'towers', 'images/tower.svg', '--out', 'back/tower.svg'])
  expect(got.code, got.err).toBe(0)
  expect(await readFile(join(bench.folder, 'back/tower.svg'), 'utf8')).toBe(svg)
  const removed = await bench.run(['files', 'rm', 'towers', 'refs.bib', 'images/tower.svg'])
  expect(removed.out).toBe('Removed refs.bib\nRemoved images/tower.svg\n')
  expect((await bench.run(['files', 'towers'])).out).toContain('No files')
}, 240_000)

test('what cannot be added says which file and why', async () => {
  await bench.write('broken.png', 'GIF')
  const { code, err } = await bench.run(['files', 'add', 'towers', 'broken.png'])
  expect(code).toBe(1)
  expect(err).toMatch(/broken\.png: This file is not what it should be/)
  expect((await bench.run(['files', 'get', 'towers', 'none.png'])).err).toContain('The book has no file "none.png"')
}, 240_000)
