import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorkbench, type Workbench } from '../run-octavo.fixture.ts'

let bench: Workbench

beforeAll(async () => {
  bench = await makeWorkbench({ served: true })
  await bench.write('notes/light.md', '# Light\n\nA *lighthouse* is a tower with a lamp. The keeper trims the wick.\n')
  const write = ['write', 'notes', '--title', 'Towers', '--out', 'towers', '--yes', '--chapters', '1', '--words', '200']
  await bench.run(write)
}, 240_000)
afterAll(() => bench?.remove())

test('a book is made in another form, downloaded, and listed', async () => {
  const { code, err, events } = await bench.run(['export', 'towers', '--format', 'myst', '--out', 'dist', '--json'])
  expect(code, err).toBe(0)
  expect(events.at(-1)).toMatchObject({ event: 'written', path: 'dist/towers.zip' })
  const archive = await readFile(join(bench.folder, 'dist/towers.zip'))
  // An archive names its files in plain letters (APPNOTE 6.3.10 §4.3.7).
  for (const text of ['PK', 'myst.yml', 'chapters/01-']) expect(archive.includes(text), text).toBe(true)
  const list = await bench.run(['exports', 'towers'])
  expect(list.out).toMatch(/myst +completed/)
}, 240_000)

test('what is no format is told at once', async () => {
  const { code, err } = await bench.run(['export', 'towers', '--format', 'pdf,scroll', '--out', 'dist'])
  expect(code).toBe(2)
  expect(err).toContain('Give some of site, pdf, epub')
}, 240_000)
